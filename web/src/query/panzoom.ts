/** A drawing that can be moved and brought nearer; marks and letters keep their size. */
import { h, s } from "../dom.ts";
import { clamp } from "../days.ts";

interface Point {
  x: number;
  y: number;
}

type Spot = (point: Point) => Point;

const MARGIN = 46;
const NEAREST = 12;
const STEP = 1.35;

export class PanZoom {
  readonly element: SVGSVGElement;
  readonly buttons: HTMLElement;
  readonly #width: number;
  readonly #height: number;
  readonly #moved: ((spot: Spot) => void)[] = [];
  readonly #fitting: number;
  readonly #centre: Point;
  #scale = 1;
  #shift: Point = { x: 0, y: 0 };

  /** A drawing of a size in which all points can be seen. */
  constructor(width: number, height: number, points: Point[]) {
    this.#width = width;
    this.#height = height;
    const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
    const [top, bottom] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
    this.#fitting = Math.min((width - 2 * MARGIN) / Math.max(right - left, 60), (height - 2 * MARGIN) / Math.max(bottom - top, 60), 1.6);
    this.#centre = { x: (left + right) / 2, y: (top + bottom) / 2 };
    this.element = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Things and their links" });
    const button = (label: string, title: string, click: () => void): HTMLElement => h("button", { type: "button", class: "quiet", "aria-label": title, title, click }, label);
    this.buttons = h("div", { class: "zoom" }, button("+", "Nearer", () => this.#zoom(STEP)), button("−", "Farther", () => this.#zoom(1 / STEP)), button("⤢", "All", () => this.#all()));
    this.#listen();
  }

  place(part: SVGElement): void {
    this.element.append(part);
    this.#draw();
  }

  /** Keep a mark at a point. */
  pin(mark: SVGElement, point: Point): void {
    this.onMove((spot) => {
      const { x, y } = spot(point);
      mark.setAttribute("transform", `translate(${x} ${y})`);
    });
  }

  onMove(draw: (spot: Spot) => void): void {
    this.#moved.push(draw);
  }

  #all(): void {
    this.#scale = 1;
    this.#shift = { x: 0, y: 0 };
    this.#draw();
  }

  #zoom(by: number, around: Point = { x: this.#width / 2, y: this.#height / 2 }): void {
    const scale = clamp(this.#scale * by, 0.5, NEAREST);
    const times = scale / this.#scale;
    const from = { x: around.x - this.#width / 2, y: around.y - this.#height / 2 };
    this.#shift = { x: from.x - (from.x - this.#shift.x) * times, y: from.y - (from.y - this.#shift.y) * times };
    this.#scale = scale;
    this.#draw();
  }

  #draw(): void {
    const scale = this.#fitting * this.#scale;
    const round = (value: number): number => Math.round(value * 100) / 100;
    const spot = ({ x, y }: Point): Point => ({ x: round((x - this.#centre.x) * scale + this.#width / 2 + this.#shift.x), y: round((y - this.#centre.y) * scale + this.#height / 2 + this.#shift.y) });
    this.element.classList.toggle("near", this.#scale > 2);
    for (const draw of this.#moved) draw(spot);
  }

  /** A drag moves it, the wheel with Ctrl brings it nearer: without, the page is what is scrolled. */
  #listen(): void {
    let last: Point | null = null;
    this.element.addEventListener("pointerdown", ({ clientX: x, clientY: y }) => (last = { x, y }));
    this.element.addEventListener("pointermove", ({ clientX: x, clientY: y, buttons }) => {
      if (!last || !buttons) return;
      this.#shift = { x: this.#shift.x + x - last.x, y: this.#shift.y + y - last.y };
      last = { x, y };
      this.#draw();
    });
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) this.element.addEventListener(end, () => (last = null));
    this.element.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { left, top } = this.element.getBoundingClientRect();
      this.#zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top });
    }, { passive: false });
  }
}
