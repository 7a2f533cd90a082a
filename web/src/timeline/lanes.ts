/** Events and situations as items of lanes: the busiest lanes have their own, the others share the last. */
import type { Thing } from "../ask.ts";
import { type Day, dayOf } from "../days.ts";
import type { Sides } from "../sides.ts";
import type { Bounds, Happening } from "../facts.ts";
import type { Bin, By, Situation } from "./records.ts";

/** What is drawn for an event or a situation. */
export interface Item {
  kind: "event" | "situation";
  thing: Thing;
  /** What stands in its bar: the axis tells the dates. */
  label: string;
  answer: string;
  from: Day | null;
  until: Day | null;
  /** The days on which it surely was, if there are any. */
  sure: [Day, Day] | null;
  lanes: Thing[];
  colour: string;
  /** Whose colour it has. */
  actor: Thing | null;
  event?: Happening;
  situation?: Situation;
}

/** A lane with what is in it: single items, or counts. */
export interface Lane {
  id: string;
  name: string;
  items: Item[];
  bins: Bin[];
}

export const LANES = 30;
const NOBODY: Record<By, Thing> = { actor: { id: "", name: "no actor named" }, place: { id: "", name: "no place named" }, type: { id: "", name: "of no type" } };
/** The lane of all that have none of their own. */
export const OTHERS = "others";
const DATES = /, (from |until )?\d{4}(-\d\d){0,2}( until .*)?$/;

function when({ from, until, surely_from, surely_until }: Bounds): Pick<Item, "from" | "until" | "sure"> {
  const [first, last] = [dayOf(surely_from), dayOf(surely_until)];
  return { from: dayOf(from), until: dayOf(until), sure: first !== null && last !== null && first <= last ? [first, last] : null };
}

/** An event; in lanes by actor it has the lane's colour, else that of who did it. */
export function eventItem(event: Happening, by: By, sides: Sides): Item {
  const lanes = { actor: event.parties, place: event.places, type: event.types }[by];
  const actor = event.agents[0] ?? event.parties[0] ?? null;
  return { kind: "event", thing: event.event, label: event.event.name.replace(DATES, ""), answer: event.answer, ...when(event), lanes: lanes.length ? lanes : [NOBODY[by]], colour: sides.of(actor?.id), actor, event };
}

/** Control stands in the lane of the place, in the holder's colour; support in the lane of who gives it, in the colour of who gets it. */
export function situationItem(situation: Situation, sides: Sides): Item {
  const actor = situation.holder ?? situation.supported ?? null;
  const lane = situation.place ?? situation.supporter!;
  const label = situation.holder ? situation.holder.name : `supports ${situation.supported?.name ?? ""}`;
  return { kind: "situation", thing: situation.situation!, label, answer: situation.answer, ...when(situation), lanes: [lane], colour: sides.of(actor?.id), actor, situation };
}

/** The lanes in the order of how much is in them; those beyond the most become one, of events alone. */
function merged(lanes: Map<string, Lane>, weight: (lane: Lane) => number): { lanes: Lane[]; others: number } {
  const sorted = [...lanes.values()].sort((one, other) => weight(other) - weight(one) || one.name.localeCompare(other.name));
  if (sorted.length <= LANES + 1) return { lanes: sorted, others: 0 };
  const rest = sorted.slice(LANES);
  const bins = new Map<Day, Bin>();
  for (const bin of rest.flatMap((lane) => lane.bins)) {
    const sum = bins.get(bin.first) ?? { ...bin, lane: null, events: 0 };
    sum.events += bin.events;
    bins.set(bin.first, sum);
  }
  const items = [...new Set(rest.flatMap((lane) => lane.items))].filter(({ kind }) => kind === "event");
  return { lanes: [...sorted.slice(0, LANES), { id: OTHERS, name: `${rest.length} others`, items, bins: [...bins.values()] }], others: rest.length };
}

function laneOf(lanes: Map<string, Lane>, { id, name }: Thing): Lane {
  const lane = lanes.get(id) ?? { id, name, items: [], bins: [] };
  lanes.set(id, lane);
  return lane;
}

/** Items, each in all the lanes that it belongs to. */
export function lanesOf(items: Item[]): { lanes: Lane[]; others: number } {
  const lanes = new Map<string, Lane>();
  for (const item of items) for (const thing of item.lanes) laneOf(lanes, thing).items.push(item);
  return merged(lanes, ({ items: mine }) => mine.reduce((sum, { kind }) => sum + (kind === "event" ? 1 : 0.001), 0));
}

/** Counts in their lanes. */
export function binLanes(bins: Bin[], by: By): { lanes: Lane[]; others: number } {
  const lanes = new Map<string, Lane>();
  for (const bin of bins) laneOf(lanes, bin.lane ?? NOBODY[by]).bins.push(bin);
  return merged(lanes, ({ bins: mine }) => mine.reduce((sum, { events }) => sum + events, 0));
}

/** Whether an event belongs to a lane that stands for one thing. */
export const inLane = (event: Happening, by: By, lane: string): boolean => {
  const mine = { actor: event.parties, place: event.places, type: event.types }[by];
  return lane === "" ? mine.length === 0 : mine.some(({ id }) => id === lane);
};
