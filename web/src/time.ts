/** The time control: a histogram of events by day, a window brushed over the whole, a day in it, and play. */
import type { Address } from "./address.ts";
import { type Day, clamp, dayOf, isoOf, longOf, shortOf, ticks } from "./days.ts";
import { h, s } from "./dom.ts";
import { type Counts, denseWindow } from "./window.ts";

const HEIGHT = 56;
const OVERVIEW = 18;
const BARS = 240;
const PACE = 900;
const MARGIN = 24;

export class TimeControl {
  readonly element: HTMLElement;
  readonly #address: Address;
  readonly #counts: Counts;
  readonly #whole: [Day, Day];
  readonly #usual: [Day, Day];
  readonly #day = h("input", { type: "date", "aria-label": "Day", required: true });
  readonly #known = h("input", { type: "date", id: "as-known-on", title: "Only from documents published by then" });
  readonly #said = h("strong", { class: "day-said", "aria-hidden": true });
  readonly #play: HTMLButtonElement;
  readonly #chart = s("svg", { class: "histogram", role: "slider", tabindex: 0, "aria-label": "Day", preserveAspectRatio: "none" });
  readonly #overview = s("svg", { class: "overview", preserveAspectRatio: "none", "aria-hidden": true });
  #timer: number | undefined;
  #stride = 1;
  #width = 800;

