/** What the timeline asks of the server: how many events there are, the events or their counts, and situations. */
import { address, ask, ownPath, records, type Thing, type Voice } from "../ask.ts";
import { type Day, dayOf, isoOf } from "../days.ts";
import { type Bounds, HAPPENING, type Happening } from "../facts.ts";

/** What lanes stand for. */
export type By = "actor" | "place" | "type";
export const BY: Record<By, string> = { actor: "Actor", place: "Place", type: "Type of event" };

/** Only what these say; null says nothing. */
export type Filters = Record<By, string | null>;

/** Who held a place, or who supported whom. */
export interface Situation extends Bounds {
  situation: Thing | null;
  answer: string;
  standing?: string | null;
  status: Thing | null;
  voices: Voice[];
  place?: Thing;
  holder?: Thing | null;
  supporter?: Thing;
  supported?: Thing;
}

type Row = Record<string, string | number | null>;
interface Counted {
  rows: Row[];
  totals: { events: number }[];
  truncated: boolean;
}

/** How many events began in a stretch of time, in one lane. */
export interface Bin {
  lane: Thing | null;
  first: Day;
  last: Day;
  events: number;
}

const PAGE = 10_000;
const PAGES = 6;
const DAILY = 120;

const within = ([from, to]: [Day, Day]): { from: string; to: string } => ({ from: isoOf(from), to: isoOf(to) });

/** The address of the events of a window. */
export const timelineOf = (window: [Day, Day], filters: Filters, more: Record<string, string | number> = {}): string =>
  address("/timeline", { ...within(window), ...filters, ...more });

/** How many events a window has. */
export async function howMany(window: [Day, Day], filters: Filters): Promise<number> {
  const { totals } = await ask<Counted>(address("/events/counts", { by: "year", ...within(window), ...filters, limit: PAGE }));
  return totals.reduce((sum, { events }) => sum + events, 0);
}

/** The events of a window, each with its voices. */
export const eventsOf = (window: [Day, Day], filters: Filters, most: number): Promise<{ records: Happening[]; more: boolean }> =>
  records<Happening>(timelineOf(window, filters, { limit: 500, fields: HAPPENING }), most);

/** The stretch of time that a row of counts is for: a day, or a month as far as the window has it. */
function stretch(key: string, [from, to]: [Day, Day]): [Day, Day] | null {
  const day = dayOf(key);
  if (day !== null) return day >= from && day <= to ? [day, day] : null;
  const first = dayOf(`${key}-01`);
  if (first === null) return null;
  const next = new Date(first * 86_400_000);
  const last = Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1) / 86_400_000 - 1;
  return last < from || first > to ? null : [Math.max(first, from), Math.min(last, to)];
}

/** Counts by lane and day, or month where the window is long; how many events began before the window; whether rows lack. */
export async function binsOf(window: [Day, Day], by: By, filters: Filters): Promise<{ bins: Bin[]; daily: boolean; before: number; more: boolean }> {
  const daily = window[1] - window[0] < DAILY;
  const unit = daily ? "day" : "month";
  const sums = new Map<string, Bin>();
  let before = 0;
  let more = true;
  for (let page = 0; more && page < PAGES; page += 1) {
    const found = await ask<Counted>(address("/events/counts", { by: `${unit},${by}`, ...within(window), ...filters, limit: PAGE, offset: page * PAGE }));
    more = found.truncated;
    for (const row of found.rows) {
      const id = row[by];
      const lane = typeof id === "string" ? { id: ownPath(id), name: String(row[`${by}Name`] ?? id) } : null;
      const when = stretch(String(row[unit] ?? ""), window);
      if (!when) {
        before += Number(row.events);
        continue;
      }
      const key = `${lane?.id ?? ""} ${when[0]}`;
      const bin = sums.get(key) ?? { lane, first: when[0], last: when[1], events: 0 };
      bin.events += Number(row.events); // of all sources, which may tell the same events
      sums.set(key, bin);
    }
  }
  return { bins: [...sums.values()], daily, before, more };
}

/** Who held places, for lanes by place; who supported whom, for lanes by actor. */
export async function situationsOf(window: [Day, Day], by: By): Promise<Situation[]> {
  if (by === "type") return [];
  const found = await records<Situation>(address(by === "place" ? "/control" : "/support", { ...within(window), limit: 500 }));
  return found.records.filter(({ situation, holder }) => situation !== null && holder !== null);
}

/** All types that events have, the most frequent first. */
export async function typesOf(): Promise<Thing[]> {
  const { rows } = await ask<Counted>(address("/events/counts", { by: "type", order: "events", limit: 200 }));
  const found = new Map<string, string>();
  for (const { type, typeName } of rows) if (typeof type === "string") found.set(type.split("/").at(-1)!, String(typeName));
  return [...found].map(([id, name]) => ({ id, name }));
}
