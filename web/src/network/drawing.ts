/** The network on a canvas: nodes stay where they were put, edges bend around one another. */
import ForceGraph, { type LinkObject, type NodeObject } from "force-graph";
import { h } from "../dom.ts";
import { curves, type Curve, middleOf } from "./curves.ts";
import { writeNames } from "./labels.ts";
import type { Point } from "./layout.ts";
import { DASHES, degreesOf, DISPUTED, FADED, outline, radiusOf, type Theme, themeNow, veiled, widthOf } from "./looks.ts";
import type { Actor, Edge, Network } from "./records.ts";

export interface Choice {
  kind: "node" | "edge";
  id: string;
}

interface Spot extends NodeObject {
  id: string;
  actor: Actor;
  degree: number;
}

interface Line extends LinkObject<Spot> {
  edge: Edge;
  curve: Curve;
  __controlPoints?: number[] | null;
}

/** Where nodes stand; somebody may put one elsewhere. */
export interface Places {
  readonly places: ReadonlyMap<string, Point>;
  put(id: string, place: Point): void;
}

const HEIGHT = 560;
const MARGIN = 46;
const LARGEST = 1.5;
/** A node is so many pixels from its middle to its edge, at least. */
const LEAST = 3.2;
/** An arrow cannot be made out at a smaller scale. */
const TINY = 0.3;
const VEIL = 0.18;
/** Milliseconds without another network, after which it is looked for what is under the pointer. */
const REST = 300;
/** So many names are written while nodes move. */
const WHILE_MOVING = 24;
const DARK = matchMedia("(prefers-color-scheme: dark)");

export class Drawing {
  readonly element = h("div", { class: "canvas" });
  readonly #layout: Places;
  readonly #graph: ForceGraph<Spot, Line>;
  #theme: Theme = themeNow();
  #spots = new Map<string, Spot>();
  #lines: Line[] = [];
  #paint: (node: Actor) => string = () => "";
  #chosen: Choice | null = null;
  #hovered: Choice | null = null;
  #lit: Set<string> | null = null;
  /** Whether nodes move on to their places, and whether the reader has chosen a part of the drawing meanwhile. */
  #moving = false;
  #held = false;
  #rest = 0;
  #fitted: Network = { nodes: [], edges: [] } as unknown as Network;

