/** Asking the endpoint, and what it answers: a table, yes or no evidence, or triples, which are a table of three columns. */
import { Refused } from "../ask.ts";
import { triplesOf } from "./ntriples.ts";
import type { Cell } from "./terms.ts";

/** A query with all that its answer depends on. */
export interface Question {
  query: string;
  /** Other parameters of the protocol: graphs, release, time. */
  with: [name: string, value: string][];
}

export interface Answer {
  kind: "table" | "triples" | "truth";
  columns: string[];
  rows: Cell[][];
  truth: boolean | null;
  truncated: boolean;
  release: string;
  seconds: number;
}

/** Where in a query the server found a fault; both count from 1. */
export interface Spot {
  line: number;
  column: number;
}

/** Longer ones are not put into addresses: not everything on the way lets them pass. */
export const LONGEST_ADDRESS = 16_000;
const ACCEPT = "application/sparql-results+json, application/n-triples, application/problem+json";
const SPOT = /(?:at |line )(\d+)(?::|, column )(\d+)/;

/** The parameters of a question. */
export function parameters({ query, with: others }: Question, more: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams([["query", query], ...others, ...Object.entries(more)]);
}

/** Ask; the signal stops the query on the server as well. */
export async function ask(question: Question, signal: AbortSignal): Promise<Answer> {
  const began = performance.now();
  const asked = parameters(question, { format: "ntriples,json" });
  const url = `/sparql?${asked}`;
  const headers = { Accept: ACCEPT };
  let response: Response;
  try {
    response = await (url.length > LONGEST_ADDRESS ? fetch("/sparql", { method: "POST", body: asked, headers, signal }) : fetch(url, { headers, signal }));
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Refused("The server does not answer.", 0);
  }
  if (!response.ok) throw await refusal(response);
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Refused("The answer was cut before its end: it took longer or grew larger than the server allows. Nothing of it is shown; a LIMIT or a narrower query helps.", 0);
  }
  const triples = response.headers.get("content-type")?.startsWith("application/n-triples");
  const read = triples ? ofTriples(text) : ofResults(text);
  const truncated = read.truncated || response.headers.get("x-truncated") === "true";
  return { ...read, truncated, release: response.headers.get("x-release") ?? "", seconds: (performance.now() - began) / 1000 };
}

/** The answer that the page came with; null where it came with none, or not with all of it. */
export function brought(): Answer | null {
  const data = document.getElementById("query-data");
  if (!data || data.dataset.truncated === "true") return null;
  const made = JSON.parse(data.textContent ?? "") as unknown;
  const read = typeof made === "string" ? ofTriples(made) : ofResults(data.textContent ?? "");
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return { ...read, release: data.dataset.release ?? "", seconds: page ? (page.responseEnd - page.requestStart) / 1000 : 0 };
}

type Read = Pick<Answer, "kind" | "columns" | "rows" | "truth" | "truncated">;

function ofResults(text: string): Read {
  const made = JSON.parse(text) as { boolean?: boolean; truncated?: boolean; head: { vars?: string[] }; results?: { bindings: Record<string, Cell>[] } };
  const columns = made.head.vars ?? [];
  const rows = made.results?.bindings.map((binding) => columns.map((column) => (Object.hasOwn(binding, column) ? binding[column] : undefined))) ?? [];
  return { kind: made.results ? "table" : "truth", columns, rows, truth: made.boolean ?? null, truncated: made.truncated === true };
}

function ofTriples(text: string): Read {
  return { kind: "triples", columns: ["subject", "predicate", "object"], rows: triplesOf(text), truth: null, truncated: false };
}

async function refusal(response: Response): Promise<Refused> {
  const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string; kind?: string };
  const said = [problem.title, problem.detail].filter((part): part is string => Boolean(part)).map((part) => part.replace(/\.?\s*$/, "."));
  return new Refused(said.join(" ") || `The server says ${response.status}.`, response.status);
}

/** Where the fault is that a message tells of. */
export function spotIn(message: string): Spot | null {
  const found = SPOT.exec(message);
  return found && { line: Number(found[1]), column: Number(found[2]) };
}

/** What a reader can do about a fault; nothing where the server's own words say it. */
export function plainly(message: string, { line, column }: Spot): string | null {
  if (!/error at \d+:\d+/.test(message)) return null;
  if (message.includes("Prefix not found")) return `Line ${line}, column ${column}: the prefix before this is not declared.`;
  return `Line ${line}, column ${column}: what stands here, or is missing here, is no SPARQL.`;
}
