/** What an exported page shows on a day. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf } from "../src/days.ts";
import { daysIn, mayHold, read } from "../src/viewer/data.ts";

const edge = (days: [string | null, string | null], told: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: "actors/a", target: "actors/b", label: "a tie", kind: "Support", sign: 1, directed: true, days, sure: [null, null], answer: "possibly", status: "singleSource", told: { id: "situations/one", ...told },
});
const page = (...edges: Record<string, unknown>[]): string => JSON.stringify({ base: "https://example.org/", nodes: [{ id: "actors/a", label: "A", class: "Group", x: 1, y: 2, told: { id: "actors/a" } }], edges });

test("edges of one fact have ids of their own, and what is told of each", () => {
  const { network, told, places } = read(page(edge([null, null], { voices: ["one"] }), edge([null, null], { events: 3 })));
  const [one, other] = network.edges;
  assert.notEqual(one!.id, other!.id);
  assert.equal(one!.key, other!.key);
  assert.deepEqual(told.get(one!.id), { id: "situations/one", voices: ["one"] });
  assert.deepEqual([one!.events, other!.events], [null, 3]);
  assert.deepEqual(places.get("actors/a"), { x: 1, y: 2 });
  assert.equal(one!.answer, "possibly");
});

test("an end that is not known excludes no day", () => {
  const { edges } = read(page(edge(["2024-11-30", "2024-12-05"]), edge(["2024-12-01", null]), edge([null, "2024-12-02"]), edge([null, null]))).network;
  const on = (text: string): boolean[] => edges.map((one) => mayHold(one, dayOf(text)));
  assert.deepEqual(on("2024-11-29"), [false, false, true, true]);
  assert.deepEqual(on("2024-12-05"), [true, true, false, true]);
  assert.deepEqual(on("2025-01-01"), [false, true, false, true]);
  assert.ok(edges.every((one) => mayHold(one, null)));
  assert.deepEqual(daysIn(edges), [dayOf("2024-11-30"), dayOf("2024-12-05")]);
  assert.equal(daysIn(edges.slice(3)), null);
});
