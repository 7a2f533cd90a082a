/** The chart: an axis, the lanes with their marks, the day that is looked at, and steps between marks by keyboard. */
import type { Thing } from "../ask.ts";
import { type Day, longOf, ticks } from "../days.ts";
import { s } from "../dom.ts";
import type { Sides } from "../sides.ts";
import { type Item, type Lane, OTHERS } from "./lanes.ts";
import { binOf, dayLine, fades, markOf } from "./marks.ts";
import { cut, twoLines } from "./measure.ts";
import type { Bin, By } from "./records.ts";
import { ROW, Scale, stacked } from "./stack.ts";

const AXIS = 24;
const PAD = 5;
const TALL = 30;
const SIDE = 176;
const NARROW = 560;
const NAME = 18;
const LINE = 14;
const CHIP = 5;
const FONT = "600 12.5px";

/** What a mark stands for. */
export type Choice = { item: Item } | { bin: Bin; lane: Thing };

interface Stop {
  element: SVGGElement;
  at: number;
  choice: Choice;
}

export interface Drawn {
  lanes: Lane[];
  by: By;
  window: [Day, Day];
  colours: Sides;
}

export class Chart {
  readonly element = s("svg", { class: "timeline", role: "group", "aria-label": "Timeline; arrow keys step between marks, Enter chooses one" });
  readonly #shown: (choice: Choice, chosen: boolean) => void;
  readonly #left: () => void;
  readonly #cursor = s("g", { "aria-hidden": true });
  #rows: Stop[][] = [];
  #scale = new Scale([0, 1], 0, 1);
  #height = 0;

