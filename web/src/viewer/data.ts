/** What stands in the page: a network, where its nodes are, and all that is told of them. */
import { type Day, dayOf } from "../days.ts";
import type { Point } from "../network/layout.ts";
import type { Edge, Network } from "../network/records.ts";

type Told = Record<string, unknown>;
type Ends = [string | null, string | null];

interface Given {
  base: string;
  nodes: { id: string; label: string; class: string; x: number; y: number; told: Told }[];
  edges: { source: string; target: string; label: string; kind: string; sign: number; directed: boolean; days: Ends; sure: Ends; answer: string; status: string; told: Told }[];
}

export interface Shown {
  /** What addresses of the graph begin with. */
  base: string;
  network: Network;
  places: Map<string, Point>;
  /** What else is known, by the ids of nodes and edges. */
  told: Map<string, Told>;
}

/** Read the page's data. Ids of edges are made here, for two may share one where a fact has several parties. */
export function read(text: string): Shown {
  const { base, nodes, edges } = JSON.parse(text) as Given;
  const idOf = (at: number): string => `edge ${at}`;
  const made = edges.map((edge, at): Edge => ({
    id: idOf(at), source: edge.source, target: edge.target, key: String(edge.told.id), fact: null, kind: edge.kind, sign: edge.sign, directed: edge.directed, label: edge.label, types: [],
    from_: edge.days[0], until: edge.days[1], surely_from: edge.sure[0], surely_until: edge.sure[1],
    answer: edge.answer === "possibly" ? "possibly" : "surely", status: edge.status, documents: [],
    events: typeof edge.told.events === "number" ? edge.told.events : null, deaths_low: null, deaths_best: null, deaths_high: null,
  }));
  const actors = nodes.map(({ id, label, class: cls }) => ({ id, label, cls, kind: null }));
  const counts = { nodes: nodes.length, edges: edges.length };
  return {
    base,
    network: { nodes: actors, edges: made, counts, truncated: false, graph: { citation: "", licence: "" } },
    places: new Map(nodes.map(({ id, x, y }) => [id, { x, y }])),
    told: new Map([...nodes.map(({ id, told }): [string, Told] => [id, told]), ...edges.map(({ told }, at): [string, Told] => [idOf(at), told])]),
  };
}

/** The first and the last day that any relation names. */
export function daysIn(edges: Edge[]): [Day, Day] | null {
  const days = edges.flatMap(({ from_, until }) => [from_, until]).flatMap((text) => dayOf(text) ?? []);
  return days.length ? [days.reduce((one, other) => Math.min(one, other)), days.reduce((one, other) => Math.max(one, other))] : null;
}

/** Whether a relation may hold on a day; an end that is not known excludes none. */
export function mayHold({ from_, until }: Edge, on: Day | null): boolean {
  const [first, last] = [dayOf(from_), dayOf(until)];
  return on === null || ((first === null || first <= on) && (last === null || on <= last));
}
