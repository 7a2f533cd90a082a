/** What the map asks of the server, by day. */
import { address, ask, records, type Thing, type Voice } from "../ask.ts";
import { type Day, isoOf } from "../days.ts";
import * as facts from "../facts.ts";

/** Who held a place, or that nobody says. */
export interface Holding extends facts.Bounds {
  place: Thing;
  holder: Thing | null;
  answer: "surely" | "possibly" | "no evidence";
  standing: string | null;
  extents: string[];
  status: Thing | null;
  voices: Voice[];
  situation: Thing | null;
  lat: number | null;
  long: number | null;
}

/** Something that happened, and where on the map. */
export interface Happening extends facts.Happening {
  lat: number | null;
  long: number | null;
}

/** Everything that is drawn for a day. */
export interface Shown {
  holdings: Holding[];
  happenings: Happening[];
  more: boolean;
}

const FIELDS = `${facts.HAPPENING},lat,long`;

const control = (day: Day): string => address("/control", { on: isoOf(day), limit: 500 });
const timeline = (day: Day): string => address("/timeline", { from: isoOf(day), to: isoOf(day), limit: 500, fields: FIELDS });

/** What is known of a day. */
export async function shownOn(day: Day): Promise<Shown> {
  const [held, happened] = await Promise.all([records<Holding>(control(day)), records<Happening>(timeline(day), 500)]);
  return { holdings: held.records, happenings: happened.records, more: held.more || happened.more };
}

/** Ask of the days beforehand that may come next, so that a step shows at once. */
export function beforehand(days: Day[]): void {
  for (const next of days) {
    for (const url of [control(next), timeline(next)]) ask(url).catch(() => undefined); // told when the day is shown
  }
}
