/** Names on the map: shown where there is room, on whichever side there is, the first marks first. */
import type * as L from "leaflet";
import { aside, type Spot } from "./aside.ts";

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const GAP = 3;
/** Pixels from the middle of a mark to its rim, and a little air: of places of which something is known, and of others. */
const KNOWN = 10.5;
const UNKNOWN = 7.5;
const SIDES = ["right", "left", "below", "above"] as const;

const meet = (one: Box, other: Box): boolean => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

function boxOf(side: (typeof SIDES)[number], x: number, y: number, width: number, height: number, reach: number): Box {
  const [left, top] = {
    right: [x + reach, y - height / 2],
    left: [x - reach - width, y - height / 2],
    below: [x - width / 2, y + reach],
    above: [x - width / 2, y - reach - height],
  }[side] as [number, number];
  return { left, top, right: left + width, bottom: top + height };
}

/** Move marks off one another, those of which nothing is known first; gives where each stands now. */
function spotsOf(map: L.Map, marks: L.Marker[]): Map<L.Marker, Spot> {
  const order = [...marks].sort((one, other) => (other.options.zIndexOffset ?? 0) - (one.options.zIndexOffset ?? 0));
  const spots = order.map((mark) => {
    const { x, y } = map.latLngToContainerPoint(mark.getLatLng());
    return { x, y, reach: mark.options.zIndexOffset ? UNKNOWN : KNOWN };
  });
  return new Map(aside(spots).map(({ x, y }, at) => {
    const drawn = order[at]!.getElement()?.firstElementChild as HTMLElement | null | undefined;
    if (drawn) drawn.style.transform = x || y ? `translate(${x}px, ${y}px)` : "";
    return [order[at]!, { x: spots[at]!.x + x, y: spots[at]!.y + y }];
  }));
}

/** Place the names of marks; those that would cover another name or mark are hidden until the map is nearer. */
export function placeNames(map: L.Map, marks: L.Marker[], obstacles: L.Marker[] = []): void {
  const reach = 14;
  const spots = spotsOf(map, marks);
  const taken: Box[] = [...marks, ...obstacles].map((mark) => {
    const { x, y } = spots.get(mark) ?? map.latLngToContainerPoint(mark.getLatLng());
    return { left: x - 10, top: y - 10, right: x + 10, bottom: y + 10 };
  });
  const names = marks.map((mark) => mark.getElement()?.querySelector<HTMLElement>(".place-name") ?? null);
  const sizes = names.map((name) => [name?.offsetWidth ?? 0, name?.offsetHeight ?? 0] as const); // all measured before any is moved
  marks.forEach((mark, at) => {
    const name = names[at];
    if (!name) return;
    const { x, y } = spots.get(mark)!;
    const [width, height] = sizes[at]!;
    const side = SIDES.find((one) => {
      const box = boxOf(one, x, y, width + GAP, height, reach);
      return !taken.some((other, nth) => nth !== at && meet(box, other));
    });
    name.dataset.side = side ?? "hidden";
    if (side) taken.push(boxOf(side, x, y, width + GAP, height, reach));
  });
}
