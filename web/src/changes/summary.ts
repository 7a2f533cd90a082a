/** What changed, in one line. */
import { type Change, TAKEN } from "./records.ts";

const several = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;

/** How often each taker took something, the most frequent first. */
export function takersOf(changes: Change[]): [string, number][] {
  const found = new Map<string, number>();
  for (const { change, takers } of changes) if (change === TAKEN) for (const { name } of takers) found.set(name, (found.get(name) ?? 0) + 1);
  return [...found].sort(([one, n], [other, m]) => m - n || one.localeCompare(other));
}

/** How many places were taken, by whom, and how many changed sides. */
export function summaryOf(changes: Change[]): string {
  const taken = changes.filter(({ change }) => change === TAKEN);
  const ties = changes.filter(({ change }) => change !== TAKEN);
  const places = new Set(taken.flatMap(({ places: mine }) => mine.map(({ id }) => id)));
  const unsure = (all: Change[]): string => {
    const n = all.filter(({ answer }) => answer === "possibly").length;
    if (!n) return "";
    return all.length === 1 ? ", only possibly in this time" : `, ${n === all.length ? "all" : n} of them only possibly`;
  };
  const takers = takersOf(changes);
  const by = takers.slice(0, 4).map(([name, n]) => `${name} ${n}`);
  if (takers.length > by.length) by.push(`${takers.length - by.length} more`);
  const first = taken.length ? `${several(taken.length, "taking", "takings")} of ${several(places.size, "place", "places")}${unsure(taken)}${by.length ? ` (${by.join(", ")})` : ""}` : "no place is known to have been taken";
  const kinds = [["began", "tie began"], ["ended", "tie ended"]]
    .map(([word, kind]) => [ties.filter(({ change }) => change === kind).length, word] as const)
    .filter(([n]) => n)
    .map(([n, word]) => `${several(n, "tie", "ties")} ${word}`);
  const second = ties.length ? `${several(ties.length, "change", "changes")} of sides${unsure(ties)}: ${kinds.join(", ")}` : "nobody is known to have changed sides";
  return `${first}; ${second}`;
}
