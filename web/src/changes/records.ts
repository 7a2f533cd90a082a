/** What the changes ask of the server: the changes themselves, and who held what on two days. */
import { address, records, type Thing, type Voice } from "../ask.ts";
import { type Day, isoOf } from "../days.ts";

/** A place that was taken, or a tie between two actors that began or ended. */
export interface Change {
  change: string;
  answer: "surely" | "possibly";
  from: string | null;
  until: string | null;
  places: Thing[];
  takers: Thing[];
  losers: Thing[];
  extents: string[];
  one: Thing | null;
  relation: string | null;
  other: Thing | null;
  status: Thing | null;
  voices: Voice[];
  fact: Thing;
}

/** A holder of a place on a day, or that there is no evidence of one. */
export interface Holding {
  place: Thing;
  holder: Thing | null;
  answer: string;
  standing: string | null;
  extents: string[];
}

export interface Filters {
  place: string | null;
  actor: string | null;
  what: string | null;
}

export const TAKEN = "place taken";

/** The address of what changed in a window. */
export const changesOf = ([from, to]: [Day, Day], filters: Filters, more: Record<string, string | number> = {}): string =>
  address("/changes", { from: isoOf(from), to: isoOf(to), ...filters, ...more });

export const allChanges = (window: [Day, Day], filters: Filters): Promise<{ records: Change[]; more: boolean }> => records<Change>(changesOf(window, filters, { limit: 500 }), 3000);

/** Who held what on a day, for all places. */
export async function heldOn(day: Day, holder: string | null = null): Promise<Holding[]> {
  return (await records<Holding>(address("/control", { on: isoOf(day), holder, limit: 500, fields: "place,holder,answer,standing,extents" }))).records;
}
