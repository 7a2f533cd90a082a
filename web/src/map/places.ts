/** Marks of places: a disc in the colours of all who hold a part of it, and a name where there is room. */
import * as L from "leaflet";
import { h, s } from "../dom.ts";
import type { Sides } from "../sides.ts";
import type { Holding } from "./records.ts";

/** Everything said of one place. */
export interface Held {
  id: string;
  name: string;
  at: L.LatLng;
  holdings: Holding[];
  contested: boolean;
  unknown: boolean;
  sure: boolean;
}

const RADIUS = 9;
/** Places of which nothing is known lie beneath their neighbours. */
const BENEATH = -1000;

/** Records by place; places without coordinates are given apart, for they are told and not drawn. */
export function byPlace(holdings: Holding[]): { held: Held[]; nowhere: Holding[] } {
  const found = new Map<string, Held>();
  const nowhere: Holding[] = [];
  for (const holding of holdings) {
    const { place, lat, long } = holding;
    if (lat === null || long === null) {
      nowhere.push(holding);
      continue;
    }
    let held = found.get(place.id);
    if (!held) found.set(place.id, (held = { id: place.id, name: place.name, at: L.latLng(lat, long), holdings: [], contested: false, unknown: true, sure: false }));
    held.holdings.push(holding);
    held.contested ||= holding.standing === "contested";
    held.unknown &&= holding.holder === null;
    held.sure ||= holding.answer === "surely";
  }
  return { held: [...found.values()], nowhere };
}

/** What a mark tells those who cannot see it. */
export function inWords({ name, holdings, unknown, contested }: Held): string {
  if (unknown) return `${name}: no evidence of who held it`;
  const holders = [...new Set(holdings.filter(({ holder }) => holder).map(({ holder, answer }) => `${holder!.name} (${answer})`))];
  return `${name}: ${contested ? "contested, " : ""}${holders.join(", ")}`;
}

/** The slices of a disc: one for each holder, the sure ones first. */
function slices(holdings: Holding[]): { holder: string; sure: boolean }[] {
  const sure = new Map<string, boolean>();
  for (const { holder, answer } of holdings) if (holder) sure.set(holder.id, (sure.get(holder.id) ?? false) || answer === "surely");
  return [...sure].map(([holder, is]) => ({ holder, sure: is })).sort((a, b) => Number(b.sure) - Number(a.sure));
}

function slice(from: number, to: number, radius: number): string {
  const point = (turn: number): string => `${(Math.sin(turn * 2 * Math.PI) * radius).toFixed(2)} ${(-Math.cos(turn * 2 * Math.PI) * radius).toFixed(2)}`;
  return `M0 0L${point(from)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}

/** The drawing of a place's mark; the same stands in the legend. */
export function disc(held: Pick<Held, "holdings" | "contested" | "unknown" | "sure">, sides: Sides): SVGSVGElement {
  const parts = slices(held.holdings);
  const size = RADIUS + 4;
  const picture = s("svg", { viewBox: `${-size} ${-size} ${2 * size} ${2 * size}`, width: 2 * size, height: 2 * size, "aria-hidden": true });
  if (held.unknown) {
    picture.append(s("circle", { class: "unknown", r: RADIUS - 2.5 }), s("text", { class: "unknown", y: 3.5, "text-anchor": "middle" }, "?"));
    return picture;
  }
  parts.forEach(({ holder, sure }, at) => {
    const fill = { fill: sides.of(holder), "fill-opacity": sure ? 1 : 0.45 };
    if (parts.length === 1) picture.append(s("circle", { r: RADIUS, ...fill }));
    else picture.append(s("path", { d: slice(at / parts.length, (at + 1) / parts.length, RADIUS), ...fill }));
  });
  const ring = held.contested ? "ring contested" : held.sure ? "ring" : "ring possible";
  picture.append(s("circle", { class: ring, r: RADIUS + (held.contested ? 2 : 0) }));
  return picture;
}

/** The mark of a place, which a click, Enter or a tap opens. */
export function markOf(held: Held, sides: Sides, chosen: () => void): L.Marker {
  const html = h("div", {}, disc(held, sides), h("span", { class: "place-name" }, held.name));
  const icon = L.divIcon({ html, className: "place-mark", iconSize: [2 * RADIUS + 8, 2 * RADIUS + 8] });
  const mark = L.marker(held.at, { icon, title: inWords(held), alt: inWords(held), riseOnHover: true, zIndexOffset: held.unknown ? BENEATH : 0 });
  mark.on("click keypress", (event) => {
    const { key } = (event as L.LeafletKeyboardEvent).originalEvent;
    if (event.type === "click" || key === "Enter" || key === " ") chosen();
  });
  return mark;
}
