/** What is told of a node or a relation, in words. */
import { h, name } from "../dom.ts";
import type { Choice } from "../network/drawing.ts";
import type { Edge, Network } from "../network/records.ts";
import { answeredOf, counted, statusOf, whenOf } from "../network/words.ts";
import type { Shown } from "./data.ts";

export const MARKS: Record<number, string> = { 1: "+", [-1]: "−", 0: "·" };
/** More rows than these are too many to read. */
export const ROWS = 300;

/** A button that chooses. */
export const pick = (choice: Choice, content: Node | string, choose: (choice: Choice) => void, sign?: number): HTMLElement =>
  h("button", { type: "button", class: sign === undefined ? "" : `s${sign}`, click: () => choose(choice) }, content);

export const labelsOf = ({ nodes }: Network): Map<string, string> => new Map(nodes.map(({ id, label }) => [id, label]));

function value(one: unknown, base: string): Node {
  const text = String(one);
  return text.startsWith(base) ? h("a", { href: text, rel: "noreferrer noopener" }, text) : name(text);
}

function facts(told: Record<string, unknown>, base: string): HTMLElement {
  return h("dl", {}, ...Object.entries(told).flatMap(([title, all]) => {
    const values = Array.isArray(all) ? all : [all];
    return [h("dt", {}, title), h("dd", {}, ...values.flatMap((one) => [value(one, base), h("br")]).slice(0, -1))];
  }));
}

/** What is told of a choice; of a node also its relations, as far as they are shown. */
export function toldOf(choice: Choice | null, { network, told, base }: Shown, edges: Edge[], choose: (choice: Choice) => void): HTMLElement[] {
  if (!choice) return [h("p", {}, "Choose a node or a relation, in the picture or in the list.")];
  const labels = labelsOf(network);
  const found = told.get(choice.id) ?? {};
  if (choice.kind === "edge") return [h("h2", {}, name(network.edges.find(({ id }) => id === choice.id)?.label ?? "")), facts(found, base)];
  const mine = edges.filter(({ source, target }) => source === choice.id || target === choice.id);
  const tie = (edge: Edge): HTMLElement => {
    const away = edge.source === choice.id;
    const other = away ? edge.target : edge.source;
    const way = edge.directed ? (away ? "→" : "←") : "–";
    return h("li", {}, pick({ kind: "edge", id: edge.id }, `${MARKS[edge.sign]} ${edge.kind} ${way}`, choose, edge.sign), " ", pick({ kind: "node", id: other }, name(labels.get(other) ?? other), choose), `, ${whenOf(edge)}`);
  };
  return [h("h2", {}, name(labels.get(choice.id) ?? choice.id)), facts(found, base), h("h2", {}, counted(mine.length, "relation")), h("ul", {}, ...mine.slice(0, ROWS).map(tie))];
}

/** A row of the list of relations. */
export function rowOf(edge: Edge, labels: ReadonlyMap<string, string>, choose: (choice: Choice) => void): HTMLElement {
  const node = (id: string): HTMLElement => pick({ kind: "node", id }, name(labels.get(id) ?? id), choose);
  const cells = [node(edge.source), pick({ kind: "edge", id: edge.id }, `${MARKS[edge.sign]} ${edge.kind}`, choose, edge.sign), node(edge.target), whenOf(edge), answeredOf(edge), statusOf(edge.status)];
  return h("tr", {}, ...cells.map((cell) => h("td", {}, cell)));
}
