/** What moves nodes to their places: ties draw, bodies push one another away, and all is drawn to the middle. */
import { forceLink, forceManyBody, forceSimulation, type Body, type Force, type Simulation } from "d3-force-3d";

/** What a layout needs to know of a network; ties are places in the list of bodies. */
export interface Task {
  bodies: { x?: number; y?: number; fixed: boolean }[];
  ties: [from: number, to: number][];
  tall: boolean;
  anew: boolean;
}

/** Nodes whose names are to fit between them are so far apart. */
export const APART = 34;
/** From so many nodes on a network is large: it is laid out closer, and shown while it is. */
export const LARGE = 300;
/** More cells than a column of the grid can have. */
const COLUMN = 100_000;

/** Draws nodes to the middle, more so along the shorter side of the drawing. */
function gravity(tall: boolean): Force {
  const [across, down] = tall ? [0.1, 0.045] : [0.05, 0.075];
  let bodies: Body[] = [];
  const force = (alpha: number): void => {
    for (const body of bodies) {
      body.vx -= body.x * across * alpha;
      body.vy -= body.y * down * alpha;
    }
  };
  return Object.assign(force, { initialize: (all: Body[]) => (bodies = all) });
}

/** Keeps nodes so far apart that their names fit between them; a grid spares asking all about all. */
function elbowRoom(): Force {
  let bodies: Body[] = [];
  const push = (one: Body, other: Body, alpha: number): void => {
    const [dx, dy] = [other.x - one.x || 0.01, (other.y - one.y) * 1.4];
    const distance = Math.hypot(dx, dy);
    if (distance >= 2 * APART) return;
    const by = ((2 * APART - distance) / distance) * 0.3 * Math.max(alpha, 0.1);
    one.vx -= dx * by;
    one.vy -= dy * by;
    other.vx += dx * by;
    other.vy += dy * by;
  };
  const force = (alpha: number): void => {
    const cells = new Map<number, Body[]>();
    for (const body of bodies) {
      const cell = Math.floor(body.x / (2 * APART)) * COLUMN + Math.floor(body.y / (2 * APART));
      for (const right of [-1, 0, 1]) for (const down of [-1, 0, 1]) for (const other of cells.get(cell + right * COLUMN + down) ?? []) push(other, body, alpha);
      const mine = cells.get(cell);
      if (mine) mine.push(body);
      else cells.set(cell, [body]);
    }
  };
  return Object.assign(force, { initialize: (all: Body[]) => (bodies = all) });
}

/** How many steps a layout takes. */
export const stepsOf = ({ bodies, anew }: Task): number => (anew && bodies.length <= LARGE ? 320 : 90);

/** A layout that stands still until it is told to go a step on. */
export function simulationOf({ bodies, ties, tall }: Task): Simulation {
  const large = bodies.length > LARGE;
  const nodes = bodies.map(({ x, y, fixed }) => ({ ...(x === undefined ? {} : { x, y }), ...(fixed ? { fx: x, fy: y } : {}) }));
  return forceSimulation(nodes)
    .stop()
    .force("link", forceLink(ties.map(([source, target]) => ({ source, target }))).distance(large ? 50 : 95))
    .force("charge", forceManyBody().strength(large ? -120 : -420))
    .force("gravity", gravity(tall))
    .force("room", elbowRoom())
    .velocityDecay(0.4);
}
