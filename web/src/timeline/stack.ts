/** Where marks stand: days become pixels, and what would overlap goes to another row of its lane. */
import { type Day, clamp } from "../days.ts";
import type { Item } from "./lanes.ts";

export const ROW = 20;
export const RADIUS = 6;
const GAP = 2;
const LEAST = 10;

/** The days of a window along a stretch of pixels; a day has a width. */
export class Scale {
  readonly window: [Day, Day];
  readonly left: number;
  readonly right: number;
  readonly each: number;

  constructor(window: [Day, Day], left: number, right: number) {
    this.window = window;
    this.left = left;
    this.right = right;
    this.each = (right - left) / (window[1] - window[0] + 1);
  }

  /** Where a day begins, even outside of the window. */
  x(day: Day): number {
    return this.left + (day - this.window[0]) * this.each;
  }
}

/** A mark with its place: from x0 to x1, in a row. */
export interface Spot {
  item: Item;
  x0: number;
  x1: number;
  row: number;
}

/** Whether something was on one day that is known. */
export const isDay = ({ from, until }: { from: Day | null; until: Day | null }): boolean => from !== null && from === until;

/** Where a mark may stand, the best first: a day has room for several where it is wide, a range has its own place. */
function choices(item: Item, scale: Scale): [number, number][] {
  if (!isDay(item)) {
    const x0 = clamp(item.from === null ? scale.left : scale.x(item.from), scale.left, scale.right - LEAST);
    const x1 = clamp(item.until === null ? scale.right : scale.x(item.until + 1), scale.left + LEAST, scale.right);
    return [[x0, Math.max(x1, x0 + LEAST)]];
  }
  const middle = clamp(scale.x(item.from! + 0.5), scale.left + RADIUS, scale.right - RADIUS);
  const step = 2 * RADIUS + GAP;
  const room = Math.floor((scale.each / 2 - RADIUS) / step);
  const found: [number, number][] = [];
  for (let n = 0; n <= Math.max(room, 0); n += 1) {
    for (const side of n ? [1, -1] : [1]) found.push([middle + side * n * step - RADIUS, middle + side * n * step + RADIUS]);
  }
  return found;
}

/** Every item at the first free spot: situations above, then long ranges, then what is short. */
export function stacked(items: Item[], scale: Scale): { spots: Spot[]; rows: number } {
  const rank = (item: Item): number => (item.kind === "situation" ? 0 : isDay(item) ? 2 : 1);
  const begin = (item: Item): number => item.from ?? -Infinity;
  const sorted = [...items].sort((one, other) => rank(one) - rank(other) || (begin(one) === begin(other) ? 0 : begin(one) - begin(other)));
  const rows: [number, number][][] = [];
  const free = (row: [number, number][], [x0, x1]: [number, number]): boolean => row.every(([a, b]) => x1 + GAP <= a + 0.01 || b + GAP <= x0 + 0.01);
  const spots = sorted.map((item): Spot => {
    const wanted = choices(item, scale);
    for (let row = 0; ; row += 1) {
      const taken = (rows[row] ??= []);
      const found = wanted.find((choice) => free(taken, choice));
      if (!found) continue;
      taken.push(found);
      return { item, x0: found[0], x1: found[1], row };
    }
  });
  return { spots, rows: rows.length };
}
