/** Things joined by the rows of an answer, drawn as a network that a pointer or the keyboard can go through. */
import { h, name, s } from "../dom.ts";
import { simulationOf, stepsOf } from "../network/forces.ts";
import { card, columnChoice, count, cut, resized, type Stage } from "./drawing.ts";
import { PanZoom } from "./panzoom.ts";
import { type Cell, pageOf, pathOf, textOf } from "./terms.ts";

const MOST_NODES = 300;
const MOST_LINKS = 1200;
const NAMED = 70;
const BEST = 25;
const KINDS: [section: string, said: string, colour: string][] = [
  ["actors", "actor", "#4477aa"],
  ["places", "place", "#228833"],
  ["events", "event", "#ee6677"],
  ["situations", "situation", "#ccbb44"],
  ["documents", "document", "#66ccee"],
  ["claims", "claim", "#aa3377"],
  ["codes", "code", "#44aa99"],
];
const OTHER = "#8a9199";
const LABELS = new Set(["http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"]);

interface Node {
  x: number;
  y: number;
  /** How many links it has. */
  links: number;
  text: string;
  cell: NonNullable<Cell>;
}

interface Link {
  source: Node;
  target: Node;
  text: string;
  row: Cell[];
}

interface Network {
  nodes: Node[];
  links: Link[];
  left: number;
}

const kindOf = ({ cell }: Node): (typeof KINDS)[number] | undefined => KINDS.find(([section]) => pathOf(cell)?.startsWith(`${section}/`));
const keyOf = (cell: NonNullable<Cell>): string => `${cell.type} ${textOf(cell)}`;

/** The nodes and links of an answer, the first rows first, up to a limit. */
function network({ profile }: Stage, [from, to]: [number, number]): Network {
  const triples = profile.answer.kind === "triples";
  const names = new Map<string, string>();
  if (triples) for (const [subject, predicate, object] of profile.answer.rows) if (subject && object?.type === "literal" && LABELS.has(String(predicate?.value)) && (object["xml:lang"] === "en" || !names.has(keyOf(subject)))) names.set(keyOf(subject), textOf(object));
  const nodes = new Map<string, Node>();
  const links: Link[] = [];
  let left = 0;
  const node = (row: Cell[], at: number): Node => {
    const cell = row[at]!;
    const id = keyOf(cell);
    let found = nodes.get(id);
    if (!found) nodes.set(id, (found = { text: names.get(id) ?? profile.name(row, at), cell, links: 0, x: 0, y: 0 }));
    return found;
  };
  for (const row of profile.answer.rows) {
    const [one, other] = [row[from], row[to]];
    if (!one || !other || (triples && other.type === "literal")) continue;
    const more = Number(!nodes.has(keyOf(one))) + Number(!nodes.has(keyOf(other)));
    if (nodes.size + more > MOST_NODES || links.length >= MOST_LINKS) {
      left += 1;
      continue;
    }
    const [source, target] = [node(row, from), node(row, to)];
    source.links += 1;
    target.links += 1;
    links.push({ source, target, text: triples ? profile.name(row, 1) : "", row });
  }
  return { nodes: [...nodes.values()], links, left };
}

/** Give the nodes their places; they are few enough to be laid out at once. */
function layOut({ nodes, links }: Network, tall: boolean): void {
  const number = new Map(nodes.map((node, at) => [node, at]));
  const ties = links.map(({ source, target }): [number, number] => [number.get(source)!, number.get(target)!]);
  const task = { bodies: nodes.map(() => ({ fixed: false })), ties: ties.filter(([one, other]) => one !== other), tall, anew: true };
  const simulation = simulationOf(task);
  for (let left = stepsOf(task); left > 0; left -= 1) simulation.tick();
  simulation.nodes().forEach(({ x, y }, at) => Object.assign(nodes[at]!, { x, y }));
}

