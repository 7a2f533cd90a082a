/** A circle for each spot that rows of the answer name, on outlines of countries. */
import * as L from "leaflet";
import { latest } from "../ask.ts";
import { colour, h, name } from "../dom.ts";
import { outlines } from "../map/outlines.ts";
import { ask } from "./answer.ts";
import { pointIn } from "./columns.ts";
import { card, columnChoice, count, type Stage } from "./drawing.ts";
import { type Cell, numberOf, pathOf } from "./terms.ts";

const MOST_SPOTS = 5000;
const MOST_PLACES = 2000;
const MOST_CARDS = 20;

interface Spot {
  at: L.LatLng;
  rows: Cell[][];
}

interface Spots {
  spots: Spot[];
  without: number;
  unasked: number;
}

type Located = (row: Cell[]) => [number, number] | null;

/** Where the places in a column lie, by one query for all of them. */
async function placed(rows: Cell[][], at: number, signal: AbortSignal): Promise<{ where: Located; unasked: number }> {
  const iris = [...new Set(rows.flatMap((row) => (pathOf(row[at])?.startsWith("places/") && !/[<>"{}|\\^`\s]/.test(String(row[at]?.value)) ? [String(row[at]?.value)] : [])))];
  const asked = iris.slice(0, MOST_PLACES);
  const query = `SELECT ?place ?lat ?long { VALUES ?place { ${asked.map((iri) => `<${iri}>`).join(" ")} } ?place ckg:lat ?lat ; ckg:long ?long }`;
  const { rows: found } = await ask({ query, with: [] }, signal);
  const where = new Map(found.map(([place, lat, long]) => [String(place?.value), [numberOf(lat) ?? 0, numberOf(long) ?? 0] as [number, number]]));
  return { where: (row) => where.get(String(row[at]?.value)) ?? null, unasked: iris.length - asked.length };
}

async function spotsOf({ profile, signal }: Stage, column: number | null): Promise<Spots> {
  const { rows } = profile.answer;
  const { degrees } = profile;
  let where: Located;
  let unasked = 0;
  if (column === null && degrees) {
    where = (row) => {
      const [lat, long] = [numberOf(row[degrees[0]]), numberOf(row[degrees[1]])];
      return lat === null || long === null ? null : [lat, long];
    };
  } else if (column !== null && profile.kinds[column] === "point") where = (row) => pointIn(row[column]);
  else ({ where, unasked } = await placed(rows, column ?? 0, signal));
  const spots = new Map<string, Spot>();
  let without = 0;
  for (const row of rows) {
    const found = where(row);
    if (!found || Math.abs(found[0]) > 90 || Math.abs(found[1]) > 180) {
      without += 1;
      continue;
    }
    const spot = spots.get(found.join());
    if (spot) spot.rows.push(row);
    else spots.set(found.join(), { at: L.latLng(...found), rows: [row] });
  }
  return { spots: [...spots.values()].sort((one, other) => other.rows.length - one.rows.length), without, unasked };
}

export async function drawMap(stage: Stage): Promise<void> {
  const { profile, box, signal } = stage;
  const { columns } = profile.answer;
  const among = profile.of("point", "place");
  const canvas = h("div", { class: "query-map", role: "region", "aria-label": "Map" });
  const said = h("p", { class: "soft", role: "status" }, "Looking for the places…");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const choice = profile.degrees ? null : columnChoice("Places from", columns, among, among[0]!, (at) => void draw(at));
  box.replaceChildren(h("div", { class: "choices" }, choice), canvas, said);
  const map = L.map(canvas, { zoomAnimation: !still, fadeAnimation: false, markerZoomAnimation: false, zoomSnap: 0.5, minZoom: 1, maxZoom: 14, worldCopyJump: true });
  signal.addEventListener("abort", () => map.remove());
  map.setView([34.8, 38], 5, { animate: false });
  const layer = L.layerGroup();
  const renderer = L.canvas({ padding: 0.5 });
  const draw = latest(async (current, column: number | null) => {
    const { spots, without, unasked } = await spotsOf(stage, column);
    if (!current() || signal.aborted) return;
    layer.clearLayers();
    for (const spot of spots.slice(0, MOST_SPOTS)) layer.addLayer(circle(stage, renderer, spot));
    if (spots.length) map.fitBounds(L.latLngBounds(spots.map(({ at }) => at)), { padding: [40, 40], maxZoom: 9, animate: false });
    const drawn = profile.answer.rows.length - without;
    said.textContent = [
      `${count(drawn, "row")} at ${count(spots.length, "spot")}, the larger a circle the more rows`,
      spots.length > MOST_SPOTS ? `only the ${MOST_SPOTS.toLocaleString("en")} spots with most rows are drawn` : "",
      without ? `${count(without, "row")} without a known spot` : "",
      unasked ? `the spots of ${count(unasked, "place")} more were not asked for` : "",
    ].filter(Boolean).join("; ") + ". Choose a circle to read its rows; the table has all of them.";
  });
  await outlines(map);
  if (signal.aborted) return;
  layer.addTo(map);
  await draw(profile.degrees ? null : among[0]!);
}

function circle(stage: Stage, renderer: L.Canvas, { at, rows }: Spot): L.CircleMarker {
  const { profile } = stage;
  const label = profile.label;
  const mark = L.circleMarker(at, { renderer, radius: Math.min(4 + Math.sqrt(rows.length) * 1.4, 26), color: colour("--paper"), weight: 1, fillColor: colour("--accent"), fillOpacity: 0.72 });
  const title = (): HTMLElement => h("span", {}, name(label >= 0 ? profile.name(rows[0]!, label) : `${at.lat}, ${at.lng}`), rows.length > 1 ? ` and ${rows.length - 1} more` : "");
  mark.bindTooltip(title);
  mark.bindPopup(() => h("div", { class: "spot-cards" }, ...rows.slice(0, MOST_CARDS).map((row) => card(stage, row)), rows.length > MOST_CARDS ? h("p", {}, `and ${count(rows.length - MOST_CARDS, "row")} more`) : null), { maxHeight: 260, minWidth: 220 });
  return mark;
}

