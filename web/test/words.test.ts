import assert from "node:assert/strict";
import { test } from "node:test";
import { deathsOf, whenOf } from "../src/words.ts";

const bounds = (from: string | null, until: string | null, surely_from: string | null = null, surely_until: string | null = null) => ({ from, until, surely_from, surely_until });

test("a stretch in which something happened on some day is not said to be one through which it went on", () => {
  assert.equal(whenOf(bounds("2024-11-29", "2024-12-05")), "some time from 29 November 2024 to 5 December 2024; which day is not certain");
  assert.equal(whenOf(bounds("2024-11-29", "2024-12-05", "2024-11-29", "2024-12-05")), "from 29 November 2024 to 5 December 2024");
});

test("an open bound is said to be unknown", () => {
  assert.match(whenOf(bounds("2024-12-05", null, "2024-12-05", "2024-12-08")), /its end is not known; surely from 5 December 2024 to 8 December 2024/);
  assert.match(whenOf(bounds(null, null)), /beginning and end are not known/);
  assert.equal(whenOf(bounds("2024-12-05", "2024-12-05")), "on 5 December 2024");
});

test("deaths are low, best and high, or not told", () => {
  const deaths = (deaths_low: number | null, deaths_best: number | null, deaths_high: number | null) => deathsOf({ deaths_low, deaths_best, deaths_high });
  assert.equal(deaths(null, null, null), null);
  assert.equal(deaths(3, 3, 3), "deaths: 3");
  assert.equal(deaths(1, null, 1200), "deaths: at least 1, at most 1,200");
});
