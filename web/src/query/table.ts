/** The answer as a table: sorted by its headings, and shown a page at a time. */
import { h } from "../dom.ts";
import type { Answer } from "./answer.ts";
import { dayIn } from "./columns.ts";
import { type Cell, numberOf, pageOf, type Prefixes, short, textOf } from "./terms.ts";

const PAGE = 100;
const COLLATOR = new Intl.Collator("en", { numeric: true });
const LONG = 60;

/** A term for reading; a thing of ours leads to its page. */
export function shown(cell: Cell, prefixes: Prefixes): HTMLElement | null {
  if (!cell) return null;
  const text = cell.type === "uri" ? short(String(cell.value), prefixes) : textOf(cell);
  const href = pageOf(cell);
  const language = cell["xml:lang"];
  const about = cell.type === "uri" ? String(cell.value) : cell.datatype ? `${text} (${short(cell.datatype, prefixes)})` : null;
  const inner = h("bdi", { lang: language, title: about }, text);
  return href ? h("a", { href, title: about }, h("bdi", {}, text)) : inner;
}

/** Which of two cells comes first: numbers and days by what they are, all else as text; what is unbound comes last. */
function compare(one: Cell, other: Cell, way: number): number {
  if (!one || !other) return Number(!one) - Number(!other);
  const [a, b] = [numberOf(one) ?? dayIn(one), numberOf(other) ?? dayIn(other)];
  if (a !== null && b !== null) return (a - b || COLLATOR.compare(textOf(one), textOf(other))) * way;
  return COLLATOR.compare(textOf(one), textOf(other)) * way;
}

export class Table {
  readonly element = h("div", { class: "answer-table" });
  readonly #answer: Answer;
  readonly #prefixes: Prefixes;
  #rows: Cell[][];
  #sorted: { at: number; way: 1 | -1 } | null = null;
  #page = 0;

  constructor(answer: Answer, prefixes: Prefixes) {
    this.#answer = answer;
    this.#prefixes = prefixes;
    this.#rows = answer.rows;
    this.#draw();
  }

  #sort(at: number): void {
    const now = this.#sorted;
    this.#sorted = now?.at !== at ? { at, way: 1 } : now.way === 1 ? { at, way: -1 } : null; // the third click gives back the answer's own order
    const sorted = this.#sorted;
    this.#rows = sorted ? [...this.#answer.rows].sort((one, other) => compare(one[at], other[at], sorted.way)) : this.#answer.rows;
    this.#page = 0;
    this.#draw();
    this.element.querySelectorAll<HTMLButtonElement>("th button")[at]?.focus();
  }

  #turn(page: number, which: string): void {
    this.#page = page;
    this.#draw();
    this.element.querySelector<HTMLButtonElement>(`.pager [data-turn=${which}]:not(:disabled)`)?.focus();
  }

  #draw(): void {
    const rows = this.#rows.slice(this.#page * PAGE, (this.#page + 1) * PAGE);
    const body = rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", { class: numberOf(cell) !== null ? "number" : textOf(cell).length > LONG ? "long" : null }, shown(cell, this.#prefixes)))));
    const region = h(
      "div",
      { class: "scroll", role: "region", "aria-label": "Answer", tabindex: 0 },
      h("table", {}, h("thead", {}, h("tr", {}, ...this.#answer.columns.map((column, at) => this.#heading(column, at)))), h("tbody", {}, ...body)),
    );
    this.element.replaceChildren(region, ...(this.#rows.length > PAGE ? [this.#pager()] : []));
  }

  #heading(column: string, at: number): HTMLElement {
    const way = this.#sorted?.at === at ? this.#sorted.way : null;
    const said = way === 1 ? "ascending" : way === -1 ? "descending" : null;
    const mark = h("span", { "aria-hidden": true, class: "way" }, way === 1 ? "▲" : way === -1 ? "▼" : "↕");
    return h("th", { scope: "col", "aria-sort": said }, h("button", { type: "button", class: "heading", title: "Sort", click: () => this.#sort(at) }, column, mark));
  }

  #pager(): HTMLElement {
    const last = Math.ceil(this.#rows.length / PAGE) - 1;
    const button = (label: string, which: string, page: number): HTMLElement => h("button", { type: "button", class: "quiet", "data-turn": which, disabled: page < 0 || page > last || page === this.#page, click: () => this.#turn(page, which) }, label);
    const from = this.#page * PAGE;
    const said = `Rows ${(from + 1).toLocaleString("en")} to ${Math.min(from + PAGE, this.#rows.length).toLocaleString("en")} of ${this.#rows.length.toLocaleString("en")}`;
    return h("nav", { class: "pager", "aria-label": "Pages of the table" }, button("First", "first", 0), button("Previous", "previous", this.#page - 1), h("span", { role: "status" }, said), button("Next", "next", this.#page + 1), button("Last", "last", last));
  }
}
