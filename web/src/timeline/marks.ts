/** Marks: a dot is one day, a bar a range; what is sure has a solid line, what is possible is pale, and an open end fades out. */
import type { Thing } from "../ask.ts";
import type { Day } from "../days.ts";
import { s } from "../dom.ts";
import type { Item } from "./lanes.ts";
import { cut } from "./measure.ts";
import type { Bin } from "./records.ts";
import { isDay, RADIUS, ROW, type Scale, type Spot } from "./stack.ts";
import { stretchOf, whenOf } from "../words.ts";

const TIP = 4.5;
const TALL = 17;
const SURE = 4;
const FONT = "10.5px";

/** Fades that bars with an open end are seen through. */
export function fades(): SVGDefsElement {
  const fade = (id: string, stops: [string, string][]): SVGElement[] => [
    s("linearGradient", { id: `${id}-stops` }, ...stops.map(([offset, colour]) => s("stop", { offset, "stop-color": colour }))),
    s("mask", { id, maskContentUnits: "objectBoundingBox" }, s("rect", { width: 1, height: 1, fill: `url(#${id}-stops)` })),
  ];
  return s(
    "defs",
    {},
    ...fade("open-start", [["0", "#000"], ["0.75", "#fff"]]),
    ...fade("open-end", [["0.25", "#fff"], ["1", "#000"]]),
    ...fade("open-both", [["0", "#000"], ["0.4", "#fff"], ["0.6", "#fff"], ["1", "#000"]]),
  );
}

/** What a mark is called. */
function calledOf({ thing, answer, event, situation }: Item): string {
  return `${thing.name}: ${answer}, ${whenOf((event ?? situation)!)}`;
}

function dot({ item, x0, row }: Spot, top: number): SVGElement {
  return s("circle", { class: "outer", cx: x0 + RADIUS, cy: top + row * ROW + ROW / 2, r: RADIUS - 0.5, fill: item.colour, stroke: item.colour });
}

/** An arrow where a range that has known bounds goes on beyond the window. */
function beyond(x: number, y: number, by: number, colour: string): SVGElement {
  return s("path", { class: "beyond", d: `M${x} ${y - TIP}l${by * TIP} ${TIP}l${-by * TIP} ${TIP}`, stroke: colour });
}

function bar({ item, x0, x1, row }: Spot, scale: Scale, top: number): { parts: SVGElement[]; label: SVGElement | null } {
  const y = top + row * ROW + (ROW - TALL) / 2;
  const round = item.kind === "situation" ? 0 : 3;
  const open = item.from === null ? (item.until === null ? "open-both" : "open-start") : item.until === null ? "open-end" : null;
  const parts: SVGElement[] = [s("rect", { class: "outer", x: x0, y, width: x1 - x0, height: TALL, rx: round, fill: item.colour, stroke: item.colour, mask: open ? `url(#${open})` : null })];
  if (item.sure) {
    const left = Math.max(scale.x(item.sure[0]), x0);
    const right = Math.min(scale.x(item.sure[1] + 1), x1);
    if (right > left) parts.push(s("rect", { class: "inner", x: left, y: y + TALL - SURE, width: right - left, height: SURE, fill: item.colour }));
  }
  const [from, to] = scale.window;
  const middle = y + TALL / 2;
  const [before, after] = [item.from !== null && item.from < from, item.until !== null ? item.until > to : item.sure !== null && item.sure[1] >= to];
  if (before) parts.push(beyond(scale.left + TIP + 2, middle, -1, item.colour));
  if (after) parts.push(beyond(scale.right - TIP - 2, middle, 1, item.colour));
  const start = x0 + 4 + (before ? 2 * TIP : 0);
  const text = cut(item.label, FONT, x1 - 4 - (after ? 2 * TIP : 0) - start);
  const label = text ? s("text", { class: item.kind, x: start, y: y + 10.3, "aria-hidden": true }, text) : null;
  return { parts, label };
}

/** The mark of an item at its spot, and what stands in its bar; its whole name is told by the mark alone. */
export function markOf(spot: Spot, scale: Scale, top: number): { mark: SVGGElement; label: SVGElement | null } {
  const { item } = spot;
  const day = isDay(item);
  const uncertain = !day && !(item.sure && item.sure[0] === item.from && item.sure[1] === item.until);
  const called = calledOf(item);
  const classes = ["mark", item.kind, day ? "day" : "range", item.answer, uncertain ? "uncertain" : "certain", item.from === null ? "open-start" : "", item.until === null ? "open-end" : ""];
  const { parts, label } = day ? { parts: [dot(spot, top)], label: null } : bar(spot, scale, top);
  const mark = s(
    "g",
    { class: classes.filter(Boolean).join(" "), role: "button", tabindex: -1, "aria-label": called, "data-thing": item.thing.id },
    s("title", {}, called),
    ...parts,
  );
  return { mark, label };
}

/** A column for how many events began in a stretch of time; heights grow with the square root, up to the most of the scale. */
export function binOf(bin: Bin, lane: Thing, scale: Scale, bottom: number, tall: number, most: number, colour: string): SVGGElement {
  const x0 = scale.x(bin.first);
  const width = Math.max(scale.x(bin.last + 1) - x0 - 0.7, 1.2);
  const height = Math.max(Math.sqrt(bin.events / most) * tall, 2);
  const called = `${lane.name}: ${bin.events} ${bin.events === 1 ? "event" : "events"} beginning ${stretchOf(bin.first, bin.last)}`;
  return s(
    "g",
    { class: "mark bin", role: "button", tabindex: -1, "aria-label": called, "data-first": bin.first, "data-events": bin.events },
    s("title", {}, called),
    s("rect", { class: "reach", x: x0, y: bottom - tall, width, height: tall }),
    s("rect", { class: "outer", x: x0, y: bottom - height, width, height, fill: colour }),
  );
}

/** The day that is looked at. */
export function dayLine(day: Day, scale: Scale, top: number, bottom: number): SVGElement | null {
  if (day < scale.window[0] || day > scale.window[1]) return null;
  const width = Math.max(scale.each, 2);
  return s("rect", { class: "day-line", x: scale.x(day + 0.5) - width / 2, y: top, width, height: bottom - top });
}
