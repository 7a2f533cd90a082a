/** What can be taken away: the answer in every format, its address, a citation, and a frame for other sites. */
import { h } from "../dom.ts";
import { type Answer, LONGEST_ADDRESS, parameters, type Question } from "./answer.ts";
import type { ViewName } from "./columns.ts";
import { copyButton } from "./copying.ts";

const TABLES = [["JSON", "json"], ["CSV", "csv"], ["TSV", "tsv"], ["XML", "xml"]] as const;
const GRAPHS = [["Turtle", "turtle"], ["N-Triples", "ntriples"], ["JSON-LD", "jsonld"], ["RDF/XML", "rdfxml"], ["TriG", "trig"], ["N-Quads", "nquads"]] as const;

/** The address of a question and of the way in which its answer is shown; nothing if it would be too long. */
export function addressOf(question: Question, view: ViewName, more: Record<string, string> = {}): string | null {
  const asked = parameters(question, view === "table" ? more : { view, ...more });
  const text = `/sparql?${asked}`;
  return text.length > LONGEST_ADDRESS ? null : text;
}

/** Links to the same answer in every format; what is too long for a link is posted. */
export function downloads(question: Question, { kind }: Answer): HTMLElement {
  const formats = kind === "triples" ? GRAPHS : TABLES;
  const parts = formats.flatMap(([label, format], at) => {
    const href = `/sparql?${parameters(question, { format })}`;
    const made = href.length > LONGEST_ADDRESS ? posted(question, label, format) : h("a", { href, download: `answer.${format}` }, label);
    return [at ? ", " : "", made];
  });
  return h("span", { class: "downloads" }, "The same as ", ...parts, ".");
}

function posted(question: Question, label: string, format: string): HTMLElement {
  const fields = [...parameters(question, { format })].map(([name, value]) => h("input", { type: "hidden", name, value }));
  return h("form", { method: "post", action: "/sparql", class: "posted" }, ...fields, h("button", { class: "quiet" }, label));
}

/** Buttons for the address, a citation and a frame. */
export function sharing(question: Question, answer: Answer, view: () => ViewName): HTMLElement {
  const pinned = { ...question, with: [...question.with.filter(([name]) => name !== "release"), ["release", answer.release] as [string, string]] };
  const link = addressOf(pinned, view());
  if (link === null) return h("span", { class: "soft" }, "The query is too long for an address: it can be copied, and not linked.");
  const absolute = (text: string | null): string => location.origin + (text ?? "");
  const cited = (): string => `Conflict knowledge graph, release ${answer.release}. ${absolute(addressOf(pinned, view()))} (seen ${new Date().toISOString().slice(0, 10)}).`;
  const frame = (): string => `<iframe src="${absolute(addressOf(question, view(), { embed: "true", format: "html" })).replaceAll("&", "&amp;")}" width="100%" height="560" title="Conflict knowledge graph: an answer"></iframe>`;
  return h("span", { class: "sharing" }, copyButton("Copy link", () => absolute(addressOf(question, view()))), copyButton("Copy citation", cited), copyButton("Copy frame", frame));
}
