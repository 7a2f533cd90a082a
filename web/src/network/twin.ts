/** The same as tables, which a keyboard and a screen reader can walk: choosing a row chooses in the drawing. */
import { h, link, name } from "../dom.ts";
import type { Choice } from "./drawing.ts";
import type { Network } from "./records.ts";
import { answeredOf, counted, statusOf, whenOf } from "./words.ts";

export class Twin {
  readonly element: HTMLDetailsElement;
  readonly #said = h("summary", {});
  readonly #body = h("div", {});
  readonly #choose: (choice: Choice) => void;
  #network: Network | null = null;
  #choice: Choice | null = null;
  #stale = true;

  constructor(choose: (choice: Choice) => void) {
    this.#choose = choose;
    this.element = h("details", { class: "twin" }, this.#said, this.#body);
    this.element.addEventListener("toggle", () => this.#fill());
  }

  /** Be the twin of a network; rows are made when somebody opens it. */
  show(network: Network): void {
    this.#network = network;
    this.#said.textContent = `The same as tables: ${counted(network.nodes.length, "node")}, ${counted(network.edges.length, "relation")}`;
    this.#stale = true;
    this.#fill();
  }

  choose(choice: Choice | null): void {
    this.#choice = choice;
    for (const row of this.#body.querySelectorAll<HTMLTableRowElement>("tr[data-row]")) this.#mark(row);
  }

  #mark(row: HTMLTableRowElement): void {
    if (row.dataset.row === this.#choice?.id) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }

  #fill(): void {
    if (!this.element.open || !this.#stale || !this.#network) return;
    this.#stale = false;
    const { nodes, edges } = this.#network;
    const labels = new Map(nodes.map(({ id, label }) => [id, label]));
    const ties = new Map<string, number>();
    for (const { source, target } of edges) for (const end of new Set([source, target])) ties.set(end, (ties.get(end) ?? 0) + 1);
    const button = (choice: Choice, text: string): HTMLElement => h("td", {}, h("button", { type: "button", class: "quiet pick", click: () => this.#choose(choice) }, name(text)));
    const cell = (...content: (Node | string)[]): HTMLElement => h("td", {}, ...content);
    const made = (id: string, ...cells: HTMLElement[]): HTMLTableRowElement => {
      const row = h("tr", { "data-row": id }, ...cells);
      this.#mark(row);
      return row;
    };
    this.#body.replaceChildren(
      table("Relations", ["In words", "From", "Way", "To", "Kind", "When", "Answer", "Status", "Documents"], edges.map((edge) =>
        made(edge.id, button({ kind: "edge", id: edge.id }, edge.label), cell(name(labels.get(edge.source) ?? edge.source)), cell(edge.directed ? "to" : "with"), cell(name(labels.get(edge.target) ?? edge.target)), cell(edge.kind), cell(whenOf(edge)), h("td", { class: edge.answer }, answeredOf(edge)), cell(statusOf(edge.status)), cell(String(edge.documents.length))))),
      table("Nodes", ["Name", "Kind", "Relations", "Page"], nodes.map((node) =>
        made(node.id, button({ kind: "node", id: node.id }, node.label), cell(node.kind ?? node.cls), cell(String(ties.get(node.id) ?? 0)), cell(link({ id: node.id }, "open"))))),
    );
  }
}

function table(title: string, columns: string[], rows: HTMLElement[]): HTMLElement {
  const head = h("tr", {}, ...columns.map((text) => h("th", { scope: "col" }, text)));
  return h("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": title }, h("table", {}, h("caption", {}, title), h("thead", {}, head), h("tbody", {}, ...rows)));
}
