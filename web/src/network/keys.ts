/** The drawing by keyboard: arrows lead to the node in that direction, Enter from edge to edge of a node. */
import type { Choice } from "./drawing.ts";
import type { Point } from "./layout.ts";
import type { Network } from "./records.ts";

export const HELP = "Arrow keys go from actor to actor, Enter through the relations of one, Escape back; plus, minus and 0 change the scale.";

const DIRECTIONS: Record<string, Point> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };

/** The nearest node in a direction; what lies aside counts as farther off. */
export function towards(from: Point, direction: Point, points: Iterable<[string, Point]>): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const [id, { x, y }] of points) {
    const [dx, dy] = [x - from.x, y - from.y];
    const along = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y - dy * direction.x);
    if (along <= 0.001 || aside > along * 2.5) continue;
    const far = along + 2 * aside;
    if (far < least) [best, least] = [id, far];
  }
  return best;
}

export class Keys {
  #pivot: string | null = null;

  /** What a key chooses; undefined where it means nothing here. */
  next(key: string, back: boolean, choice: Choice | null, { nodes, edges }: Network, places: ReadonlyMap<string, Point>): Choice | null | undefined {
    if (choice?.kind === "node") this.#pivot = choice.id;
    const direction = DIRECTIONS[key];
    const busiest = (): string | undefined => nodes.map(({ id }) => ({ id, n: edges.filter((edge) => edge.source === id || edge.target === id).length })).sort((one, other) => other.n - one.n)[0]?.id;
    const edge = choice?.kind === "edge" ? edges.find(({ id }) => id === choice.id) : undefined;
    if (edge && this.#pivot !== edge.source && this.#pivot !== edge.target) this.#pivot = edge.source;
    const here = this.#pivot !== null && nodes.some(({ id }) => id === this.#pivot) ? this.#pivot : null;
    if (direction) {
      const start = choice && here ? places.get(here) : undefined;
      const id = start ? towards(start, direction, nodes.map(({ id: one }) => [one, places.get(one)!])) : busiest();
      return id ? { kind: "node", id } : choice;
    }
    if (key === "Enter" || key === " ") {
      const mine = edges.filter(({ source, target }) => source === here || target === here);
      if (!choice || !mine.length) return busiest() ? { kind: "node", id: busiest()! } : null;
      const at = edge ? mine.indexOf(edge) : back ? 0 : -1;
      return { kind: "edge", id: mine[(at + (back ? -1 : 1) + mine.length) % mine.length]!.id };
    }
    if (key === "Escape") return edge && here ? { kind: "node", id: here } : null;
    return undefined;
  }
}
