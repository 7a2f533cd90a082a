/** The form in which a query is written: the plain one of the page, with an editor in the place of its text field. */
import { byId, h } from "../dom.ts";
import type { Question, Spot } from "./answer.ts";
import { completions } from "./completion.ts";
import type { Editor } from "./editor.ts";
import { examples } from "./examples.ts";
import type { Prefixes } from "./terms.ts";
import { vocabulary, type VocabularyTerm } from "./vocabulary.ts";

const TICK = 100;
const HELP = "Ctrl+Enter asks, Ctrl+Space completes, Tab leaves the editor. Prefixes need not be declared.";

interface Listeners {
  run: (text: string) => void;
  cancel: () => void;
  failed: (error: unknown) => void;
}

export class Writing {
  /** Graphs that the form was opened with. */
  readonly graphs: Question["with"];
  readonly #form = byId("query-form") as HTMLFormElement;
  readonly #field = byId("query") as HTMLTextAreaElement;
  readonly #ask: HTMLButtonElement;
  readonly #cancel: HTMLButtonElement;
  readonly #timer = h("span", { class: "elapsed", role: "timer" });
  readonly #others = h("p", { class: "soft others", hidden: true });
  readonly #on: Listeners;
  #editor: Editor | null = null;
  #terms: Promise<VocabularyTerm[]> | null = null;

  constructor(prefixes: Prefixes, on: Listeners) {
    this.#on = on;
    this.graphs = [...this.#form.querySelectorAll<HTMLInputElement>("input[type=hidden]")].filter(({ name }) => name.endsWith("graph-uri")).map(({ name, value }) => [name, value]);
    this.#ask = this.#form.querySelector("button")!;
    this.#cancel = h("button", { type: "button", class: "quiet", hidden: true, click: () => on.cancel() }, "Cancel");
    const run = h("div", { class: "run" });
    this.#ask.before(run);
    run.append(this.#ask, this.#cancel, this.#timer);
    this.#form.append(this.#others);
    byId("query-help").append(` ${HELP}`);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#run();
    });
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#run();
    });
    void this.#edit(prefixes).catch(on.failed);
    void this.#offer().catch(on.failed);
  }

  get text(): string {
    return this.#field.value;
  }

  replace(text: string): void {
    this.#field.value = text;
    this.#editor?.replace(text);
  }

  mark(spot: Spot, message: string): void {
    this.#editor?.mark(spot, message);
  }

  goTo(spot: Spot): void {
    this.#editor?.goTo(spot);
  }

  /** Show that a query runs, and for how long; call what comes back when it is over. */
  running(): () => void {
    const began = performance.now();
    const tell = (): string => (this.#timer.textContent = `Running for ${((performance.now() - began) / 1000).toFixed(1)} s`);
    const ticking = setInterval(tell, TICK);
    tell();
    this.#editor?.mark(null);
    this.#cancel.hidden = false;
    this.#form.setAttribute("aria-busy", "true");
    return () => {
      clearInterval(ticking);
      this.#timer.textContent = "";
      this.#cancel.hidden = true;
      this.#form.removeAttribute("aria-busy");
    };
  }

  /** Name the parameters beside the query that the answer depends on. */
  tellOthers(others: Question["with"]): void {
    this.#others.hidden = !others.length;
    this.#others.replaceChildren(`Asked with ${others.map(([name, value]) => `${name} ${value}`).join(", ")}. `, h("a", { href: "/sparql" }, "Ask without"));
  }

  #run(): void {
    if (this.text.trim()) this.#on.run(this.text);
    else this.#editor?.focus();
  }

  /** Put the editor over the text field, which stays the form's value. */
  async #edit(prefixes: Prefixes): Promise<void> {
    const { Editor } = await import("./editor.ts");
    const host = h("div", { class: "editor" });
    this.#field.before(host);
    const terms = (): Promise<VocabularyTerm[]> => (this.#terms ??= vocabulary(prefixes).catch((error: unknown) => {
      this.#terms = null; // asked for again with the next letter
      throw error;
    }));
    this.#editor = new Editor(host, this.text, completions(prefixes, terms), { run: () => this.#run(), change: (text) => (this.#field.value = text) });
    this.#field.hidden = true;
    this.#field.required = false; // the browser cannot point at a field that is not seen
    this.#form.querySelector("label")?.addEventListener("click", () => this.#editor?.focus());
  }

  async #offer(): Promise<void> {
    const list = await examples((text) => {
      this.replace(text);
      this.#run();
    }, this.#on.failed);
    byId("query-examples").replaceChildren(list);
  }
}
