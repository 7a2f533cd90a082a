/** Lays a network out beside the page, and tells of it now and then, so that the page can be used all the while. */
import { simulationOf, stepsOf, type Task } from "../network/forces.ts";

/** What is told: where each body is by now, x and y in turn, and whether it stays there. */
export interface Placed {
  turn: number;
  places: Float32Array;
  done: boolean;
}

/** Milliseconds after which the first places are told, and then those after each further while. */
const FIRST = 120;
const WHILE = 350;

addEventListener("message", ({ data }: MessageEvent<{ turn: number; task: Task }>) => {
  const { turn, task } = data;
  const simulation = simulationOf(task);
  const tell = (done: boolean): void => {
    const places = new Float32Array(simulation.nodes().flatMap(({ x, y }) => [x, y]));
    postMessage({ turn, places, done } satisfies Placed, { transfer: [places.buffer] });
  };
  let due = performance.now() + FIRST;
  for (let left = stepsOf(task); left > 0; left -= 1) {
    simulation.tick();
    if (performance.now() < due) continue;
    tell(false);
    due = performance.now() + WHILE;
  }
  tell(true);
});
