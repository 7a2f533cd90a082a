/** Questions to the server that the page came from: remembered, given up when nobody waits, errors in one sentence. */
const REMEMBERED = 120;
/** Characters of all answers together that are remembered. */
const LARGEST = 24_000_000;
/** An answer, or what will be one, and how many characters it has, as far as it is there. */
interface Kept {
  answer: Promise<unknown>;
  size: number;
}
const kept = new Map<string, Kept>();

export interface Thing {
  id: string;
  name: string;
}

export interface Voice {
  voice: Thing;
  document: Thing | null;
  claim: string | null;
  start: number | null;
  end: number | null;
  row: string | null;
  modality: string;
  gloss: string | null;
}

/** What the server could not answer, and why. */
export class Refused extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** What the IRIs of our things begin with; the rest is their path on this server. */
export const BASE = "https://w3id.org/ckg/";

/** The path of a thing of ours. */
export const ownPath = (iri: string): string => (iri.startsWith(BASE) ? iri.slice(BASE.length) : iri);

/** Look-ups that can answer from what was known by a day. */
const KNOWING = new Set(["/control", "/support", "/changes", "/timeline", "/disputes", "/claims", "/network", "/network/change", "/network/paths"]);

/** The day by which things were known, as the page's address has it; null for all that is known now. */
export const knownBy = (): string | null => new URLSearchParams(globalThis.location?.search ?? "").get("as_known_on");

/** The release that the page's address names; null for the current one. */
export const pinned = (): string | null => new URLSearchParams(globalThis.location?.search ?? "").get("release");

/** A path with parameters; those that are null or empty are left out. What was known by when goes along, and the release. */
export function address(path: string, parameters: Record<string, string | number | boolean | null | undefined> = {}): string {
  const query = new URLSearchParams();
  const known = KNOWING.has(path) ? knownBy() : null;
  if (known) query.set("as_known_on", known);
  const release = pinned();
  if (release) query.set("release", release);
  for (const [key, value] of Object.entries(parameters)) if (value !== null && value !== undefined && value !== "") query.set(key, String(value));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

async function fetched(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { headers: { Accept: "application/json, application/geo+json" } });
  } catch {
    throw new Refused("The server does not answer.", 0);
  }
  if (response.ok) return response.text();
  const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  throw new Refused(problem.detail ?? problem.title ?? `The server says ${response.status}.`, response.status);
}

/** Let the answers go that were wanted longest ago, where there are too many, or too much of them. */
function forget(): void {
  let total = [...kept.values()].reduce((sum, { size }) => sum + size, 0);
  for (const [oldest, { size }] of kept) {
    if (kept.size <= 1 || (kept.size <= REMEMBERED && total <= LARGEST)) break;
    total -= size;
    kept.delete(oldest);
  }
}

function asked(url: string): Kept {
  const one: Kept = {
    size: 0,
    answer: fetched(url).then((text) => {
      one.size = text.length;
      return JSON.parse(text) as unknown;
    }),
  };
  one.answer.then(forget, () => kept.get(url) === one && kept.delete(url));
  return one;
}

/** The JSON at an address of this server. */
export function ask<T>(url: string): Promise<T> {
  const one = kept.get(url) ?? asked(url);
  kept.delete(url);
  kept.set(url, one); // the latest last, so that the oldest is the first to go
  forget();
  return one.answer as Promise<T>;
}

/** All records of a look-up, page by page, up to a limit. */
export async function records<T>(url: string, most = 2000): Promise<{ records: T[]; more: boolean }> {
  const found: T[] = [];
  for (let next: string | null = url; next; ) {
    const page: { records: T[]; next?: string | null } = await ask(next);
    found.push(...page.records);
    next = page.next ?? null;
    if (next && found.length >= most) return { records: found, more: true };
  }
  return { records: found, more: false };
}

/** Runs the latest of several calls alone: an answer that comes after a later question was asked is dropped. */
export function latest<A extends unknown[]>(run: (current: () => boolean, ...given: A) => Promise<void>): (...given: A) => Promise<void> {
  let turn = 0;
  return async (...given) => {
    const mine = ++turn;
    await run(() => mine === turn, ...given);
  };
}
