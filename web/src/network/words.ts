/** Days, sureness, and standing of evidence in words. */
import { dayOf, longOf } from "../days.ts";
import { whenOf as boundsInWords } from "../words.ts";
import type { Edge } from "./records.ts";

const day = (text: string | null): string => {
  const found = dayOf(text);
  return found === null ? "a day that is not known" : longOf(found);
};

/** When a relation held, or when the attacks that it counts happened. */
export function whenOf({ from_: from, until, surely_from, surely_until, events }: Edge): string {
  if (events !== null) return from === until || !until ? `on ${day(from)}` : `first on ${day(from)}, last on ${day(until)}`;
  return boundsInWords({ from, until, surely_from, surely_until });
}

const STANDINGS: Record<string, string> = { severalDocuments: "in several documents", singleSource: "from a single source", disputed: "disputed" };

/** The standing of a fact's evidence; a code that is not known here is said as it is. */
export const statusOf = (code: string): string => STANDINGS[code] ?? code;

export const answeredOf = ({ answer, events }: Edge): string => (events === null ? answer : `${answer}, ${events} ${events === 1 ? "event" : "events"}`);

export const counted = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
