/** What the network asks of the server: its graph, and who says what its edges say. */
import { address, ask, records, type Thing, type Voice } from "../ask.ts";
import type { Address } from "../address.ts";
import { type Day, isoOf } from "../days.ts";
import type { Happening } from "../facts.ts";

/** More edges than these are asked for by nobody: they could not be told apart. */
export const MOST = 3000;
export const TIES = ["Support", "Alliance", "Hostility", "Leadership", "Membership", "Succession", "Designation"];
export const OF_PLACES = ["Control", "Presence"];
export const ATTACK = "Attack";

export interface Actor {
  id: string;
  label: string;
  cls: string;
  kind: string | null;
}

export interface Edge {
  /** Source, target and key together: a fact with several parties is several edges. */
  id: string;
  source: string;
  target: string;
  key: string;
  fact: string | null;
  kind: string;
  sign: number;
  directed: boolean;
  label: string;
  types: string[];
  from_: string | null;
  until: string | null;
  surely_from: string | null;
  surely_until: string | null;
  answer: "surely" | "possibly";
  status: string;
  documents: string[];
  events: number | null;
  deaths_low: number | null;
  deaths_best: number | null;
  deaths_high: number | null;
}

export interface Network {
  nodes: Actor[];
  edges: Edge[];
  counts: { nodes: number; edges: number };
  truncated: boolean;
  graph: { citation: string; licence: string };
  balance?: { camps: [string[], string[]][] } | null;
}

/** The parameters of the look-up that the page's address gives, but for the days. */
export type Filters = Record<string, string>;

const FILTERS = ["actor", "kind", "documents", "disputed", "roll_up", "events", "places", "as_known_on"];

export function filtersOf(page: Address): Filters {
  return Object.fromEntries(FILTERS.flatMap((key) => (page.get(key) ? [[key, page.get(key)!]] : [])));
}

export const edgeId = ({ source, target, key }: Pick<Edge, "source" | "target" | "key">): string => `${source}~${target}~${key}`;

/** The days of a question: one day, or a window. */
export const daysOf = (first: Day, last: Day): Record<string, string> => (first === last ? { on: isoOf(first) } : { from: isoOf(first), to: isoOf(last) });

export async function networkOf(days: Record<string, string>, filters: Filters, camps: boolean): Promise<Network> {
  const found = await ask<Network>(address("/network", { ...days, ...filters, balance: camps || null, limit: MOST }));
  return { ...found, edges: found.edges.map((edge) => ({ ...edge, id: edgeId(edge) })) };
}

/** What somebody said for or against a fact. */
export interface Statement extends Voice {
  side: string;
}

export async function evidenceOf(fact: string): Promise<{ records: Statement[]; more: boolean }> {
  return records<Statement>(address(`/${fact}/evidence`, { limit: 100 }), 100);
}

const FIELDS = "event,answer,from,until,surely_from,surely_until,types,agents,targets,parties,places,deaths_low,deaths_best,deaths_high,status,source,voices";

/** The events that a folded edge counts, as far as they are told in one answer of the server. */
export async function attacksOf(edge: Edge, days: Record<string, string>, known: string | undefined): Promise<{ records: Happening[]; more: boolean }> {
  const [, , dataset, how] = edge.key.split("/");
  const when = days.on ? { from: days.on, to: days.on } : days;
  const source = dataset === "texts" ? dataset : `documents/${dataset}`;
  const found = await records<Happening>(address("/timeline", { actor: edge.source, source, ...when, as_known_on: known, limit: 500, fields: FIELDS }), 500);
  const has = (things: Thing[], id: string): boolean => things.some((one) => one.id === id);
  const between = (one: Happening): boolean => (how === "against" ? has(one.agents, edge.source) && has(one.targets, edge.target) : has(one.parties, edge.source) && has(one.parties, edge.target));
  const mine = found.records.filter((one) => between(one) && one.types.some(({ id }) => edge.types.includes(id)));
  return { records: mine, more: found.more };
}
