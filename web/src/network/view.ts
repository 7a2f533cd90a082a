/** The view: asks for the network of the day or the window, and keeps drawing, tables and details in step. */
import "./network.css";
import { address } from "../ask.ts";
import { type Day, longOf } from "../days.ts";
import { h } from "../dom.ts";
import type { Download, Frame } from "../frame.ts";
import { sides } from "../sides.ts";
import { controls } from "./controls.ts";
import { card } from "./details.ts";
import { type Choice, Drawing } from "./drawing.ts";
import { HELP, Keys } from "./keys.ts";
import { Layout } from "./layout.ts";
import { legendOf } from "./legend.ts";
import { paints } from "./looks.ts";
import { daysOf, type Filters, filtersOf, type Network, networkOf } from "./records.ts";
import { Twin } from "./twin.ts";
import { counted } from "./words.ts";

const FORMATS = { gexf: "GEXF (Gephi)", graphml: "GraphML", cytoscape: "Cytoscape", "gephi-csv": "CSV (Gephi)", "node-link": "JSON", svg: "SVG", png: "PNG", html: "HTML" };
const HINT = "Choose an actor or a relation: what it is, when, and who says so stands here.";

function chosenIn(frame: Frame): Choice | null {
  for (const kind of ["edge", "node"] as const) {
    const id = frame.address.get(kind);
    if (id) return { kind, id };
  }
  return null;
}

const downloads = (question: Filters): Download[] => [
  ...Object.entries(FORMATS).map(([format, label]) => ({ label, href: address(`/exports/${format}`, question) })),
  { label: "a table (CSV)", href: address("/network", { ...question, format: "csv" }) },
];

/** One line on what is shown. */
function said({ nodes, edges, counts, truncated }: Network, when: string): string {
  const possibly = edges.filter(({ answer }) => answer === "possibly").length;
  const what = `${counted(nodes.length, "node")} and ${counted(edges.length, "relation")} that held, or may have, ${when}`;
  const unsure = possibly ? `; ${possibly === edges.length ? "all" : possibly.toLocaleString("en-GB")} of them only possibly` : "";
  const cut = truncated ? ` There are ${counted(counts.edges, "relation")} among ${counted(counts.nodes, "node")}: those founded best are drawn. Narrow them down for the others.` : "";
  return edges.length ? `${what}${unsure}.${cut}` : `No relation is stated ${when} with these filters, which does not say that there was none.`;
}

/** The elements of the view, and what the reader does in them. */
class Stage {
  readonly drawing: Drawing;
  readonly layout: Layout;
  readonly twin: Twin;
  readonly box = h("div", { class: "network-box", role: "application", tabindex: 0, "aria-label": `The network. ${HELP}` });
  readonly under = h("div", {});
  readonly #frame: Frame;
  readonly #keys = new Keys();
  #network: Network | null = null;
  #days: Record<string, string> = {};
  #turn = 0;

