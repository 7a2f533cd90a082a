/** Which stretch of days is looked at first. */
import type { Day } from "./days.ts";

/** How many records of events there are for each day that has some: sources may tell the same event. */
export type Counts = Map<Day, number>;

const ENOUGH = 0.85;

/** The shortest window that holds most events, so that a lone early date does not squeeze all others together. */
export function denseWindow(counts: Counts): [Day, Day] {
  const days = [...counts].sort(([one], [other]) => one - other);
  const all = days.reduce((sum, [, n]) => sum + n, 0);
  let best: [Day, Day] = [days[0]?.[0] ?? 0, days.at(-1)?.[0] ?? 0];
  let within = 0;
  let start = 0;
  for (const [day, n] of days) {
    within += n;
    while (within - days[start]![1] >= ENOUGH * all) within -= days[start++]![1];
    const from = days[start]![0];
    if (within >= ENOUGH * all && day - from < best[1] - best[0]) best = [from, day];
  }
  return best;
}
