/** What lines, shapes and colours mean. */
import { chip, h, name, s } from "../dom.ts";
import { OTHER, type Sides } from "../sides.ts";
import { CAMPS, DASHES, DISPUTED, FADED, WORDS } from "./looks.ts";
import type { Network } from "./records.ts";

const ACTORS = 10;
const STROKES: Record<number, string> = { 1: "var(--with)", [-1]: "var(--against)", 0: "var(--neither)" };

const picture = (...parts: SVGElement[]): SVGSVGElement => s("svg", { class: "key", width: 34, height: 14, "aria-hidden": true }, ...parts);
const row = (mark: Node, text: Node | string): HTMLElement => h("li", {}, mark, h("span", {}, text));
const line = (sign: number, more: Record<string, string | number> = {}): SVGElement => s("line", { x1: 1, x2: 33, y1: 7, y2: 7, stroke: STROKES[sign]!, "stroke-width": 2.5, "stroke-dasharray": DASHES[sign]!.join(" ") || "none", ...more });

function colours({ nodes }: Network, sides: Sides, byCamp: boolean): HTMLElement[] {
  if (byCamp) return [row(chip(CAMPS[0]), "one camp"), row(chip(CAMPS[1]), "the other: the split into two that the fewest relations contradict"), row(chip(OTHER), "in neither")];
  const own = nodes.filter(({ id }) => sides.of(id) !== OTHER);
  return [...own.slice(0, ACTORS).map(({ id, label }) => row(chip(sides.of(id)), name(label))), own.length < nodes.length ? row(chip(OTHER), "others") : null].filter((part) => part !== null);
}

/** The legend of what is drawn. */
export function legendOf(network: Network, sides: Sides, byCamp: boolean): HTMLElement {
  const { nodes, edges } = network;
  const signs = [1, -1, 0].filter((sign) => edges.some((edge) => edge.sign === sign));
  const fill = "var(--bar)";
  const shapes = [
    ["Person", "person", s("path", { d: "M17 0 L24 7 L17 14 L10 7 Z", fill })],
    ["Group", "group, state or body", s("circle", { cx: 17, cy: 7, r: 6, fill })],
    ["Place", "place", s("rect", { x: 11, y: 1, width: 12, height: 12, fill })],
  ] as const;
  const parts = [
    ...signs.map((sign) => row(picture(line(sign)), WORDS[sign]!)),
    edges.some(({ directed }) => directed) ? row(picture(line(0, { x2: 24, "stroke-dasharray": "none" }), s("path", { d: "M34 7 L22 2 L25 7 L22 12 Z", fill: STROKES[0]! })), "arrow: to whom it is done") : null,
    edges.some(({ answer }) => answer === "possibly") ? row(picture(line(signs[0] ?? 0, { "stroke-opacity": FADED })), "pale: only possibly at the time") : null,
    edges.some(({ status }) => status === DISPUTED) ? row(h("strong", { class: "dispute", "aria-hidden": true }, "≠"), "disputed by somebody") : null,
    edges.some(({ events }) => events !== null) ? row(picture(line(-1, { "stroke-width": 5 })), "wide: more attacks, or more documents") : null,
    ...shapes.map(([cls, text, shape]) => (nodes.some((node) => node.cls === cls) ? row(picture(shape), text) : null)),
  ].filter((part) => part !== null);
  return h("ul", { class: "legend", "aria-label": "Legend" }, ...parts, ...colours(network, sides, byCamp));
}
