/** Reading N-Triples (https://www.w3.org/TR/n-triples/): one triple a line. */
import type { Cell, Term } from "./terms.ts";

const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs;
const NAMED: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
const TERM = /\s*(?:<([^<>]*)>|_:([^\s<>"]+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^<>]*)>|@([A-Za-z0-9-]+))?|(<<\(?)|(\)?>>))/sy;

const unescaped = (text: string): string => text.replace(ESCAPE, (_, four?: string, eight?: string, one?: string) => (one !== undefined ? (NAMED[one] ?? one) : String.fromCodePoint(Number.parseInt(four ?? eight ?? "", 16))));

/** The rows of a table of subject, predicate and object. */
export function triplesOf(text: string): Cell[][] {
  const rows: Cell[][] = [];
  for (const line of text.split("\n")) {
    if (!line.trim() || line.startsWith("#")) continue;
    TERM.lastIndex = 0;
    rows.push([term(line), term(line), term(line)]);
  }
  return rows;
}

/** The term at the place up to which the line is read. */
function term(line: string): Term {
  const found = TERM.exec(line);
  if (!found) throw new Error(`no triple: ${line.slice(0, 200)}`);
  const [, iri, blank, literal, datatype, language, opened] = found;
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank };
  if (literal !== undefined) {
    const value = unescaped(literal);
    if (language) return { type: "literal", value, "xml:lang": language };
    return datatype ? { type: "literal", value, datatype: unescaped(datatype) } : { type: "literal", value };
  }
  if (!opened) throw new Error(`no term: ${line.slice(0, 200)}`);
  const value = { subject: term(line), predicate: term(line), object: term(line) };
  TERM.exec(line); // its end
  return { type: "triple", value };
}
