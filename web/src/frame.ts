/** What every view of the explorer has around it: the time control, the view, details beside it, and what to take away. */
import { Address } from "./address.ts";
import { address, ask, latest, pinned, Refused } from "./ask.ts";
import { byId, h } from "./dom.ts";
import { type Day, dayOf } from "./days.ts";
import { TimeControl } from "./time.ts";
import type { Counts } from "./window.ts";

interface CountRows {
  release: string;
  rows: Record<string, string | number | null>[];
  truncated: boolean;
}

/** A file of what the view shows. */
export interface Download {
  label: string;
  href: string;
}

export class Frame {
  readonly address = new Address();
  readonly release: string;
  /** Where the view is drawn. */
  readonly view = h("div", { class: "view" });
  /** Details of what is chosen in the view. */
  readonly side = h("aside", { class: "side", "aria-label": "Details", "aria-live": "polite" });
  readonly time: TimeControl;
  /** Where tiles for maps come from, and whose they are; empty where there are none. */
  readonly tiles: { address: string; credit: string };
  readonly #said = h("p", { class: "said", role: "status" });
  readonly #source = h("p", { class: "source" });
  readonly #downloads = h("span", { class: "downloads" });

  constructor(root: HTMLElement, counts: Counts) {
    this.release = root.dataset.release ?? "";
    this.tiles = { address: root.dataset.tiles ?? "", credit: root.dataset.tilesCredit ?? "" };
    this.time = new TimeControl(this.address, counts);
    root.replaceChildren(
      this.#pin(),
      this.time.element,
      this.#said,
      h("div", { class: "stage" }, this.view, this.side),
      this.#source,
      this.#tools(),
    );
    this.cite(`Conflict knowledge graph, release ${this.release}; each statement names its own`);
  }

  /** Draw for the day that is looked at, now and whenever it or another parameter changes; errors are told. */
  draw(render: (day: Day, window: [Day, Day], current: () => boolean) => Promise<void>): void {
    const run = latest(async (current) => {
      try {
        await render(this.time.day, this.time.window, current);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (current()) this.say(error.message, true);
      }
    });
    this.address.subscribe(() => void run());
  }

  /** Say in one line what is shown. */
  say(text: string, wrong = false): void {
    this.#said.textContent = text;
    this.#said.classList.toggle("wrong", wrong);
  }

  /** Name the source of what is shown. */
  cite(source: string): void {
    this.#source.textContent = `Source: ${source}.`;
  }

  /** Name the files of what is shown. */
  offer(downloads: Download[]): void {
    const links = downloads.flatMap(({ label, href }, at) => [at ? ", " : "", h("a", { href }, label)]);
    this.#downloads.replaceChildren(...(links.length ? ["The same as ", ...links, "."] : []));
  }

  /** Tell that the address names a release, and lead to the current one. */
  #pin(): HTMLElement {
    if (!pinned()) return h("span");
    const free = h("a", {}, "The same view of the current release");
    this.address.subscribe(() => (free.href = this.address.free()));
    return h("p", { class: "soft", role: "note" }, `This address is pinned to release ${this.release}, and shows what it held. `, free, ".");
  }

  #tools(): HTMLElement {
    const copied = h("span", { role: "status", class: "soft" });
    const copy = (label: string, text: () => string): HTMLButtonElement =>
      h("button", { type: "button", class: "quiet", click: () => {
        const value = text();
        navigator.clipboard.writeText(value).then(
          () => (copied.textContent = "Copied."),
          () => (copied.textContent = value), // no permission: there to be copied by hand
        );
      } }, label);
    const frame = (): string => {
      const source = new URL(this.address.share(this.release));
      source.searchParams.set("embed", "true");
      return `<iframe src="${source.href.replaceAll("&", "&amp;")}" width="100%" height="640" title="${document.title}"></iframe>`;
    };
    return h(
      "div",
      { class: "tools" },
      this.#downloads,
      copy("Copy link", () => this.address.share(this.release)),
      copy("Copy citation", () => `Conflict knowledge graph, release ${this.release}. ${this.address.share(this.release)} (seen ${new Date().toISOString().slice(0, 10)}).`),
      copy("Copy frame", frame),
      copied,
    );
  }
}

/** How many events there are by day; by month where days are too many. */
async function countsByDay(): Promise<Counts> {
  const byDay = await ask<CountRows>(address("/events/counts", { by: "day", limit: 10000 }));
  const { rows } = byDay.truncated ? await ask<CountRows>(address("/events/counts", { by: "month", limit: 10000 })) : byDay;
  const counts: Counts = new Map();
  for (const { day, month, events } of rows) {
    const first = dayOf(typeof month === "string" ? `${month}-01` : String(day));
    if (first !== null) counts.set(first, (counts.get(first) ?? 0) + Number(events));
  }
  return counts;
}

/** Start the view of this page; what it will need in any case is asked for at once, and remembered. */
export function start(view: (frame: Frame) => Promise<void> | void, ...needed: (() => Promise<unknown>)[]): void {
  const root = byId("explorer");
  for (const one of needed) one().catch(() => undefined); // told when the view asks for it
  root.append(h("p", { class: "soft", role: "status" }, "Loading…"));
  void (async () => {
    try {
      await view(new Frame(root, await countsByDay()));
    } catch (error) {
      const text = error instanceof Refused ? error.message : "The view cannot be drawn.";
      root.replaceChildren(h("p", { class: "wrong", role: "alert" }, text, " ", h("a", { href: root.dataset.table ?? "/" }, "The same as a table")));
      if (!(error instanceof Refused)) throw error;
    }
  })();
}
