/** The view: draws a day on the map, and its legend. */
import * as L from "leaflet";
import "leaflet/dist/leaflet.css";
import "./map.css";
import { address, knownBy } from "../ask.ts";
import { isoOf, longOf } from "../days.ts";
import { chip, h, link, name } from "../dom.ts";
import type { Frame } from "../frame.ts";
import { type Sides, sides } from "../sides.ts";
import { eventCards, placeCard } from "./details.ts";
import { bySpot, type Kind, KINDS, kindOf, shape, spotMark, topTypes } from "./happenings.ts";
import { placeNames } from "./labels.ts";
import { outlines } from "./outlines.ts";
import { byPlace, disc, type Held, markOf } from "./places.ts";
import { beforehand, type Happening, type Holding, type Shown, shownOn } from "./records.ts";

const LEGEND = 10;
const FIRST = 20;

/** What is drawn now. */
class Drawing {
  readonly #map: L.Map;
  readonly #layer: L.LayerGroup;
  readonly #frame: Frame;
  readonly #sides: Sides;
  readonly #tops: Map<string, string>;
  #marks: L.Marker[] = [];
  #spots: L.Marker[] = [];
  #fitted = false;

  constructor(map: L.Map, frame: Frame, colours: Sides, tops: Map<string, string>) {
    this.#map = map;
    this.#layer = L.layerGroup().addTo(map);
    this.#frame = frame;
    this.#sides = colours;
    this.#tops = tops;
    map.on("zoomend resize", () => placeNames(map, this.#marks, this.#spots));
    map.on("moveend", () => this.#remember());
  }

  show({ holdings, happenings }: Shown): { held: Held[]; nowhere: Holding[]; unplaced: Happening[] } {
    const { held, nowhere } = byPlace(holdings);
    const { spots, nowhere: unplaced } = bySpot(happenings);
    const known = [...held].sort((a, b) => Number(a.unknown) - Number(b.unknown) || b.holdings.length - a.holdings.length);
    this.#marks = known.map((one) => markOf(one, this.#sides, () => this.choose(one)));
    this.#spots = spots.map((spot) => spotMark(spot, this.#tops, () => this.#frame.side.replaceChildren(...eventCards("What happened here", spot.happenings))));
    this.#layer.clearLayers();
    for (const mark of [...this.#marks, ...this.#spots]) this.#layer.addLayer(mark);
    this.#fit([...this.#marks, ...this.#spots]);
    placeNames(this.#map, this.#marks, this.#spots);
    return { held, nowhere, unplaced };
  }

  choose(held: Held): void {
    this.#frame.address.set({ place: held.id });
    this.#frame.side.replaceChildren(...placeCard(held, this.#sides));
  }

  /** Show all marks at first, and never move the reader's map afterwards. */
  #fit(marks: L.Marker[]): void {
    if (this.#fitted || !marks.length) return;
    this.#fitted = true;
    const at = (this.#frame.address.get("at") ?? "").split(",").map(Number);
    if (at.length === 3 && at.every(Number.isFinite)) this.#map.setView([at[0]!, at[1]!], at[2]!, { animate: false });
    else this.#map.fitBounds(L.latLngBounds(marks.map((mark) => mark.getLatLng())), { padding: [40, 40], maxZoom: 9, animate: false });
  }

  #remember(): void {
    if (!this.#fitted) return;
    const { lat, lng } = this.#map.getCenter();
    this.#frame.address.set({ at: `${lat.toFixed(3)},${lng.toFixed(3)},${this.#map.getZoom()}` });
  }
}

function legend(held: Held[], kinds: Set<Kind>, colours: Sides): HTMLElement {
  const holders = new Map<string, string>();
  for (const { holdings } of held) for (const { holder } of holdings) if (holder) holders.set(holder.id, holder.name);
  const mark = (contested: boolean, unknown: boolean, sure: boolean): SVGSVGElement => disc({ holdings: [...held].find((one) => !one.unknown)?.holdings.slice(0, 1) ?? [], contested, unknown, sure }, colours);
  const row = (picture: Node, ...text: (Node | string)[]): HTMLElement => h("li", {}, picture, h("span", {}, ...text));
  const shown = [...holders].slice(0, LEGEND);
  return h(
    "ul",
    { class: "legend", "aria-label": "Legend" },
    ...shown.map(([id, text]) => row(chip(colours.of(id)), name(text))),
    holders.size > LEGEND ? h("li", { class: "soft" }, `and ${holders.size - LEGEND} more`) : null,
    held.some(({ contested }) => contested) ? row(mark(true, false, true), "contested") : null,
    held.some(({ unknown, sure }) => !unknown && !sure) ? row(mark(false, false, false), "possibly") : null,
    held.some(({ unknown }) => unknown) ? row(mark(false, true, false), "no evidence of a holder") : null,
    ...[...kinds].sort().map((kind) => row(shape(kind), KINDS[kind])),
  );
}

/** The first of a day's events: those of the day alone, then those that go on over it, then those that may have been on another. */
function first(happenings: Happening[]): Happening[] {
  const rank = ({ answer, from, until }: Happening): number => (answer === "surely" ? (from !== null && from === until ? 0 : 1) : 2);
  return [...happenings].sort((one, other) => rank(one) - rank(other)).slice(0, FIRST);
}

/** What has no spot on a map is told below it. */
function elsewhere(nowhere: Holding[], unplaced: Happening[]): HTMLElement[] {
  const held = nowhere.filter(({ holder }) => holder).map(({ place, holder, answer }) => h("li", {}, link(place), `: ${answer} held by `, link(holder!)));
  const happened = unplaced.map(({ event, answer }) => h("li", {}, link(event), `, ${answer}`));
  const part = (title: string, rows: HTMLElement[]): HTMLElement[] => (rows.length ? [h("details", {}, h("summary", {}, `${title} (${rows.length})`), h("ul", {}, ...rows))] : []);
  return [...part("Places whose spot is not known", held), ...part("Events without a spot", happened)];
}

/** Draw the map, and again for each day. */
export async function showMap(frame: Frame): Promise<void> {
  const [colours, tops] = await Promise.all([sides(), topTypes()]);
  const box = h("div", { class: "map", role: "region", "aria-label": "Map" });
  const under = h("div", { class: "under" });
  frame.view.replaceChildren(box, under);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, { preferCanvas: true, zoomAnimation: !still, fadeAnimation: false, zoomSnap: 0.5, minZoom: 2, maxZoom: 14, worldCopyJump: true });
  map.setView([34.8, 38], 6, { animate: false });
  if (frame.tiles.address) L.tileLayer(frame.tiles.address, { attribution: h("span", {}, frame.tiles.credit).innerHTML, maxZoom: 14 }).addTo(map);
  await outlines(map, !frame.tiles.address);
  const drawing = new Drawing(map, frame, colours, tops);
  let drawn = "";
  frame.draw(async (day, _, current) => {
    const asked = `${day} ${knownBy()}`;
    if (drawn === asked) return; // another part of the address has changed
    const shown = await shownOn(day);
    if (!current()) return;
    drawn = asked;
    const { held, nowhere, unplaced } = drawing.show(shown);
    const kinds = new Set(bySpot(shown.happenings).spots.flatMap(({ happenings }) => happenings).map((one) => kindOf(one, tops)));
    under.replaceChildren(legend(held, kinds, colours), ...elsewhere(nowhere, unplaced));
    const known = held.filter(({ unknown }) => !unknown).length;
    frame.say(`${longOf(day)}: who held ${known} places, ${held.filter(({ contested }) => contested).length} of them contested; ${shown.happenings.length} events${shown.more ? ", and more that are not drawn" : ""}${knownBy() ? `; as known on ${knownBy()}` : ""}. Release ${frame.release}.`);
    const chosen = held.find(({ id }) => [id, id.replace("places/", "")].includes(frame.address.get("place") ?? ""));
    if (chosen) frame.side.replaceChildren(...placeCard(chosen, colours));
    else frame.side.replaceChildren(h("p", { class: "soft" }, "Choose a place or an event: who says so stands here."), ...(shown.happenings.length ? eventCards("Events of the day", first(shown.happenings)) : []));
    const on = isoOf(day);
    frame.offer([
      { label: "GeoJSON", href: address("/control", { on, format: "geojson" }) },
      { label: "CSV", href: address("/control", { on, format: "csv" }) },
      { label: "KML", href: address("/exports/kml", { on }) },
      { label: "events as GeoJSON", href: address("/timeline", { from: on, to: on, format: "geojson" }) },
      { label: "table", href: address("/control", { on, format: "html" }) },
    ]);
    beforehand(frame.time.next);
  });
}
