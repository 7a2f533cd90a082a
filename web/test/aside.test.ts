/** Marks on the map that would cover one another. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { aside, type Mark } from "../src/map/aside.ts";

const mark = (x: number, y: number, reach = 10): Mark => ({ x, y, reach });
const rounded = (marks: Mark[]): [number, number][] => aside(marks).map(({ x, y }) => [Math.round(x * 100) / 100 + 0, Math.round(y * 100) / 100 + 0]);

test("marks with room stay where they are", () => {
  assert.deepEqual(rounded([mark(0, 0), mark(30, 0), mark(0, 20)]), [[0, 0], [0, 0], [0, 0]]);
});

test("of two that touch the second steps back, in its own direction", () => {
  assert.deepEqual(rounded([mark(100, 100), mark(100, 88)]), [[0, 0], [0, -8]]);
});

test("a third finds room to one side", () => {
  const marks = [mark(0, 0, 10), mark(0, -16, 7), mark(0, -10, 7)];
  const found = aside(marks).map(({ x, y }, at) => ({ x: marks[at]!.x + x, y: marks[at]!.y + y, reach: marks[at]!.reach }));
  assert.ok(Math.abs(found[2]!.x) > 5);
  for (const [one, other] of [[0, 1], [0, 2], [1, 2]] as const) assert.ok(Math.hypot(found[one]!.x - found[other]!.x, found[one]!.y - found[other]!.y) >= found[one]!.reach + found[other]!.reach - 0.01);
});

test("none goes far from its place", () => {
  assert.deepEqual(rounded([mark(0, 0), mark(0, -2)])[1], [0, 0]);
});
