/** The page: a query, its answer, and an address that says both. */
import { Refused } from "../ask.ts";
import { byId, h } from "../dom.ts";
import { type Answer, ask, brought, plainly, type Question, spotIn } from "./answer.ts";
import { type ViewName, VIEWS } from "./columns.ts";
import { Result } from "./result.ts";
import { addressOf } from "./taking.ts";
import type { Prefixes } from "./terms.ts";
import { Writing } from "./writing.ts";

const OTHERS = ["default-graph-uri", "named-graph-uri", "release", "timeout"];

export class QueryPage {
  readonly #root = byId("query-page");
  readonly #answers = byId("query-answer");
  readonly #prefixes: Prefixes;
  readonly #embed: boolean;
  readonly #writing: Writing | null;
  readonly #fault = h("div", { class: "fault" });
  #running: AbortController | null = null;
  #result: Result | null = null;
  #others: Question["with"];

  constructor(prefixes: Prefixes) {
    this.#prefixes = prefixes;
    this.#embed = this.#root.dataset.embed === "true";
    this.#others = others(new URLSearchParams(location.search));
    this.#writing = this.#embed ? null : new Writing(prefixes, { run: (text) => void this.run(text, true), cancel: () => this.#running?.abort(), failed: (error) => this.#tell(error) });
    if (this.#writing && !this.#others.length) this.#others = this.#writing.graphs;
    this.#answers.before(this.#fault);
    this.#writing?.tellOthers(this.#others);
    addEventListener("popstate", () => this.#return());
  }

  /** Answer what the page was opened with. */
  start(): void {
    const query = new URLSearchParams(location.search).get("query") ?? (this.#root.dataset.asked === "true" ? this.#writing?.text : null);
    if (query) void this.run(query, false, brought());
  }

  /** Ask a query, unless its answer is known; a step of the reader's own becomes one of the browser's history. */
  async run(query: string, step: boolean, known: Answer | null = null): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const question = { query, with: this.#others };
    this.#fault.replaceChildren();
    const done = this.#writing?.running();
    try {
      const answer = known ?? (await ask(question, running.signal));
      if (this.#running !== running) return;
      this.#result?.close();
      const result = new Result(question, answer, this.#prefixes, { embed: this.#embed, choose: (view) => this.#choose(view), failed: (error) => this.#tell(error) });
      this.#result = result;
      this.#answers.replaceChildren(result.element);
      const view = wanted();
      if (step) this.#remember(question, result.views.includes(view) ? view : "table");
      await result.show(view);
    } catch (error) {
      if (running.signal.aborted && this.#running !== running) return; // another query took its place
      this.#result?.close();
      this.#result = null;
      this.#answers.replaceChildren();
      this.#tell(running.signal.aborted ? new Refused("Cancelled: the query was stopped before its end.", 0) : error);
    } finally {
      if (this.#running === running) {
        this.#running = null;
        done?.();
      }
    }
  }

  #choose(view: ViewName): void {
    if (!this.#result) return;
    this.#remember(this.#result.question, view);
    void this.#result.show(view);
  }

  #remember(question: Question, view: ViewName): void {
    const address = addressOf(question, view) ?? "/sparql";
    if (address !== location.pathname + location.search) history.pushState(null, "", address);
  }

  /** Show what the address says after a step back or forth. */
  #return(): void {
    const asked = new URLSearchParams(location.search);
    const query = asked.get("query");
    this.#others = others(asked);
    this.#writing?.tellOthers(this.#others);
    if (query === null) return;
    if (this.#result?.question.query === query) void this.#result.show(wanted());
    else {
      this.#writing?.replace(query);
      void this.run(query, false);
    }
  }

  /** Tell what went wrong, and mark where. */
  #tell(error: unknown): void {
    const message = error instanceof Refused ? error.message : "This cannot be shown: the page's script failed.";
    const spot = error instanceof Refused && error.status === 400 ? spotIn(message) : null;
    const go = spot && this.#writing ? h("button", { type: "button", class: "quiet", click: () => this.#writing?.goTo(spot) }, `Go to line ${spot.line}, column ${spot.column}`) : null;
    const plain = spot && plainly(message, spot);
    const told = h("p", { class: "wrong", role: "alert" }, plain ?? message);
    this.#fault.replaceChildren(told, ...(plain ? [h("p", { class: "soft words" }, message)] : []), ...(go ? [go] : []));
    if (spot) this.#writing?.mark(spot, plain ?? message);
    if (!(error instanceof Refused)) throw error;
  }
}

function others(asked: URLSearchParams): Question["with"] {
  return OTHERS.flatMap((name) => asked.getAll(name).map((value): [string, string] => [name, value]));
}

function wanted(): ViewName {
  const view = new URLSearchParams(location.search).get("view");
  return VIEWS.find((one) => one === view) ?? "table";
}
