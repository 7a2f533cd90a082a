/** Where nodes stand: laid out once, then kept; those that come later stand near whom they are tied to. */
import ForceGraph, { type NodeObject } from "force-graph";
import { h } from "../dom.ts";
import type { Network } from "./records.ts";

export interface Point {
  x: number;
  y: number;
}

interface Body extends NodeObject {
  id: string;
}

/** With fewer known nodes than one in so many, all are laid out anew. */
const KEPT = 4;
const APART = 34;
/** More cells than a column of the grid can have. */
const COLUMN = 100_000;

/** Draws nodes to the middle, more so along the shorter side of the drawing. */
function gravity(tall: boolean): (alpha: number) => void {
  const [across, down] = tall ? [0.1, 0.045] : [0.05, 0.075];
  let bodies: Body[] = [];
  const force = (alpha: number): void => {
    for (const body of bodies) {
      body.vx = (body.vx ?? 0) - (body.x ?? 0) * across * alpha;
      body.vy = (body.vy ?? 0) - (body.y ?? 0) * down * alpha;
    }
  };
  return Object.assign(force, { initialize: (all: Body[]) => (bodies = all) });
}

/** Keeps nodes so far apart that their names fit between them; a grid spares asking all about all. */
function elbowRoom(): (alpha: number) => void {
  let bodies: Body[] = [];
  const push = (one: Body, other: Body, alpha: number): void => {
    const [dx, dy] = [(other.x ?? 0) - (one.x ?? 0) || 0.01, ((other.y ?? 0) - (one.y ?? 0)) * 1.4];
    const distance = Math.hypot(dx, dy);
    if (distance >= 2 * APART) return;
    const by = ((2 * APART - distance) / distance) * 0.3 * Math.max(alpha, 0.1);
    for (const [body, sign] of [[one, -1], [other, 1]] as const) {
      body.vx = (body.vx ?? 0) + sign * dx * by;
      body.vy = (body.vy ?? 0) + sign * dy * by;
    }
  };
  const force = (alpha: number): void => {
    const cells = new Map<number, Body[]>();
    const cell = (body: Body, right = 0, down = 0): number => (Math.floor((body.x ?? 0) / (2 * APART)) + right) * COLUMN + Math.floor((body.y ?? 0) / (2 * APART)) + down;
    for (const body of bodies) {
      for (const [right, down] of [[0, 0], [-1, 0], [-1, -1], [0, -1], [1, -1], [1, 0], [-1, 1], [0, 1], [1, 1]] as const)
        for (const other of cells.get(cell(body, right, down)) ?? []) push(other, body, alpha);
      const mine = cells.get(cell(body));
      if (mine) mine.push(body);
      else cells.set(cell(body), [body]);
    }
  };
  return Object.assign(force, { initialize: (all: Body[]) => (bodies = all) });
}

/** A place to start from: between those that one is tied to, and a little aside. */
function beside(id: string, at: number, ties: Map<string, Set<string>>, places: ReadonlyMap<string, Point>): Point | null {
  const near = [...(ties.get(id) ?? [])].flatMap((one) => places.get(one) ?? []);
  if (!near.length) return null;
  const angle = at * 2.4; // the golden angle: no two the same
  const mean = (of: "x" | "y"): number => near.reduce((sum, point) => sum + point[of], 0) / near.length;
  return { x: mean("x") + Math.cos(angle) * APART * 1.5, y: mean("y") + Math.sin(angle) * APART * 1.5 };
}

/** Give every node of a network a place, in a drawing that is tall or wide; says whether all were placed anew. */
export async function layOut({ nodes, edges }: Network, places: Map<string, Point>, tall: boolean): Promise<boolean> {
  const fresh = nodes.filter(({ id }) => !places.has(id));
  if (!fresh.length) return false;
  const anew = (nodes.length - fresh.length) * KEPT < nodes.length;
  const ties = new Map<string, Set<string>>(nodes.map(({ id }) => [id, new Set()]));
  for (const { source, target } of edges) {
    ties.get(source)?.add(target);
    ties.get(target)?.add(source);
  }
  const bodies = nodes.map(({ id }, at): Body => {
    const place = places.get(id);
    if (anew) return { id };
    return place ? { id, ...place, fx: place.x, fy: place.y } : { id, ...beside(id, at, ties, places) };
  });
  const links = [...new Set(edges.map(({ source, target }) => [source, target].sort().join("~")))].map((both) => {
    const [source, target] = both.split("~") as [string, string];
    return { source, target };
  });
  const large = nodes.length > 300;
  const graph = new ForceGraph<Body>(h("div")).width(1).height(1).enablePointerInteraction(false);
  graph.d3Force("gravity", gravity(tall)).d3Force("room", elbowRoom()).d3Force("center", null);
  graph.d3Force("charge")?.strength(large ? -120 : -420);
  graph.d3Force("link")?.distance(large ? 50 : 95);
  await new Promise<void>((done) => {
    graph.warmupTicks(anew ? (large ? 90 : 320) : 90).cooldownTicks(0).onEngineStop(done).graphData({ nodes: bodies, links });
  });
  graph._destructor();
  if (anew) places.clear();
  for (const { id, x, y } of bodies) places.set(id, { x: x ?? 0, y: y ?? 0 });
  return anew;
}
