/** What look-ups say of facts, as several views read it. */
import type { Thing, Voice } from "./ask.ts";

/** When something was: outer bounds that are possible, inner bounds that are sure; null where a bound is open. */
export interface Bounds {
  from: string | null;
  until: string | null;
  surely_from: string | null;
  surely_until: string | null;
}

/** How many died by what is told; null where nobody tells. */
export interface Deaths {
  deaths_low: number | null;
  deaths_best: number | null;
  deaths_high: number | null;
}

/** Something that happened, or may have. */
export interface Happening extends Bounds, Deaths {
  event: Thing;
  answer: string;
  types: Thing[];
  agents: Thing[];
  targets: Thing[];
  parties: Thing[];
  places: Thing[];
  status: Thing | null;
  source: Thing | null;
  voices: Voice[];
}

/** The members of a record of `/timeline` that a `Happening` has. */
export const HAPPENING = "event,answer,from,until,surely_from,surely_until,types,agents,targets,parties,places,deaths_low,deaths_best,deaths_high,status,source,voices";
