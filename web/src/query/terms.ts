/** RDF terms, and how they are written for readers: prefixed names, pages of things of ours. */
import { BASE } from "../ask.ts";

export interface Term {
  type: "uri" | "literal" | "bnode" | "triple" | "typed-literal";
  value: unknown;
  datatype?: string;
  "xml:lang"?: string;
}

export type Cell = Term | undefined;
export type Prefixes = [prefix: string, namespace: string][];

export const XSD = "http://www.w3.org/2001/XMLSchema#";
const PAGES = /^(actors|places|events|situations|claims|documents|periods|graphs|codes)\/[^#?]+$|^ns#[^#?]+$/;
const PLAIN = /^[\p{L}\p{N}_]([\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u;
const ESCAPED = /[~.!$&'()*+,;=/?#@%-]/g;
const LOCAL = /^[\p{L}\p{N}_~.!$&'()*+,;=/?#@%-]+$/u;

/** The text of a term as it stands in the data; a triple as its three parts. */
export function textOf(term: Cell): string {
  if (!term) return "";
  if (term.type !== "triple") return term.type === "bnode" ? `_:${String(term.value)}` : String(term.value);
  const { subject, predicate, object } = term.value as { subject: Term; predicate: Term; object: Term };
  return `<< ${textOf(subject)} ${textOf(predicate)} ${textOf(object)} >>`;
}

/** An IRI as it is written in a query: a prefixed name where there is one, with its local part escaped where needed. */
export function inQuery(iri: string, prefixes: Prefixes): string {
  const found = longest(iri, prefixes);
  if (!found) return `<${iri}>`;
  const local = iri.slice(found[1].length);
  if (PLAIN.test(local)) return `${found[0]}:${local}`;
  return LOCAL.test(local) ? `${found[0]}:${local.replace(ESCAPED, "\\$&")}` : `<${iri}>`;
}

/** An IRI for reading: the same without escapes. */
export function short(iri: string, prefixes: Prefixes): string {
  const found = longest(iri, prefixes);
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
}

function longest(iri: string, prefixes: Prefixes): Prefixes[number] | undefined {
  let best: Prefixes[number] | undefined;
  for (const one of prefixes) if (iri.startsWith(one[1]) && iri.length > one[1].length && one[1].length > (best?.[1].length ?? 0)) best = one;
  return best;
}

/** The path of a thing of ours, such as `places/hama`; nothing for anything else. */
export function pathOf(term: Cell): string | null {
  if (term?.type !== "uri") return null;
  const iri = String(term.value);
  const path = iri.startsWith(BASE) ? iri.slice(BASE.length) : "";
  return PAGES.test(path) ? path : null;
}

/** The address of the page about a term, on this server. */
export function pageOf(term: Cell): string | null {
  const path = pathOf(term);
  return path && `/${path.split("/").map((part) => (part.startsWith("ns#") ? part : encodeURIComponent(part))).join("/")}`;
}

/** The number that a literal of a number's datatype stands for. */
export function numberOf(term: Cell): number | null {
  if (!term?.datatype?.startsWith(XSD) || !NUMBERS.has(term.datatype.slice(XSD.length))) return null;
  const number = Number(term.value);
  return Number.isFinite(number) ? number : null;
}

const NUMBERS = new Set([
  "integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
  "negativeInteger", "nonPositiveInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
]);