  constructor(layout: Places, hover: (choice: Choice | null) => void, choose: (choice: Choice | null) => void) {
    this.#layout = layout;
    const node = (spot: Spot): Choice => ({ kind: "node", id: spot.id });
    const edge = (line: Line): Choice => ({ kind: "edge", id: line.edge.id });
    const hovered = (choice: Choice | null): void => {
      this.#hovered = choice;
      this.#light();
      hover(choice);
    };
    this.#graph = new ForceGraph<Spot, Line>(this.element)
      .nodeLabel(() => "") // the library would put a label into the page as markup
      .linkLabel(() => "")
      .cooldownTicks(0)
      .minZoom(0.03)
      .maxZoom(8)
      .nodeRelSize(1)
      .nodeVal(({ degree }) => radiusOf(degree) ** 2)
      .nodeCanvasObject((spot, context, scale) => this.#node(spot, context, scale))
      .nodePointerAreaPaint((spot, paint, context, scale) => {
        outline(context, spot.actor, spot.x!, spot.y!, Math.max(radiusOf(spot.degree), 7 / scale));
        context.fillStyle = paint;
        context.fill();
      })
      .linkCurvature(({ curve }) => curve.bend)
      .linkSelfCurveRotation(({ curve }) => curve.turn)
      .linkWidth(({ edge: one }) => widthOf(one) * (this.#isChosen("edge", one.id) ? 2 : 1))
      .linkColor((line) => this.#colour(line))
      .linkLineDash(({ edge: one }) => DASHES[one.sign]!.map((part) => part / this.#graph.zoom()))
      .linkDirectionalArrowLength(({ edge: one }) => (one.directed && this.#graph.zoom() > TINY ? 8 + widthOf(one) : 0))
      .linkDirectionalArrowRelPos(1)
      .linkDirectionalArrowColor((line) => this.#colour(line))
      .linkHoverPrecision(6)
      .onNodeHover((spot) => hovered(spot ? node(spot) : null))
      .onLinkHover((line) => hovered(line ? edge(line) : null))
      .onNodeClick((spot) => choose(node(spot)))
      .onLinkClick((line) => choose(edge(line)))
      .onBackgroundClick(() => choose(null))
      .onNodeDragEnd(({ id, x, y }) => this.#layout.put(id, { x: x!, y: y! }))
      .onRenderFramePost((context, scale) => this.#over(context, scale));
    // A wheel scrolls the page, until the reader has turned to the drawing.
    this.#graph.enableZoomInteraction((event) => event.type !== "wheel" || event.ctrlKey || this.element.matches(":focus-within") || this.element.parentElement?.matches(":focus") === true);
    DARK.addEventListener("change", () => {
      this.#theme = themeNow();
      this.redraw();
    });
    for (const kind of ["pointerdown", "wheel"]) this.element.addEventListener(kind, () => (this.#held = true), { passive: true });
    let width = 0;
    new ResizeObserver(() => {
      if (!this.element.clientWidth || this.element.clientWidth === width) return;
      width = this.element.clientWidth;
      this.#graph.width(width).height(this.element.clientHeight || HEIGHT);
      this.fit();
    }).observe(this.element);
  }

  /** Whether it is higher than wide, as on a phone. */
  get tall(): boolean {
    return this.element.clientHeight > this.element.clientWidth;
  }

  /** Draw a network; nodes must have places. */
  show({ nodes, edges }: Network, paint: (node: Actor) => string): void {
    this.#paint = paint;
    const bends = curves(edges);
    const degrees = degreesOf(edges);
    // All of them are new objects: the library forgets those of former days only when it sees none that it knows.
    this.#spots = new Map(nodes.map((actor) => {
      const { x, y } = this.#layout.places.get(actor.id)!;
      return [actor.id, { id: actor.id, actor, degree: degrees.get(actor.id) ?? 0, x, y, fx: x, fy: y }];
    }));
    this.#lines = edges.map((edge) => ({ source: edge.source, target: edge.target, edge, curve: bends.get(edge.id)! }));
    this.#hurry();
    this.#graph.graphData({ nodes: [...this.#spots.values()], links: this.#lines });
    this.#hovered = null;
    this.#light();
  }

  /** What is under the pointer, the library finds in a second drawing, which takes as long as the first: not with each of many days. */
  #hurry(): void {
    this.#graph.enablePointerInteraction(false);
    clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => {
      this.#graph.enablePointerInteraction(true);
      this.redraw();
    }, REST);
  }

  /** Nodes have moved on towards their places, or have come to stand still there. */
  move(still: boolean): void {
    for (const spot of this.#spots.values()) {
      const { x, y } = this.#layout.places.get(spot.id)!;
      Object.assign(spot, { x, y, fx: x, fy: y });
    }
    this.#moving = !still;
    if (this.#held) this.redraw();
    else this.fit();
  }

  /** Mark what is chosen. */
  choose(choice: Choice | null): void {
    this.#chosen = choice;
    this.#light();
    const spot = choice?.kind === "node" && this.#spots.get(choice.id);
    if (spot && this.#outside(spot)) this.#graph.centerAt(spot.x, spot.y);
  }

  /** Where a node is, in pixels from the drawing's corner. */
  at(id: string): Point | null {
    const place = this.#spots.has(id) ? this.#layout.places.get(id) : undefined;
    return place ? this.#graph.graph2ScreenCoords(place.x, place.y) : null;
  }

  /** A network is laid out anew: all of it is seen until it stands still, or the reader turns to a part. */
  begin(network: Network): void {
    this.#held = false;
    this.fit(network);
  }

  /** Bring the places of a network into view, or again those of the last one. */
  fit(network: Network = this.#fitted): void {
    this.#fitted = network;
    const points = network.nodes.flatMap(({ id }) => this.#layout.places.get(id) ?? []);
    if (!points.length || !this.element.clientWidth) return;
    const [left, top, right, bottom] = [...(["x", "y"] as const).map((of) => Math.min(...points.map((point) => point[of]))), ...(["x", "y"] as const).map((of) => Math.max(...points.map((point) => point[of])))] as [number, number, number, number];
    const [width, height] = [this.element.clientWidth, this.element.clientHeight || HEIGHT];
    const margin = Math.min(MARGIN, width * 0.08);
    const scale = Math.min((width - 2 * margin) / (right - left || 1), (height - 2 * margin) / (bottom - top || 1), LARGEST);
    this.#graph.zoom(scale).centerAt((left + right) / 2, (top + bottom) / 2);
  }

  zoom(by: number): void {
    this.#held = true;
    this.#graph.zoom(this.#graph.zoom() * by);
  }

  /** The library redraws where one of its settings is set, be it to the same. */
  redraw(): void {
    this.#graph.linkDirectionalArrowRelPos(1);
  }

  #isChosen(kind: Choice["kind"], id: string): boolean {
    return (this.#chosen?.kind === kind && this.#chosen.id === id) || (this.#hovered?.kind === kind && this.#hovered.id === id);
  }

  #outside({ x, y }: Spot): boolean {
    const at = this.#graph.graph2ScreenCoords(x!, y!);
    return at.x < 0 || at.y < 0 || at.x > this.element.clientWidth || at.y > this.element.clientHeight;
  }

  /** What is chosen or under the pointer, and what it is tied to, stands out. */
  #light(): void {
    const choice = this.#hovered ?? this.#chosen;
    const mine = this.#lines.filter(({ edge }) => choice && (choice.kind === "edge" ? edge.id === choice.id : edge.source === choice.id || edge.target === choice.id));
    const found = choice?.kind === "node" ? this.#spots.has(choice.id) : mine.length > 0;
    this.#lit = choice && found ? new Set([choice.id, ...mine.flatMap(({ edge }) => [edge.id, edge.source, edge.target])]) : null;
    this.redraw();
  }

  #veil(id: string): number {
    return this.#lit && !this.#lit.has(id) ? VEIL : 1;
  }

  #colour({ edge }: Line): string {
    return veiled(this.#theme.signs[edge.sign]!, this.#veil(edge.id) * (edge.answer === "surely" ? 1 : FADED));
  }

  #node(spot: Spot, context: CanvasRenderingContext2D, scale: number): void {
    const chosen = this.#isChosen("node", spot.id);
    context.globalAlpha = this.#veil(spot.id);
    outline(context, spot.actor, spot.x!, spot.y!, Math.max(radiusOf(spot.degree), LEAST / scale));
    if (context.globalAlpha < 1) {
      context.fillStyle = this.#theme.paper;
      context.fill();
    }
    context.fillStyle = this.#paint(spot.actor);
    context.fill();
    context.strokeStyle = chosen ? this.#theme.ink : this.#theme.paper;
    context.lineWidth = (chosen ? 3 : 1.5) / scale;
    context.stroke();
    context.globalAlpha = 1;
  }

  /** What lies over nodes and edges: marks of dispute, and names. */
  #over(context: CanvasRenderingContext2D, scale: number): void {
    if (!this.#moving) for (const line of this.#lines) if (line.edge.status === DISPUTED) this.#dispute(line, context, scale);
    const [corner, end] = [this.#graph.screen2GraphCoords(0, 0), this.#graph.screen2GraphCoords(this.element.clientWidth, this.element.clientHeight)];
    const names = [...this.#spots.values()].map((spot) => ({
      text: spot.actor.label, x: spot.x!, y: spot.y!, radius: Math.max(radiusOf(spot.degree), LEAST / scale),
      weight: spot.degree + (this.#lit?.has(spot.id) ? 1000 : 0), strong: this.#isChosen("node", spot.id), veil: this.#lit && !this.#lit.has(spot.id) ? 0.45 : 1,
    }));
    if (this.#moving) names.sort((one, other) => other.weight - one.weight).splice(WHILE_MOVING);
    const written = writeNames(context, scale, names, { left: corner.x, top: corner.y, right: end.x, bottom: end.y }, this.#theme);
    this.element.parentElement?.setAttribute("data-names", String(written));
  }

  #dispute(line: Line, context: CanvasRenderingContext2D, scale: number): void {
    const { x, y } = middleOf(line.source as Spot, line.target as Spot, line.__controlPoints);
    context.font = `700 ${15 / scale}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 4 / scale;
    context.strokeStyle = this.#theme.paper;
    context.fillStyle = veiled(this.#theme.doubt, this.#veil(line.edge.id));
    context.strokeText("≠", x, y);
    context.fillText("≠", x, y);
  }
}
