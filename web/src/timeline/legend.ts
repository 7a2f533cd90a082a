/** What marks and colours mean. */
import { chip, h, name, s } from "../dom.ts";
import type { Sides } from "../sides.ts";
import { OTHER } from "../sides.ts";
import { type Item, type Lane, OTHERS } from "./lanes.ts";
import { isDay } from "./stack.ts";
import type { By } from "./records.ts";

const ACTORS = 9;
const INK = "var(--bar)";

const picture = (...parts: SVGElement[]): SVGSVGElement => s("svg", { class: "key", width: 40, height: 14, "aria-hidden": true }, ...parts);
const row = (mark: Node, ...text: (Node | string)[]): HTMLElement => h("li", {}, mark, h("span", {}, ...text));
const rect = (kind: "outer" | "inner", x: number, width: number, more: Record<string, string> = {}): SVGElement => s("rect", { class: kind, x, width, ...(kind === "outer" ? { y: 1, height: 12, rx: 3, stroke: INK } : { y: 9, height: 4 }), fill: INK, ...more });
const group = (classes: string, ...parts: SVGElement[]): SVGElement => s("g", { class: `mark ${classes}` }, ...parts);

/** Marks that are drawn, each with its meaning. */
function meanings(items: Item[], by: By): HTMLElement[] {
  const has = (test: (item: Item) => boolean): boolean => items.some(test);
  const range = (item: Item): boolean => !isDay(item);
  const circle = s("circle", { class: "outer", cx: 20, cy: 7, r: 5.5, fill: INK, stroke: INK });
  return [
    has(isDay) ? row(picture(group("day surely", circle)), "on one day") : null,
    has((item) => range(item) && item.sure !== null) ? row(picture(group("range surely", rect("outer", 1, 38), rect("inner", 10, 20))), "over days: surely (line), possibly (pale)") : null,
    has((item) => range(item) && item.sure === null) ? row(picture(group("range surely uncertain", rect("outer", 1, 38))), "some time in these days") : null,
    has((item) => item.answer === "possibly") ? row(picture(group("range possibly uncertain", rect("outer", 1, 38))), "only possibly (dashed)") : null,
    has((item) => item.from === null || item.until === null) ? row(picture(group("range surely", rect("outer", 1, 38, { mask: "url(#open-end)" }))), "end or beginning not known") : null,
    has(({ kind }) => kind === "situation") ? row(picture(group("situation range surely", rect("outer", 1, 38, { rx: "0" }), rect("inner", 1, 38))), by === "place" ? "who held the place (italics)" : "whom the actor supported (italics)") : null,
  ].filter((part) => part !== null);
}

/** What colours mean; lanes by actor name their own. */
function actors(items: Item[], by: By, colours: Sides): HTMLElement[] {
  const names = new Map<string, string>();
  for (const { actor } of items) if (actor && colours.of(actor.id) !== OTHER) names.set(actor.id, actor.name);
  if (!items.length) return [];
  const said = h("li", { class: "soft" }, `Colour: who did it, else who is named first${by === "actor" ? ", as beside the lanes" : ""}`);
  if (by === "actor") return [said, row(chip(OTHER), "actors that have no colour of their own")];
  const shown = [...names].slice(0, ACTORS).map(([id, text]) => row(chip(colours.of(id)), name(text)));
  return [said, ...shown, row(chip(OTHER), "others, or nobody named")];
}

/** The legend of what is drawn. */
export function legendOf(lanes: Lane[], by: By, colours: Sides): HTMLElement {
  const items = [...new Set(lanes.flatMap((lane) => lane.items))];
  const column = s("rect", { class: "outer", x: 16, y: 2, width: 8, height: 12, fill: INK });
  const counted = lanes.some(({ bins }) => bins.length) ? [row(picture(group("bin", column)), `how many events began then; heights grow with the square root, alike in all lanes${lanes.some(({ id }) => id === OTHERS) ? " but the others’" : ""}`)] : [];
  const day = s("rect", { class: "day-line", x: 14, y: 0, width: 12, height: 14 });
  return h("ul", { class: "legend", "aria-label": "Legend" }, ...meanings(items, by), ...counted, row(picture(day), "the day looked at"), ...actors(items, by, colours));
}
