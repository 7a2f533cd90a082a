/** What stands beside the drawing: a relation with who says so, or an actor with all its relations. */
import { address, Refused } from "../ask.ts";
import { h, link, name } from "../dom.ts";
import { deathsOf, whenOf as happenedWhen } from "../words.ts";
import { voicesOf } from "../voices.ts";
import type { Choice } from "./drawing.ts";
import { DISPUTED } from "./looks.ts";
import { type Actor, attacksOf, type Edge, evidenceOf, type Network, type Statement } from "./records.ts";
import { answeredOf, counted, statusOf, whenOf } from "./words.ts";

const EVENTS = 20;
const TIES = 80;
const SIDES: Record<string, string> = { for: "Who says so", against: "Who says otherwise" };

export interface Beside {
  network: Network;
  days: Record<string, string>;
  known: string | undefined;
  choose: (choice: Choice) => void;
}

const pick = (choice: Choice, text: string, choose: (choice: Choice) => void): HTMLElement =>
  h("button", { type: "button", class: "quiet pick", click: () => choose(choice) }, name(text));

/** The head of a relation's card: what it says, when, how sure, and between whom. */
function edgeHead(edge: Edge, { network, choose }: Beside): Node[] {
  const ends = [edge.source, edge.target].map((id) => network.nodes.find((node) => node.id === id)).filter((node) => node !== undefined);
  const deaths = deathsOf(edge);
  return [
    h("h2", {}, edge.fact ? link({ id: edge.key }, edge.label) : name(edge.label)),
    h("p", { class: "when" }, whenOf(edge)),
    h("p", {}, h("strong", { class: edge.answer }, answeredOf(edge)), "; ", edge.status === DISPUTED ? h("strong", { class: "dispute" }, "≠ disputed") : statusOf(edge.status), `; ${edge.kind}`, deaths ? `; ${deaths}` : ""),
    h("p", { class: "ends" }, ...ends.flatMap(({ id, label }, at) => [at ? (edge.directed ? " → " : " – ") : "", pick({ kind: "node", id }, label, choose)])),
  ];
}

/** Statements by side, those for it first. */
function statements(found: Statement[]): HTMLElement[] {
  const sides = [...new Set(found.map(({ side }) => side))].sort((one, other) => Number(other === "for") - Number(one === "for"));
  return sides.flatMap((side) => [h("h3", {}, SIDES[side] ?? `Statements: ${side}`), voicesOf(found.filter((one) => one.side === side))]);
}

/** Who says what a relation says; of folded attacks, the events. */
async function basis(edge: Edge, { days, known }: Beside): Promise<Node[]> {
  if (edge.fact) {
    const { records, more } = await evidenceOf(edge.key);
    const pages = h("p", {}, link({ id: edge.key }, "The fact's page"), " · ", link({ id: `${edge.key}/evidence?format=html` }, "All the evidence"));
    return [...statements(records), more ? h("p", { class: "soft" }, "There is more: see all the evidence.") : h("span"), pages];
  }
  const { records, more } = await attacksOf(edge, days, known);
  const shown = records.slice(0, EVENTS);
  const rows = shown.map((one) => h("section", {}, h("h3", {}, link(one.event)), h("p", {}, [happenedWhen(one), deathsOf(one)].filter(Boolean).join("; ")), voicesOf(one.voices)));
  const whole = !more && shown.length === edge.events;
  return [h("h3", {}, "The attacks"), ...rows, whole ? h("span") : h("p", { class: "soft" }, `${shown.length} of ${counted(edge.events ?? 0, "event")} are listed.`, " ", h("a", { href: address("/timeline", { actor: edge.source, from: days.on ?? days.from, to: days.on ?? days.to, format: "html" }) }, "All events of the first party"))];
}

/** The card of an actor or a place: how many relations it has, and each of them. */
function nodeCard(node: Actor, { network, choose }: Beside): Node[] {
  const mine = network.edges.filter(({ source, target }) => source === node.id || target === node.id);
  const kinds = [...new Set(mine.map(({ kind }) => kind))];
  const row = (edge: Edge): HTMLElement => h("li", {}, pick({ kind: "edge", id: edge.id }, edge.label, choose), h("br"), h("small", {}, `${edge.status === DISPUTED ? "≠ " : ""}${answeredOf(edge)}; ${whenOf(edge)}`));
  const around = new Set(mine.flatMap(({ source, target }) => [source, target]));
  around.delete(node.id);
  const listed = mine.slice(0, TIES);
  return [
    h("h2", {}, link({ id: node.id, name: node.label })),
    h("p", {}, `${node.kind ?? node.cls}; ${counted(mine.length, "relation")} with ${counted(around.size, "neighbour")}.`),
    ...kinds.flatMap((kind) => {
      const rows = listed.filter((edge) => edge.kind === kind);
      return rows.length ? [h("h3", {}, kind), h("ul", { class: "ties" }, ...rows.map(row))] : [];
    }),
    mine.length > TIES ? h("p", { class: "soft" }, `The first ${TIES} are listed; the table has all.`) : h("span"),
  ];
}

/** The card of what is chosen, its parts as they come: at once what is known, then who says so. */
export async function card(choice: Choice, beside: Beside, put: (nodes: Node[]) => void, whole: boolean): Promise<void> {
  const node = choice.kind === "node" && beside.network.nodes.find(({ id }) => id === choice.id);
  if (node) return put(nodeCard(node, beside));
  const edge = choice.kind === "edge" && beside.network.edges.find(({ id }) => id === choice.id);
  if (!edge) return put([h("p", {}, "What was chosen is not in the network of this time with these filters, which does not say that it was not so.")]);
  const head = edgeHead(edge, beside);
  if (!whole) return put(head);
  put([...head, h("p", { class: "soft" }, "Asking who says so…")]);
  try {
    return put([...head, ...(await basis(edge, beside))]);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return put([...head, h("p", { class: "wrong" }, error.message)]);
  }
}
