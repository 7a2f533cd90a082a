/** Where nodes stand: laid out once, then kept; those that come later stand near whom they are tied to. */
import type { Placed } from "../workers/placing.ts";
import { APART, LARGE, type Task } from "./forces.ts";
import type { Network } from "./records.ts";

export interface Point {
  x: number;
  y: number;
}

/** With fewer known nodes than one in so many, all are laid out anew. */
const KEPT = 4;

/** A place to start from: between those that one is tied to, and a little aside. */
function beside(id: string, at: number, ties: Map<string, Set<string>>, places: ReadonlyMap<string, Point>): Point | null {
  const near = [...(ties.get(id) ?? [])].flatMap((one) => places.get(one) ?? []);
  if (!near.length) return null;
  const angle = at * 2.4; // the golden angle: no two the same
  const mean = (of: "x" | "y"): number => near.reduce((sum, point) => sum + point[of], 0) / near.length;
  return { x: mean("x") + Math.cos(angle) * APART * 1.5, y: mean("y") + Math.sin(angle) * APART * 1.5 };
}

function taskOf({ nodes, edges }: Network, places: ReadonlyMap<string, Point>, tall: boolean, anew: boolean): Task {
  const number = new Map(nodes.map(({ id }, at) => [id, at]));
  const ties = new Map<string, Set<string>>(nodes.map(({ id }) => [id, new Set()]));
  for (const { source, target } of edges) {
    ties.get(source)?.add(target);
    ties.get(target)?.add(source);
  }
  const bodies = nodes.map(({ id }, at) => {
    const place = anew ? undefined : places.get(id);
    return { ...(place ?? (anew ? null : beside(id, at, ties, places))), fixed: place !== undefined };
  });
  const both = [...ties].flatMap(([one, others]) => [...others].flatMap((other): [number, number][] => (one <= other ? [[number.get(one)!, number.get(other)!]] : [])));
  return { bodies, ties: both, tall, anew };
}

/** Lays networks out in a worker. A large one is usable at once, and its nodes move on to their places. */
export class Layout {
  readonly places = new Map<string, Point>();
  readonly #moved: (still: boolean) => void;
  #worker: Worker | null = null;
  #turn = 0;
  #still: Promise<void> = Promise.resolve();
  #stop = (): void => undefined;
  #ended: ((done: boolean) => void) | null = null;
  #moving: string[] = [];

  /** Say who is told that places have changed, and whether they stay so. */
  constructor(moved: (still: boolean) => void) {
    this.#moved = moved;
  }

  /** Whether no node moves. */
  get still(): boolean {
    return this.#worker === null;
  }

  /** A node that the reader has put somewhere stays there. */
  put(id: string, place: Point): void {
    this.places.set(id, place);
    this.#moving = this.#moving.map((one) => (one === id ? "" : one));
  }

  /** Give every node of a network a place, in a drawing that is tall or wide; says whether all are placed anew. */
  async place(network: Network, tall: boolean): Promise<boolean> {
    const fresh = network.nodes.filter(({ id }) => !this.places.has(id));
    if (!fresh.length) return false;
    const anew = (network.nodes.length - fresh.length) * KEPT < network.nodes.length;
    if (!anew) await this.#still; // those that stay must have come to their places
    const task = taskOf(network, this.places, tall, anew);
    const whole = await this.#laidOut(network.nodes.map(({ id }) => id), task, network.nodes.length > LARGE);
    return whole && anew;
  }

  /** Have a task done; comes back when nodes stand still, or for a large one, when all have a first place. */
  #laidOut(ids: string[], task: Task, early: boolean): Promise<boolean> {
    this.#give(false);
    this.#still = new Promise((stop) => (this.#stop = stop));
    const turn = ++this.#turn;
    return new Promise((resolve, reject) => {
      let first = true;
      this.#ended = resolve;
      this.#worker = new Worker(new URL(`./placing.js${new URL(import.meta.url).search}`, import.meta.url), { type: "module" });
      this.#worker.addEventListener("error", () => {
        reject(new Error("the network's layout failed"));
        this.#give(false);
      });
      this.#worker.addEventListener("message", ({ data }: MessageEvent<Placed>) => {
        if (data.turn !== turn || (!data.done && !early)) return;
        if (first) {
          if (task.anew) this.places.clear();
          this.#moving = ids;
        }
        this.#moving.forEach((id, at) => id && this.places.set(id, { x: data.places[2 * at]!, y: data.places[2 * at + 1]! }));
        if (first) resolve(true);
        else this.#moved(data.done);
        first = false;
        if (data.done) this.#give(true);
      });
      this.#worker.postMessage({ turn, task });
    });
  }

  /** End the worker: a network that nobody waits for any more is not laid out further. */
  #give(done: boolean): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#stop();
    this.#ended?.(done);
    this.#ended = null;
  }
}
