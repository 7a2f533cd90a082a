/** A change as a card: what, when, how sure, and who says so; and the changes of a day under its name. */
import type { Thing } from "../ask.ts";
import { dayOf, longOf } from "../days.ts";
import { chip, h, link } from "../dom.ts";
import type { Sides } from "../sides.ts";
import { voicesOf } from "../voices.ts";
import { type Change, TAKEN } from "./records.ts";

/** Actors with their colours, one after another. */
const actors = (all: Thing[], colours: Sides): (Node | string)[] =>
  all.flatMap((one, at) => [at ? (at === all.length - 1 ? " and " : ", ") : "", h("span", { class: "actor" }, chip(colours.of(one.id)), link(one))]);

const places = (all: Thing[]): (Node | string)[] => (all.length ? all.flatMap((one, at) => [at ? ", " : "", link(one)]) : ["a place that is not named"]);

/** What share of a place was taken, where it was not all of it or voices differ. */
const part = (extents: string[]): string | null => {
  const shares = extents.filter((one) => one !== "full");
  if (!shares.length) return null;
  return shares.length === extents.length ? `${shares.join(" or ")} of it` : `all of it or ${shares.join(" or ")} of it, as voices differ`;
};

function title(change: Change, colours: Sides): HTMLElement {
  if (change.change === TAKEN) {
    const from = change.losers.length ? [" from ", ...actors(change.losers, colours)] : [];
    const takers = change.takers.length ? actors(change.takers, colours) : ["somebody who is not named"];
    return h("h3", {}, h("strong", {}, ...places(change.places)), ", taken by ", ...takers, ...from);
  }
  const ended = change.change === "tie ended";
  return h("h3", {}, ...(change.one ? actors([change.one], colours) : []), ` ${change.relation ?? "tied to"} `, ...(change.other ? actors([change.other], colours) : []), ended ? ": ended" : ": began");
}

/** One change. */
function card(change: Change, colours: Sides): HTMLElement {
  const about = [part(change.extents), change.status?.name].filter((one) => one);
  const [first, ...more] = [change.voices.slice(0, 1), ...(change.voices.length > 1 ? [change.voices.slice(1)] : [])];
  const box = h(
    "li",
    { class: `change ${change.answer}`, "data-fact": change.fact.id, "data-change": change.change },
    title(change, colours),
    h("p", {}, h("strong", { class: change.answer }, change.answer), ...about.map((text) => `; ${text}`), ". ", link(change.fact, change.change === TAKEN ? "The event" : "The tie"), "."),
    voicesOf(first!),
    ...more.map((rest) => h("details", {}, h("summary", {}, rest.length === 1 ? "1 more statement" : `${rest.length} more statements`), voicesOf(rest))),
  );
  box.style.borderInlineStartColor = colours.of((change.takers[0] ?? change.one)?.id);
  return box;
}

/** When the changes of a group were: a day, or days of which one is meant. */
function when({ from, until }: Change): string {
  const [first, last] = [dayOf(from), dayOf(until)];
  if (first !== null && first === last) return longOf(first);
  if (first !== null && last !== null) return `Between ${longOf(first)} and ${longOf(last)}`;
  if (first !== null) return `${longOf(first)} or later`;
  return last === null ? "On a day that is not known" : `${longOf(last)} or earlier`;
}

/** Changes by day, in the order of the look-up. */
export function groups(changes: Change[], colours: Sides): HTMLElement[] {
  const found = new Map<string, Change[]>();
  for (const change of changes) found.set(when(change), [...(found.get(when(change)) ?? []), change]);
  return [...found].map(([text, mine]) => h("section", { class: "day-group" }, h("h2", {}, text), h("ul", { class: "cards" }, ...mine.map((change) => card(change, colours)))));
}
