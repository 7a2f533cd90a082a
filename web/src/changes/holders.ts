/** Before and after: places that others held on the last day than on the first. */
import type { Thing } from "../ask.ts";
import { type Day, longOf } from "../days.ts";
import { chip, h, link } from "../dom.ts";
import type { Sides } from "../sides.ts";
import { type Change, heldOn, type Filters, type Holding } from "./records.ts";

/** A place with who held it on the two days. */
export interface Difference {
  place: Thing;
  before: Holding[];
  after: Holding[];
}

function byPlace(holdings: Holding[]): Map<string, Holding[]> {
  const found = new Map<string, Holding[]>();
  for (const one of holdings) found.set(one.place.id, [...(found.get(one.place.id) ?? []), one]);
  return found;
}

/** What of a place's holders makes a difference: who, whether surely, whether contested. */
const marked = (holdings: Holding[]): string =>
  holdings.map(({ holder, answer, standing }) => (holder ? `${holder.id} ${answer} ${standing === "contested"}` : "nobody")).sort().join("|");

/** Places whose holders differ, by name; with filters, those of the changes and of the actor alone. */
export async function differences([from, to]: [Day, Day], filters: Filters, changes: Change[]): Promise<Difference[]> {
  const [first, last] = await Promise.all([heldOn(from), heldOn(to)]);
  let wanted: Set<string> | null = null;
  if (filters.place) wanted = new Set(changes.flatMap(({ places }) => places.map(({ id }) => id)));
  if (filters.actor) {
    const mine = (await Promise.all([heldOn(from, filters.actor), heldOn(to, filters.actor)])).flat().filter(({ holder }) => holder).map(({ place }) => place.id);
    wanted = new Set(mine.filter((id) => !wanted || wanted.has(id)));
  }
  const [before, after] = [byPlace(first), byPlace(last)];
  const places = new Map([...first, ...last].map(({ place }) => [place.id, place]));
  return [...places.values()]
    .map((place) => ({ place, before: before.get(place.id) ?? [], after: after.get(place.id) ?? [] }))
    .filter((one) => (!wanted || wanted.has(one.place.id)) && marked(one.before) !== marked(one.after))
    .sort((one, other) => one.place.name.localeCompare(other.place.name));
}

/** The holders of one day in a cell. */
function cell(holdings: Holding[], colours: Sides): HTMLElement {
  const known = holdings.filter(({ holder }) => holder);
  if (!known.length) return h("td", { class: "no-evidence" }, "no evidence");
  const rows = known.map(({ holder, answer, standing, extents }) => {
    const share = extents.filter((one) => one !== "full");
    const about = [answer === "possibly" ? "possibly" : null, standing && standing !== "held" ? standing : null, share.length ? `${share.join(", ")} of it` : null].filter((one) => one !== null);
    return h("div", {}, chip(colours.of(holder!.id)), link(holder!), about.length ? h("small", {}, ` ${about.join("; ")}`) : null);
  });
  return h("td", {}, ...rows);
}

/** The table of differences. */
export function holdersTable(found: Difference[], [from, to]: [Day, Day], colours: Sides): HTMLElement {
  const title = h("h2", {}, "Before and after");
  if (!found.length) return h("section", { class: "holders", id: "before-and-after" }, title, h("p", { class: "soft" }, "Of no place other holders are known on the last day than on the first."));
  const rows = found.map(({ place, before, after }) => h("tr", { "data-place": place.id }, h("th", { scope: "row" }, link(place)), cell(before, colours), cell(after, colours)));
  return h(
    "section",
    { class: "holders", id: "before-and-after" },
    title,
    h("p", { class: "soft" }, `Who held what on the first and on the last day: ${found.length} places for which the answer differs. “No evidence” is not a no: nothing that this release has tells of it.`),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Before and after" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Place"), h("th", { scope: "col" }, longOf(from)), h("th", { scope: "col" }, longOf(to)))), h("tbody", {}, ...rows))),
  );
}
