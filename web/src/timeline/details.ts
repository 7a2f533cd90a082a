/** What stands beside the timeline: an event with who says so, or the events of a column. */
import { h, link, name } from "../dom.ts";
import type { Thing } from "../ask.ts";
import { voicesOf } from "../voices.ts";
import type { Item } from "./lanes.ts";
import type { Happening } from "../facts.ts";
import type { Bin } from "./records.ts";
import { deathsOf, stretchOf, whenOf } from "../words.ts";

const FIRST = 20;

/** Things one after another, each a link. */
function things(label: string, all: Thing[]): HTMLElement | null {
  if (!all.length) return null;
  return h("p", {}, `${label}: `, ...all.flatMap((one, at) => [at ? ", " : "", link(one)]));
}

const answered = (answer: string, ...rest: (string | null | undefined)[]): HTMLElement =>
  h("p", {}, h("strong", { class: answer }, answer), ...rest.filter(Boolean).map((text) => `; ${text}`));

/** What is told of an event. */
function event(one: Happening): Node[] {
  const sides = [...one.agents, ...one.targets].map(({ id }) => id);
  return [
    h("p", { class: "when" }, whenOf(one)),
    answered(one.answer, one.types.map(({ name: text }) => text).join(", "), deathsOf(one), one.status?.name),
    ...[things("By", one.agents), things("Against", one.targets), things("Involved", one.parties.filter(({ id }) => !sides.includes(id))), things("Where", one.places)].filter((part) => part !== null),
    ...(one.source ? [h("p", {}, h("small", {}, "a row of ", link(one.source)))] : []),
    h("h3", {}, one.voices.length === 1 ? "Who says so" : `Who says so: ${one.voices.length} statements`),
    voicesOf(one.voices),
  ];
}

/** The card of an event or a situation. */
export function cardOf({ thing, event: happened, situation }: Item): Node[] {
  const title = h("h2", {}, link(thing));
  if (happened) return [title, ...event(happened), h("p", {}, link(thing, "The event's page"))];
  const held = situation!;
  return [
    title,
    h("p", { class: "when" }, whenOf(held)),
    answered(held.answer, held.standing, held.status?.name),
    h("h3", {}, "Who says so"),
    voicesOf(held.voices),
    h("p", {}, link({ id: `${thing.id}/evidence?format=html` }, "All the evidence")),
  ];
}

/** The card of a column of a lane: how many, the first of them, and a way to come closer. */
export function columnCard(bin: Bin, lane: string, found: { records: Happening[]; more: boolean } | null, closer: () => void): Node[] {
  const row = (one: Happening): HTMLElement => h("li", {}, link(one.event), h("br"), h("small", {}, [one.answer, whenOf(one), deathsOf(one)].filter(Boolean).join("; ")));
  return [
    h("h2", {}, name(lane)),
    h("p", {}, `${bin.events} ${bin.events === 1 ? "event" : "events"} beginning ${stretchOf(bin.first, bin.last)}.`),
    h("p", {}, h("button", { type: "button", class: "quiet", click: closer }, "Look closer")),
    found
      ? h("ul", {}, ...found.records.slice(0, FIRST).map(row))
      : h("p", { class: "soft" }, "Press Enter or click for the events."),
    found && (found.more || found.records.length > FIRST) ? h("p", { class: "soft" }, `The first ${Math.min(FIRST, found.records.length)} are listed.`) : h("span"),
  ];
}
