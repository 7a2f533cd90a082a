/** How edges between the same two nodes are kept apart. */
import type { Edge } from "./records.ts";

/** How far an edge bends, and, where it returns to its node, in which direction it leaves, in degrees. */
export interface Curve {
  bend: number;
  turn: number;
}

const STEP = 0.22;
const SPREAD = 1.3;

/** A bend for each edge: parallel ones fan out to both sides, loops go around the node. */
export function curves(edges: Edge[]): Map<string, Curve> {
  const bundles = new Map<string, Edge[]>();
  for (const edge of edges) {
    const ends = [edge.source, edge.target].sort().join("~");
    const bundle = bundles.get(ends);
    if (bundle) bundle.push(edge);
    else bundles.set(ends, [edge]);
  }
  const found = new Map<string, Curve>();
  for (const bundle of bundles.values()) {
    const step = Math.min(STEP, SPREAD / bundle.length);
    bundle.forEach((edge, at) => {
      if (edge.source === edge.target) {
        found.set(edge.id, { bend: 0.45 + 0.15 * Math.floor(at / 4), turn: (at % 4) * 90 });
        return;
      }
      const side = (at - (bundle.length - 1) / 2) * step;
      found.set(edge.id, { bend: edge.source < edge.target ? side : -side, turn: 0 }); // a bend is seen from the source
    });
  }
  return found;
}

/** The middle of an edge: a straight one, or one that bends by one or two control points. */
export function middleOf(start: { x?: number; y?: number }, end: { x?: number; y?: number }, bend: number[] | null | undefined): { x: number; y: number } {
  const middle = (of: "x" | "y", at: 0 | 1): number => {
    const [from, to] = [start[of]!, end[of]!];
    if (!bend) return (from + to) / 2;
    return bend.length === 2 ? (from + 2 * bend[at]! + to) / 4 : (from + 3 * bend[at]! + 3 * bend[at + 2]! + to) / 8;
  };
  return { x: middle("x", 0), y: middle("y", 1) };
}
