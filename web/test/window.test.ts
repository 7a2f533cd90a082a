import assert from "node:assert/strict";
import { test } from "node:test";
import { denseWindow } from "../src/window.ts";

test("a lone early event does not widen the window", () => {
  const counts = new Map([[0, 1], ...Array.from({ length: 12 }, (_, day) => [20_000 + day, 5] as [number, number])] as [number, number][]);
  const [from, to] = denseWindow(counts);
  assert.ok(from >= 20_000 && to <= 20_011);
  const within = [...counts].filter(([day]) => day >= from && day <= to).reduce((sum, [, n]) => sum + n, 0);
  assert.ok(within >= 0.85 * 61);
});

test("one day, and none", () => {
  assert.deepEqual(denseWindow(new Map([[5, 3]])), [5, 5]);
  assert.deepEqual(denseWindow(new Map()), [0, 0]);
});