  /**
   * @param shown what to do when a mark is looked at, or chosen
   * @param left what to do when it is no longer looked at
   */
  constructor(shown: (choice: Choice, chosen: boolean) => void, left: () => void) {
    this.#shown = shown;
    this.#left = left;
    this.element.addEventListener("keydown", (event) => this.#key(event));
    for (const [name, chosen] of [["pointerover", false], ["focusin", false], ["click", true]] as const) {
      this.element.addEventListener(name, (event) => {
        const stop = this.#stop(event.target);
        if (!stop) return;
        if (name !== "pointerover") this.#turn(stop);
        this.#shown(stop.choice, chosen);
      });
    }
    this.element.addEventListener("pointerleave", () => this.#left());
  }

  /** Draw lanes into a width. */
  draw({ lanes, by, window, colours }: Drawn, width: number): void {
    const narrow = width < NARROW;
    const scale = new Scale(window, narrow ? 0 : SIDE, width - 1);
    const mostOf = (some: Lane[]): number => Math.max(1, ...some.flatMap(({ bins }) => bins.map(({ events }) => events)));
    const alike = mostOf(lanes.filter(({ id }) => id !== OTHERS));
    const parts: SVGElement[] = [];
    let y = AXIS;
    this.#rows = [];
    for (const lane of lanes) {
      const { spots, rows } = stacked(lane.items, scale);
      const head = narrow ? NAME : 0;
      const tall = head + (lane.bins.length ? TALL : Math.max(rows * ROW, narrow ? ROW : 2 * LINE)) + 2 * PAD;
      const top = y + head + PAD;
      const own = by === "actor" && lane.id.includes("/") ? colours.of(lane.id) : null;
      const drawn = spots.map((spot) => markOf(spot, scale, top));
      const stops: Stop[] = [
        ...spots.map((spot, at) => ({ element: drawn[at]!.mark, at: (spot.x0 + spot.x1) / 2, choice: { item: spot.item } })),
        ...lane.bins.map((bin) => ({ element: binOf(bin, lane, scale, top + TALL, TALL, lane.id === OTHERS ? mostOf([lane]) : alike, own ?? "var(--bar)"), at: scale.x(bin.first), choice: { bin, lane } })),
      ].sort((one, other) => one.at - other.at);
      this.#rows.push(stops);
      parts.push(
        s("g", { class: "lane", role: "group", "aria-label": lane.name, "data-lane": lane.id }, this.#ground(y, tall, width), narrow ? this.#above(lane.name, y + 15, width, own) : this.#beside(lane.name, y + tall / 2, own), ...stops.map(({ element }) => element), ...drawn.map(({ label }) => label)),
      );
      y += tall;
    }
    this.#scale = scale;
    this.#height = y + AXIS;
    this.#rows[0]?.[0]?.element.setAttribute("tabindex", "0");
    for (const [name, value] of [["viewBox", `0 0 ${width} ${this.#height}`], ["width", width], ["height", this.#height]] as const) this.element.setAttribute(name, String(value));
    this.element.replaceChildren(fades(), ...this.#axis(y), this.#cursor, ...parts);
  }

  /** Show which day is looked at. */
  look(day: Day): void {
    const line = dayLine(day, this.#scale, AXIS - 4, this.#height - AXIS + 4);
    this.#cursor.replaceChildren(...(line ? [line] : []));
  }

  /** Mark what is chosen. */
  choose(id: string | null): Item | null {
    let found: Item | null = null;
    for (const { element, choice } of this.#rows.flat()) {
      const mine = "item" in choice && choice.item.thing.id === id;
      element.classList.toggle("chosen", mine);
      if (mine) found = choice.item;
    }
    return found;
  }

  #ground(y: number, tall: number, width: number): SVGElement {
    return s("path", { class: "ground", d: `M0 ${y + tall}H${width}` });
  }

  /** The name of a lane to its left, with the actor's colour. */
  #beside(text: string, middle: number, own: string | null): SVGElement {
    const x = SIDE - 12 - (own ? 4 * CHIP : 0);
    const lines = twoLines(text, FONT, x - 2);
    const y = middle + 4.5 - ((lines.length - 1) * LINE) / 2;
    return s(
      "g",
      { class: "lane-name" },
      s("title", {}, text),
      ...lines.map((line, at) => s("text", { x, y: y + at * LINE, "text-anchor": "end" }, line)),
      own ? s("circle", { cx: SIDE - 10 - CHIP, cy: middle, r: CHIP, fill: own }) : null,
    );
  }

  /** The name of a lane above it, where the screen is small. */
  #above(text: string, y: number, width: number, own: string | null): SVGElement {
    const x = own ? 3 * CHIP : 1;
    return s("g", { class: "lane-name" }, s("title", {}, text), own ? s("circle", { cx: CHIP + 1, cy: y - 4.5, r: CHIP, fill: own }) : null, s("text", { x, y }, cut(text, FONT, width - x, 1) ?? "…"));
  }

  #axis(bottom: number): SVGElement[] {
    const scale = this.#scale;
    const [from, to] = scale.window;
    const most = Math.max(2, Math.floor((scale.right - scale.left) / 54));
    const found = ticks(from, to, most);
    const daily = Math.max(to - from, 1) <= most * 10; // as the ticks are made
    return found.flatMap(({ day, label }) => {
      const x = scale.x(day);
      const middle = daily ? scale.x(day + 0.5) : x;
      const fits = middle > scale.left + 16 && middle < scale.right - 16;
      const text = (y: number): SVGElement => s("text", { class: "tick", x: middle, y, "text-anchor": "middle" }, label);
      return [s("path", { class: "grid", d: `M${x} ${AXIS - 4}V${bottom + 4}` }), ...(fits ? [text(AXIS - 9), text(bottom + 17)] : [])];
    });
  }

  #stop(target: EventTarget | null): Stop | undefined {
    const element = target instanceof Element ? target.closest("g.mark") : null;
    return element ? this.#rows.flat().find((stop) => stop.element === element) : undefined;
  }

  /** Only the mark where the reader is can be tabbed to. */
  #turn(stop: Stop): void {
    for (const { element } of this.#rows.flat()) element.setAttribute("tabindex", element === stop.element ? "0" : "-1");
  }

  #key(event: KeyboardEvent): void {
    const here = this.#stop(event.target);
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#shown(here.choice, true);
      return;
    }
    const next = this.#next(here, event.key);
    if (next === undefined) return;
    event.preventDefault();
    if (!next) return;
    next.element.focus();
    next.element.scrollIntoView({ block: "nearest" });
  }

  /** The mark that a key leads to; null where there is none, undefined where the key leads nowhere. */
  #next(here: Stop, key: string): Stop | null | undefined {
    const rows = this.#rows.filter((stops) => stops.length);
    const row = rows.findIndex((stops) => stops.includes(here));
    const stops = rows[row]!;
    const at = stops.indexOf(here);
    const nearest = (other: Stop[] | undefined): Stop | null => other?.reduce((best, one) => (Math.abs(one.at - here.at) < Math.abs(best.at - here.at) ? one : best)) ?? null;
    switch (key) {
      case "ArrowLeft": return stops[at - 1] ?? null;
      case "ArrowRight": return stops[at + 1] ?? null;
      case "ArrowUp": return nearest(rows[row - 1]);
      case "ArrowDown": return nearest(rows[row + 1]);
      case "Home": return stops[0]!;
      case "End": return stops.at(-1)!;
      default: return undefined;
    }
  }
}

/** What the axis cannot say: the window in words. */
export const windowOf = ([from, to]: [Day, Day]): string => `${longOf(from)} to ${longOf(to)}`;