  constructor(address: Address, counts: Counts) {
    this.#address = address;
    this.#counts = counts;
    const days = [...counts.keys()];
    this.#whole = days.length ? [Math.min(...days), Math.max(...days)] : [0, 0];
    this.#usual = denseWindow(counts);
    this.#play = h("button", { type: "button", class: "quiet", "aria-pressed": "false", click: () => this.#toggle() }, "▶ Play");
    const step = (by: number, label: string, text: string): HTMLButtonElement =>
      h("button", { type: "button", class: "quiet", "aria-label": label, title: label, click: () => this.go(this.day + by) }, text);
    this.element = h(
      "section",
      { class: "time", "aria-label": "Time" },
      h("div", { class: "time-tools" }, step(-1, "The day before", "◀"), this.#day, step(1, "The day after", "▶"), this.#play, this.#said, this.#spans()),
      this.#chart,
      this.#overview,
      h("div", { class: "time-tools known" }, h("label", { for: "as-known-on" }, "As known on"), this.#known, h("small", {}, "leave it empty for all that is known now")),
    );
    this.#day.addEventListener("change", () => {
      const day = dayOf(this.#day.value);
      if (day !== null) this.go(day, true);
    });
    this.#known.addEventListener("change", () => address.set({ as_known_on: this.#known.value || null }, true));
    this.#chart.addEventListener("keydown", (event) => this.#key(event));
    this.#drag(this.#chart, (at) => this.go(Math.round(this.window[0] + at * (this.window[1] - this.window[0]))));
    let anchor = 0;
    this.#drag(
      this.#overview,
      (at) => this.#brush(anchor, at),
      (at) => (anchor = at),
    );
    new ResizeObserver(() => this.#draw()).observe(this.element);
    address.subscribe(() => this.#draw());
  }

  /** The window that is looked at. */
  get window(): [Day, Day] {
    const [first, last] = this.#usual;
    const from = dayOf(this.#address.get("from")) ?? first;
    const to = dayOf(this.#address.get("to")) ?? last;
    return from <= to ? [from, to] : [to, from];
  }

  /** The day that is looked at: the address's, or the last of the window. */
  get day(): Day {
    return dayOf(this.#address.get("on")) ?? this.window[1];
  }

  /** The days that may be looked at next: those on both sides, or while it plays, the one that will be. */
  get next(): Day[] {
    return this.#timer === undefined ? [this.day + 1, this.day - 1] : [this.day + this.#stride].filter((day) => day <= this.window[1]);
  }

  /** Look at another day; the window moves along where the day is outside of it. */
  go(day: Day, step = false): void {
    const [from, to] = this.window;
    const by = day < from ? day - from : day > to ? day - to : 0;
    const moved = by ? { from: isoOf(from + by), to: isoOf(to + by) } : {};
    this.#address.set({ on: isoOf(day), ...moved }, step);
  }

  #spans(): HTMLElement {
    const to = (label: string, window: () => [Day, Day] | null): HTMLButtonElement =>
      h("button", { type: "button", class: "quiet", click: () => {
        const found = window();
        const inside = found && this.day >= found[0] && this.day <= found[1];
        this.#address.set({ from: found && isoOf(found[0]), to: found && isoOf(found[1]), ...(inside || !found ? {} : { on: isoOf(found[1]) }) }, true);
      } }, label);
    const wider = (): [Day, Day] => {
      const [from, last] = this.window;
      const by = Math.max(Math.round((last - from) / 2), 3);
      return [Math.max(from - by, Math.min(this.#whole[0], from)), Math.min(last + by, Math.max(this.#whole[1], last))];
    };
    const closer = (): [Day, Day] => {
      const [from, last] = this.window;
      const half = Math.max(Math.round((last - from) / 4), 3);
      return [this.day - half, this.day + half];
    };
    return h("div", { class: "spans", role: "group", "aria-label": "Window" }, to("Closer", closer), to("Wider", wider), to("Whole", () => this.#whole), to("Main period", () => null));
  }

  #toggle(): void {
    if (this.#timer !== undefined) return this.#stop();
    if (this.day >= this.window[1]) this.go(this.window[0]);
    const span = this.window[1] - this.window[0];
    this.#stride = Math.max(1, Math.round(span / 120)); // a long window is played in two minutes at most
    this.#play.textContent = "❚❚ Pause";
    this.#play.setAttribute("aria-pressed", "true");
    this.#timer = window.setInterval(() => {
      if (this.day >= this.window[1]) this.#stop();
      else this.go(Math.min(this.day + this.#stride, this.window[1]));
    }, PACE);
    return undefined;
  }

  #stop(): void {
    window.clearInterval(this.#timer);
    this.#timer = undefined;
    this.#play.textContent = "▶ Play";
    this.#play.setAttribute("aria-pressed", "false");
  }

  #key(event: KeyboardEvent): void {
    const [from, to] = this.window;
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7, Home: from - this.day, End: to - this.day };
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.go(this.day + by);
  }

  /** Tell how far along an element the pointer is, from 0 to 1, while it is held. */
  #drag(element: SVGElement, moved: (at: number) => void, begun?: (at: number) => void): void {
    const at = (event: PointerEvent): number => {
      const box = element.getBoundingClientRect();
      return clamp((event.clientX - box.left) / (box.width || 1), 0, 1);
    };
    element.addEventListener("pointerdown", (event) => {
      this.#stop();
      element.setPointerCapture(event.pointerId);
      begun?.(at(event));
      moved(at(event));
    });
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) moved(at(event));
    });
  }

  #brush(one: number, other: number): void {
    const [first, last] = this.#whole;
    const [from, to] = [Math.min(one, other), Math.max(one, other)].map((at) => Math.round(first + at * (last - first))) as [Day, Day];
    const end = Math.max(to, from + 1);
    this.#address.set({ from: isoOf(from), to: isoOf(end), on: isoOf(clamp(this.day, from, end)) });
  }

  /** Bars over a stretch of days, put together where there are more days than bars. */
  #bars(from: Day, to: Day, height: number): SVGElement[] {
    const size = Math.max(1, Math.ceil((to - from + 1) / BARS));
    const sums = new Map<number, number>();
    for (const [day, n] of this.#counts) {
      if (day < from || day > to) continue;
      const bar = Math.floor((day - from) / size);
      sums.set(bar, (sums.get(bar) ?? 0) + n);
    }
    const most = Math.max(1, ...sums.values());
    const width = (this.#width * size) / (to - from + 1);
    return [...sums].map(([bar, n]) => {
      const tall = Math.max(1.5, (n / most) * height);
      const start = from + bar * size;
      const when = size === 1 ? longOf(start) : `${longOf(start)} to ${longOf(Math.min(start + size - 1, to))}`;
      return s("rect", { x: bar * width, y: height - tall, width: Math.max(width - 1, 0.8), height: tall }, s("title", {}, `${n} records of events, ${when}`));
    });
  }

  #draw(): void {
    const [from, to] = this.window;
    const day = this.day;
    this.#width = this.element.clientWidth || 800;
    this.#day.value = isoOf(day);
    this.#known.value = this.#address.get("as_known_on") ?? "";
    this.#said.textContent = longOf(day);
    for (const [name, value] of [["aria-valuemin", from], ["aria-valuemax", to], ["aria-valuenow", day]] as const) this.#chart.setAttribute(name, String(value));
    this.#chart.setAttribute("aria-valuetext", longOf(day));
    const each = this.#width / (to - from + 1);
    const labels = ticks(from, to, Math.max(2, Math.floor(this.#width / 90)))
      .map(({ day: at, label }) => ({ x: (at - from + 0.5) * each, label }))
      .filter(({ x }) => x > MARGIN && x < this.#width - MARGIN)
      .map(({ x, label }) => s("text", { x, y: HEIGHT + 13, "text-anchor": "middle" }, label));
    this.#chart.setAttribute("viewBox", `0 0 ${this.#width} ${HEIGHT + 17}`);
    this.#chart.replaceChildren(
      s("g", { class: "bars" }, ...this.#bars(from, to, HEIGHT)),
      s("g", { class: "labels" }, ...labels),
      s("rect", { class: "cursor", x: (day - from) * each - 1, y: 0, width: Math.max(each, 3), height: HEIGHT }),
    );
    const [first, last] = this.#whole;
    const unit = this.#width / (last - first + 1);
    this.#overview.setAttribute("viewBox", `0 0 ${this.#width} ${OVERVIEW}`);
    this.#overview.replaceChildren(
      s("g", { class: "bars" }, ...this.#bars(first, last, OVERVIEW)),
      s("rect", { class: "brush", x: clamp((from - first) * unit, 0, this.#width - 4), y: 0.5, width: clamp((to - from + 1) * unit, 4, this.#width), height: OVERVIEW - 1 }, s("title", {}, `${shortOf(from)} to ${shortOf(to)}: drag for another window`)),
    );
  }
}
