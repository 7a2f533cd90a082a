/** The question as a program would ask it. */
import { h } from "../dom.ts";
import type { Question } from "./answer.ts";
import { copyButton } from "./copying.ts";

/** A text as an argument of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A command of curl; the query comes from a here-document, in which nothing has another meaning. */
export function curl(origin: string, { query, with: others }: Question, media: string): string {
  let mark = "SPARQL";
  while (query.split("\n").includes(mark)) mark += "_";
  const given = others.map(([name, value]) => `  --data-urlencode ${quoted(`${name}=${value}`)} \\\n`).join("");
  return `curl --silent --show-error --fail-with-body ${quoted(`${origin}/sparql`)} \\\n  --header ${quoted(`Accept: ${media}`)} \\\n${given}  --data-urlencode 'query@-' <<'${mark}'\n${query}\n${mark}\n`;
}

/** A program in Python's own library. */
export function python(origin: string, { query, with: others }: Question, media: string): string {
  const text = query.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"').replace(/"$/, '\\"');
  const given = others.map(([name, value]) => `    (${JSON.stringify(name)}, ${JSON.stringify(value)}),\n`).join("");
  const read = media.includes("json")
    ? 'with urlopen(Request(address, data, headers)) as answer:\n    table = json.load(answer)\nif table.get("truncated"):\n    print("Only the first rows: the server has a limit.")\nfor row in table.get("results", {}).get("bindings", []):\n    print({name: term["value"] for name, term in row.items()})\nif "boolean" in table:\n    print(table["boolean"])\n'
    : "with urlopen(Request(address, data, headers)) as answer:\n    print(answer.read().decode())\n";
  return `${media.includes("json") ? "import json\n" : ""}from urllib.parse import urlencode\nfrom urllib.request import Request, urlopen\n\nquery = """${text}"""\naddress = ${JSON.stringify(`${origin}/sparql`)}\ndata = urlencode([\n    ("query", query),\n${given}]).encode()\nheaders = {"Accept": ${JSON.stringify(media)}}\n${read}`;
}

/** Both, each with a button that copies it. */
export function snippets(question: Question, media: string): HTMLElement {
  const part = (title: string, text: string): HTMLElement =>
    h("section", { class: "snippet" }, h("h3", {}, title, " ", copyButton("Copy", () => text, `Copy for ${title}`)), h("pre", { class: "scroll", tabindex: 0 }, text));
  return h("details", { class: "snippets" }, h("summary", {}, "The same from a program"), part("curl", curl(location.origin, question, media)), part("Python", python(location.origin, question, media)));
}