  constructor(frame: Frame) {
    this.#frame = frame;
    this.layout = new Layout((still) => {
      this.drawing.move(still);
      this.#stand(still);
    });
    this.drawing = new Drawing(this.layout, (choice) => void this.#beside(choice ?? chosenIn(frame), !choice), (choice) => this.choose(choice));
    this.twin = new Twin((choice) => this.choose(choice));
    const button = (label: string, text: string, act: () => void): HTMLElement => h("button", { type: "button", class: "quiet", "aria-label": label, title: label, click: act }, text);
    const scale = h("div", { class: "scale", role: "group", "aria-label": "Scale" }, button("Closer", "+", () => this.drawing.zoom(1.4)), button("Farther", "−", () => this.drawing.zoom(1 / 1.4)), button("Fit what is shown", "Fit", () => this.#fit()));
    this.box.append(this.drawing.element);
    this.box.addEventListener("keydown", (event) => this.#key(event));
    frame.view.replaceChildren(controls(frame.address), h("div", { class: "network-stage" }, this.box, scale), h("p", { class: "soft help" }, HELP), this.under, this.twin.element);
  }

  choose(choice: Choice | null, step = true): void {
    this.#frame.address.set({ node: choice?.kind === "node" ? choice.id : null, edge: choice?.kind === "edge" ? choice.id : null }, step);
  }

  show(network: Network, days: Record<string, string>): void {
    this.#network = network;
    this.#days = days;
    this.twin.show(network);
    this.box.dataset.nodes = String(network.nodes.length);
    this.box.dataset.edges = String(network.edges.length);
  }

  /** Tell whether nodes stand still, and where the chosen one is. */
  #stand(still: boolean): void {
    const choice = chosenIn(this.#frame);
    const at = choice?.kind === "node" ? this.drawing.at(choice.id) : null;
    this.box.dataset.at = at ? `${Math.round(at.x)},${Math.round(at.y)}` : "";
    this.box.dataset.still = String(still);
  }

  /** Mark what the address chooses, and tell of it. */
  mark(): void {
    const choice = chosenIn(this.#frame);
    this.drawing.choose(choice);
    this.twin.choose(choice);
    this.box.dataset.chosen = choice?.id ?? "";
    this.#stand(this.layout.still);
    void this.#beside(choice, true);
  }

  async #beside(choice: Choice | null, whole: boolean): Promise<void> {
    const mine = ++this.#turn;
    if (!choice || !this.#network) return this.#frame.side.replaceChildren(h("p", { class: "soft" }, HINT));
    const beside = { network: this.#network, days: this.#days, known: this.#frame.address.get("as_known_on") ?? undefined, choose: (one: Choice) => this.choose(one) };
    return card(choice, beside, (nodes) => {
      if (mine === this.#turn) this.#frame.side.replaceChildren(...nodes);
    }, whole);
  }

  #fit(): void {
    if (this.#network) this.drawing.fit(this.#network);
    this.mark();
  }

  #key(event: KeyboardEvent): void {
    if (!this.#network || event.ctrlKey || event.metaKey || event.altKey) return;
    const scales: Record<string, () => void> = { "+": () => this.drawing.zoom(1.4), "-": () => this.drawing.zoom(1 / 1.4), 0: () => this.#fit() };
    const scale = scales[event.key];
    const choice = scale ? undefined : this.#keys.next(event.key, event.shiftKey, chosenIn(this.#frame), this.#network, this.layout.places);
    if (!scale && choice === undefined) return;
    event.preventDefault();
    if (scale) scale();
    else this.choose(choice!, false);
  }
}

/** Draw the network, and again when its day, its window or a filter changes. */
export async function showNetwork(frame: Frame): Promise<void> {
  const colours = await sides();
  const stage = new Stage(frame);
  let drawn = "";
  let fitted = "";
  frame.draw(async (day: Day, window: [Day, Day], current) => {
    const filters = filtersOf(frame.address);
    const spanned = frame.address.get("span") === "window";
    const byCamp = frame.address.get("colours") === "camps";
    const days = spanned ? daysOf(...window) : daysOf(day, day);
    const key = JSON.stringify([days, window, filters, byCamp]);
    if (key !== drawn) {
      const [whole, network] = await Promise.all([networkOf(daysOf(...window), filters, false), networkOf(days, filters, byCamp)]);
      if (!current()) return;
      const anew = await stage.layout.place(whole, stage.drawing.tall);
      await stage.layout.place(network, stage.drawing.tall); // a day can lie outside of the window
      if (!current()) return;
      drawn = key;
      stage.show(network, days);
      stage.drawing.show(network, paints(network, colours, byCamp));
      const fit = JSON.stringify(filters);
      if (anew || fit !== fitted) stage.drawing.begin(whole);
      fitted = fit;
      const when = spanned ? `from ${longOf(window[0])} to ${longOf(window[1])}` : `on ${longOf(day)}`;
      frame.say(said(network, when));
      stage.under.replaceChildren(legendOf(network, colours, byCamp));
      frame.cite(`${network.graph.citation}. Licences: ${network.graph.licence}`);
      frame.offer(downloads({ ...days, ...filters }));
    }
    stage.mark();
    if (!spanned) for (const next of frame.time.next) networkOf(daysOf(next, next), filters, byCamp).catch(() => undefined); // told when the day is shown
  });
}
