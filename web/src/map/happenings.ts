/** Marks of what happened: one for each spot, in the shape of the kind of event, with how many there were. */
import * as L from "leaflet";
import { address, ask } from "../ask.ts";
import { h, s } from "../dom.ts";
import type { Happening } from "./records.ts";

export type Kind = "assault" | "coerce" | "other";

/** What the kinds are called in the legend; they are types at the top of the scheme of event types. */
export const KINDS: Record<Kind, string> = { assault: "violence", coerce: "capture or coercion", other: "anything else" };

const SHAPES: Record<Kind, string> = {
  assault: "M0-9L2.2-3.2 8.6-4.6 4.6.6 8 6.2 1.8 4.4-1.8 9-3 2.8-9 1.8-4.2-1.8-6.6-7.4Z",
  coerce: "M-5-9V9M-5-8H7L4-4 7 0H-5Z",
  other: "M0-7L7 0 0 7-7 0Z",
};

/** For each type, the type at the top of its branch. */
export async function topTypes(): Promise<Map<string, string>> {
  const { codes } = await ask<{ codes: { id: string; broader?: string[] }[] }>(address("/codes/event-type"));
  const broader = new Map(codes.map((code) => [code.id, code.broader?.[0]]));
  const top = (id: string): string => {
    const next = broader.get(id);
    return next ? top(next) : id;
  };
  return new Map(codes.map(({ id }) => [id, top(id)]));
}

export function kindOf(happening: Happening, tops: Map<string, string>): Kind {
  const found = happening.types.map(({ id }) => tops.get(id)?.split("/").at(-1));
  return found.includes("assault") ? "assault" : found.includes("coerce") ? "coerce" : "other";
}

/** The drawing of a kind; the same stands in the legend. */
export function shape(kind: Kind, count = 1, sure = true): SVGSVGElement {
  const picture = s("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24, class: `event-shape ${kind}${sure ? "" : " possible"}`, "aria-hidden": true });
  picture.append(s("path", { d: SHAPES[kind] }));
  if (count > 1) picture.append(s("text", { x: 11, y: -4, "text-anchor": "end" }, String(count)));
  return picture;
}

/** What happened at one spot. */
export interface Spot {
  at: L.LatLng;
  happenings: Happening[];
}

/** Events by spot; how many have no coordinates is told apart. */
export function bySpot(happenings: Happening[]): { spots: Spot[]; nowhere: Happening[] } {
  const spots = new Map<string, Spot>();
  const nowhere: Happening[] = [];
  for (const happening of happenings) {
    const { lat, long } = happening;
    if (lat === null || long === null) nowhere.push(happening);
    else {
      const key = `${lat} ${long}`;
      const spot = spots.get(key);
      if (spot) spot.happenings.push(happening);
      else spots.set(key, { at: L.latLng(lat, long), happenings: [happening] });
    }
  }
  return { spots: [...spots.values()], nowhere };
}

/** The mark of a spot; beside the place's own mark, so that neither covers the other. */
export function spotMark(spot: Spot, tops: Map<string, string>, chosen: () => void): L.Marker {
  const kinds = spot.happenings.map((one) => kindOf(one, tops));
  const kind = kinds.includes("assault") ? "assault" : kinds.includes("coerce") ? "coerce" : "other";
  const sure = spot.happenings.some(({ answer }) => answer === "surely");
  const icon = L.divIcon({ html: h("div", {}, shape(kind, spot.happenings.length, sure)), className: "event-mark", iconSize: [24, 24], iconAnchor: [12, 30] });
  const title = spot.happenings.length === 1 ? spot.happenings[0]!.event.name : `${spot.happenings.length} events, the first: ${spot.happenings[0]!.event.name}`;
  const mark = L.marker(spot.at, { icon, title, alt: title, zIndexOffset: 500 });
  mark.on("click keypress", (event) => {
    const { key } = (event as L.LeafletKeyboardEvent).originalEvent;
    if (event.type === "click" || key === "Enter" || key === " ") chosen();
  });
  return mark;
}
