/** What the editor offers while one writes: variables, words of SPARQL, prefixes, terms of the vocabulary, things by their names. */
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { BASE, address, ask } from "../ask.ts";
import { inQuery, type Prefixes } from "./terms.ts";
import type { TermKind, VocabularyTerm } from "./vocabulary.ts";

const WORDS = "SELECT ASK CONSTRUCT DESCRIBE DISTINCT REDUCED WHERE FROM NAMED PREFIX BASE OPTIONAL UNION GRAPH MINUS FILTER EXISTS BIND VALUES ORDER BY GROUP HAVING LIMIT OFFSET ASC DESC COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY NOW COALESCE IF STRLANG STRDT SAMETERM ISIRI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE IN NOT AS UNDEF".split(" ");
const SECTIONS = ["actors", "places", "events", "situations"];
const LEAST = 2;
const PATIENCE = 120;
const RANKS: Record<TermKind, number> = { class: 2, property: 2, code: -3 };

interface Match {
  id: string;
  name: string;
  class: string;
  kind: { name: string } | null;
}

/** Completions from what is known; terms may come later than the rest. */
export function completions(known: Prefixes, terms: () => Promise<VocabularyTerm[]>): CompletionSource {
  const namespaces: Completion[] = known.map(([prefix, namespace]) => ({ label: `${prefix}:`, detail: namespace, type: "namespace", boost: 1 }));
  const words: Completion[] = WORDS.map((word) => ({ label: word, type: "keyword", boost: -1 }));
  return async (context): Promise<CompletionResult | null> => {
    if (inText(context)) return null;
    const variable = context.matchBefore(/[?$][\p{L}\p{N}_]*/u);
    if (variable) return variables(context, variable.from);
    const word = context.matchBefore(/[\p{L}\p{N}_-]*:?[\p{L}\p{N}_.\\/-]*/u);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const colon = word.text.indexOf(":");
    const [offered, things] = await Promise.all([terms(), colon < 0 ? named(context, word.text, SECTIONS, known) : named(context, word.text.slice(colon + 1), SECTIONS.filter((one) => one === word.text.slice(0, colon)), known)]);
    if (context.aborted) return null;
    const plain = [...words, ...namespaces].filter(({ label }) => label.toLowerCase().startsWith(word.text.toLowerCase()));
    const options = [...plain, ...offered.flatMap((term) => ofTerm(term, word.text)), ...things];
    return options.length ? { from: word.from, options: options.sort((one, other) => (other.boost ?? 0) - (one.boost ?? 0)), filter: false } : null;
  };
}

/** Whether the cursor stands in a comment, a text or an IRI. */
function inText(context: CompletionContext): boolean {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from).replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, "");
  return /["'#]|<[^\s<>=]+$/.test(before);
}

function variables(context: CompletionContext, from: number): CompletionResult {
  const text = context.state.doc.toString();
  const names = new Set([...`${text.slice(0, from)} ${text.slice(context.pos)}`.matchAll(/[?$]([\p{L}\p{N}_]+)/gu)].map((found) => `?${found[1]}`));
  return { from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$][\p{L}\p{N}_]*$/u };
}

/** A term, if what is written may mean it: the beginning of its prefixed name, of its own part, or of its label. */
function ofTerm({ written, kind, label, comment }: VocabularyTerm, text: string): Completion[] {
  const sought = text.toLowerCase();
  const own = written.slice(written.indexOf(":") + 1).toLowerCase();
  const begins = [written.toLowerCase(), own, label.toLowerCase()].some((one) => one.startsWith(sought)) || label.toLowerCase().split(" ").some((one) => sought.length >= LEAST && one.startsWith(sought));
  return begins ? [{ label: written, type: kind === "code" ? "enum" : kind, detail: label, boost: RANKS[kind], ...(comment ? { info: () => ({ dom: document.createTextNode(comment) }) } : {}) }] : [];
}

/** Things by their names; asked for once the writer pauses. */
async function named(context: CompletionContext, text: string, sections: string[], known: Prefixes): Promise<Completion[]> {
  const sought = text.replace(/[\\_.:/-]+/g, " ").trim();
  if (!sections.length || sought.length < LEAST) return [];
  await new Promise((resolve) => setTimeout(resolve, PATIENCE));
  if (context.aborted) return [];
  const kinds = sections.length === 1 ? { kind: sections[0] } : {};
  const { records } = await ask<{ records: Match[] }>(address("/search", { typing: true, q: sought, limit: 12, ...kinds }));
  return records.map(({ id, name, class: type, kind }, at) => ({ label: inQuery(BASE + id, known), displayLabel: name, detail: `${kind?.name ?? type}, ${id.split("/")[0]}:`, type: "constant", boost: -2 - at / 100 }));
}
