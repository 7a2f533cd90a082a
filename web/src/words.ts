/** Dates and deaths in words. */
import { type Day, dayOf, longOf } from "./days.ts";
import type { Bounds, Deaths } from "./facts.ts";

const said = (text: string | null): string | null => {
  const day = dayOf(text);
  return day === null ? null : longOf(day).replace(/^\w+ /, "");
};

/** Two days with what goes between them. */
const stretch = (first: string, last: string): string => (first === last ? `on ${first}` : `from ${first} to ${last}`);

/** When something was: what is possible, and what of it is sure. */
export function whenOf({ from, until, surely_from, surely_until }: Bounds): string {
  const [first, last, sureFirst, sureLast] = [from, until, surely_from, surely_until].map(said) as [string | null, string | null, string | null, string | null];
  if (first !== null && first === last) return `on ${first}`;
  const sure = surely_from !== null && surely_until !== null && surely_from <= surely_until ? stretch(sureFirst!, sureLast!) : null;
  const outer =
    first !== null && last !== null ? (sure ? `from ${first} to ${last}` : `some time from ${first} to ${last}`)
    : first !== null ? `from ${first}, its end is not known`
    : last !== null ? `until ${last}, its beginning is not known`
    : "beginning and end are not known";
  return sure ? (sure === outer ? outer : `${outer}; surely ${sure}`) : `${outer}; which day is not certain`;
}

/** The deaths that are told: best, and between which figures; null where nobody tells any. */
export function deathsOf({ deaths_low: low, deaths_best: best, deaths_high: high }: Deaths): string | null {
  if (low === null && best === null && high === null) return null;
  const number = (one: number): string => one.toLocaleString("en-GB");
  if (best !== null && low === best && high === best) return `deaths: ${number(best)}`;
  const parts = [low !== null ? `at least ${number(low)}` : null, best !== null ? `best estimate ${number(best)}` : null, high !== null ? `at most ${number(high)}` : null];
  return `deaths: ${parts.filter((part) => part !== null).join(", ")}`;
}

/** A day, or a stretch of days. */
export const stretchOf = (first: Day, last: Day): string => (first === last ? longOf(first) : `${longOf(first)} to ${longOf(last)}`);