export function drawGraph(stage: Stage): void {
  const { profile, box, signal } = stage;
  const { columns, kind } = profile.answer;
  const among = kind === "triples" ? [] : profile.of("thing", "place");
  const ends = profile.ends!;
  const area = h("div", { class: "query-graph", role: "region", "aria-label": "Graph" });
  const legend = h("ul", { class: "kinds", "aria-label": "Legend" });
  const said = h("p", { class: "soft", role: "status" });
  const chosen = h("div", { class: "chosen", "aria-live": "polite" });
  const pick = (end: 0 | 1) => (at: number): void => {
    ends[end] = at;
    fill();
  };
  box.replaceChildren(h("div", { class: "choices" }, columnChoice("From", columns, among, ends[0], pick(0)), columnChoice("To", columns, among, ends[1], pick(1))), area, legend, said, chosen);
  let drawn: Network;
  const fill = (): void => {
    drawn = network(stage, ends);
    layOut(drawn, area.clientHeight > area.clientWidth);
    chosen.replaceChildren();
    show();
    const shown = new Set(drawn.nodes.map(kindOf));
    legend.replaceChildren(...[...KINDS.filter((one) => shown.has(one)), ...(shown.has(undefined) ? [["", "other", OTHER] as const] : [])].map(([, text, fill]) => h("li", {}, dot(fill), text)));
    said.textContent = `${count(drawn.nodes.length, "thing")} and ${count(drawn.links.length, "link")}${drawn.left ? `; ${count(drawn.left, "row")} more are not drawn, for nobody could read them` : ""}. Choose a thing to read about it; the table has all.`;
  };
  const show = (): void => {
    const view = new PanZoom(area.clientWidth, area.clientHeight, drawn.nodes);
    picture(view, drawn, (node) => chosen.replaceChildren(about(stage, node, drawn.links)));
    area.replaceChildren(view.element, view.buttons);
  };
  fill();
  resized(area, signal, show);
}

function dot(fill: string): HTMLElement {
  const made = h("span", { class: "dot", "aria-hidden": true });
  made.style.background = fill;
  return made;
}

const radius = ({ links }: Node): number => 4 + Math.min(Math.sqrt(links) * 1.3, 14);

/** Links below, nodes above, names on top of all; names of all nodes while they are few, of the most joined otherwise. */
function picture(view: PanZoom, { nodes, links }: Network, choose: (node: Node) => void): void {
  const best = new Set(nodes.length <= NAMED ? nodes : [...nodes].sort((one, other) => other.links - one.links).slice(0, BEST));
  view.place(s("g", { class: "links" }, ...links.map((link) => arrow(view, link))));
  const marks = nodes.map((node) => {
    const text = s("text", { y: radius(node) + 13, "text-anchor": "middle", class: best.has(node) ? "node-name" : "node-name minor" }, cut(node.text, 28));
    const mark = s("g", { class: "node", tabindex: 0, role: "button" }, s("title", {}, `${node.text}, ${count(node.links, "link")}`), s("circle", { r: radius(node), fill: kindOf(node)?.[2] ?? OTHER }), text);
    view.pin(mark, node);
    mark.addEventListener("click", () => choose(node));
    mark.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(node);
    });
    return mark;
  });
  view.place(s("g", {}, ...marks));
}

/** A link with its head at the edge of the node that it leads to; from a node to itself it is a loop. */
function arrow(view: PanZoom, { source, target, text }: Link): SVGGElement {
  const line = s("path", { class: "link" });
  const head = s("path", { class: "head", d: "M0 0L-7 -3L-7 3Z" });
  view.onMove((spot) => {
    const [from, to] = [spot(source), spot(target)];
    const far = Math.max(Math.hypot(to.x - from.x, to.y - from.y), 0.01);
    const [dx, dy] = [(to.x - from.x) / far, (to.y - from.y) / far];
    const loop = source === target;
    const size = radius(target);
    line.setAttribute("d", loop ? `M${from.x} ${from.y - size}c-24 -30 24 -30 0 0` : `M${from.x} ${from.y}L${to.x} ${to.y}`);
    head.setAttribute("transform", loop ? `translate(${from.x} ${from.y - size}) rotate(70)` : `translate(${to.x - dx * size} ${to.y - dy * size}) rotate(${(Math.atan2(dy, dx) * 180) / Math.PI})`);
  });
  return s("g", {}, line, head, text ? s("title", {}, text) : null);
}

/** A thing, and what it is joined to. */
function about(stage: Stage, node: Node, links: Link[]): HTMLElement {
  const href = pageOf(node.cell);
  const rows = links.filter(({ source, target }) => source === node || target === node);
  return h("section", {}, h("h3", {}, href ? h("a", { href }, name(node.text)) : name(node.text)), h("p", { class: "soft" }, count(rows.length, "link")), ...rows.slice(0, 12).map(({ row }) => card(stage, row)));
}
