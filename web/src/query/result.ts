/** An answer on the page: what it is, the ways to look at it, and what to take away. */
import { h } from "../dom.ts";
import type { Answer, Question } from "./answer.ts";
import { Profile, type ViewName, VIEWS } from "./columns.ts";
import { count, type Draw } from "./drawing.ts";
import { snippets } from "./snippets.ts";
import { Table } from "./table.ts";
import { addressOf, downloads, sharing } from "./taking.ts";
import type { Prefixes } from "./terms.ts";

const NAMES: Record<ViewName, string> = { table: "Table", map: "Map", timeline: "Timeline", graph: "Graph", chart: "Chart" };
const NEEDS: Record<ViewName, string> = {
  table: "",
  map: "Needs columns of latitude and longitude, of points, or of places",
  timeline: "Needs a column of dates",
  graph: "Needs triples, or two columns of things",
  chart: "Needs a column of labels and one of numbers",
};
/** What is large is loaded when it is first looked at. */
const DRAWS: Record<Exclude<ViewName, "table">, () => Promise<Draw>> = {
  map: async () => (await import("./map.ts")).drawMap,
  timeline: async () => (await import("./timeline.ts")).drawTimeline,
  graph: async () => (await import("./graph.ts")).drawGraph,
  chart: async () => (await import("./chart.ts")).drawChart,
};

export class Result {
  readonly element: HTMLElement;
  readonly question: Question;
  readonly #profile: Profile;
  readonly #prefixes: Prefixes;
  readonly #box = h("div", { class: "answer-view" });
  readonly #failed: (error: unknown) => void;
  readonly #buttons = new Map<ViewName, HTMLButtonElement>();
  #view: ViewName = "table";
  #drawn = new AbortController();

  constructor(question: Question, answer: Answer, prefixes: Prefixes, on: { embed: boolean; choose: (view: ViewName) => void; failed: (error: unknown) => void }) {
    this.question = question;
    this.#profile = new Profile(answer);
    this.#prefixes = prefixes;
    this.#failed = on.failed;
    const fits = this.#profile.views;
    for (const view of VIEWS) {
      this.#buttons.set(view, h("button", { type: "button", class: "quiet", "data-shows": view, disabled: !fits.includes(view), title: fits.includes(view) ? null : NEEDS[view], click: () => on.choose(view) }, NAMES[view]));
    }
    const media = answer.kind === "triples" ? "text/turtle" : "application/sparql-results+json";
    this.element = h(
      "section",
      { class: "answer", "aria-label": "Answer" },
      ...(on.embed ? [] : [h("h2", {}, "Answer")]),
      this.#summary(),
      on.embed || fits.length < 2 ? null : h("div", { class: "shows", role: "group", "aria-label": "Shown as" }, ...this.#buttons.values()),
      this.#box,
      ...(on.embed ? [this.#source()] : [h("div", { class: "taking" }, downloads(question, answer), sharing(question, answer, () => this.#view)), snippets(question, media)]),
    );
  }

  /** The ways in which this answer can be shown. */
  get views(): ViewName[] {
    return this.#profile.views;
  }

  /** Show it in a way; in a table where it does not fit. */
  async show(wanted: ViewName): Promise<void> {
    const view = this.views.includes(wanted) ? wanted : "table";
    this.close();
    const drawn = (this.#drawn = new AbortController());
    this.#view = view;
    for (const [name, button] of this.#buttons) button.setAttribute("aria-pressed", String(name === view));
    try {
      if (view === "table") this.#box.replaceChildren(this.#table());
      else {
        this.#box.replaceChildren(h("p", { class: "soft" }, "Drawing…"));
        const draw = await DRAWS[view]();
        if (!drawn.signal.aborted) await draw({ profile: this.#profile, prefixes: this.#prefixes, box: this.#box, signal: drawn.signal });
      }
    } catch (error) {
      if (!drawn.signal.aborted) this.#failed(error);
    }
  }

  /** End what is drawn. */
  close(): void {
    this.#drawn.abort();
  }

  #summary(): HTMLElement {
    const { answer } = this.#profile;
    const many = count(answer.rows.length, answer.kind === "triples" ? "triple" : "row");
    const more = `There are more than these ${many}: the server gives no more at once. Counts and pictures here are of this part alone; a narrower query, or ORDER BY with LIMIT and OFFSET, gives the rest.`;
    return h(
      "div",
      { class: "summary" },
      answer.truncated ? h("p", { class: "wrong truncated", role: "alert" }, more) : null,
      h("p", { class: "soft", role: "status" }, `${answer.kind === "truth" ? "Answered" : many} in ${answer.seconds.toFixed(2)} s, release ${answer.release}.`),
    );
  }

  #table(): HTMLElement {
    const { answer } = this.#profile;
    if (answer.kind === "truth") return h("p", {}, h("strong", {}, answer.truth ? "Yes" : "No evidence, which is not a no"));
    return answer.rows.length ? new Table(answer, this.#prefixes).element : h("p", {}, "Nothing fits: no evidence, which is not a no.");
  }

  #source(): HTMLElement {
    const href = addressOf(this.question, this.#view) ?? "/sparql";
    return h("p", { class: "soft" }, "Source: ", h("a", { href, target: "_blank", rel: "noopener" }, "Conflict knowledge graph"), `, release ${this.#profile.answer.release}, CC BY 4.0.`);
  }
}
