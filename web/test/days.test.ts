import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, isoOf, longOf, ticks } from "../src/days.ts";

test("a day and its text are each other's", () => {
  for (const text of ["2024-12-04", "1970-01-01", "1946-02-28", "2024-02-29"]) assert.equal(isoOf(dayOf(text)!), text);
});

test("what is no day is none", () => {
  for (const text of ["2024-02-30", "2024-13-01", "2024-1-1", "yesterday", "", null, undefined]) assert.equal(dayOf(text), null);
});

test("a day in words", () => assert.equal(longOf(dayOf("2024-12-04")!), "Wed 4 December 2024"));

test("an axis has no more marks than there is room for, all of them within its window", () => {
  for (const [from, to] of [["2024-11-27", "2024-12-08"], ["2016-01-01", "2019-11-30"], ["1946-01-01", "2024-12-31"], ["2024-12-04", "2024-12-04"]]) {
    const [first, last] = [dayOf(from)!, dayOf(to)!];
    for (const most of [3, 7, 12]) {
      const found = ticks(first, last, most);
      assert.ok(found.length <= most + 1, `${found.length} for ${most}`);
      assert.ok(found.every(({ day }) => day >= first && day <= last));
      assert.equal(new Set(found.map(({ label }) => label)).size, found.length);
    }
  }
});
