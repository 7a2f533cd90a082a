/** The view: what changed between two days, by day, and who held what before and after. */
import "./changes.css";
import { address, knownBy } from "../ask.ts";
import { dayOf, isoOf, longOf } from "../days.ts";
import { chip, h, link } from "../dom.ts";
import type { Frame } from "../frame.ts";
import { type Sides, sides } from "../sides.ts";
import { nameFilter, switchOf } from "../filters.ts";
import { groups } from "./cards.ts";
import { differences, holdersTable } from "./holders.ts";
import { allChanges, type Change, changesOf, type Filters, TAKEN } from "./records.ts";
import { summaryOf } from "./summary.ts";

const WHAT = { all: "All", places: "Places", sides: "Sides" };

/** An input for the first or the last day of the window. */
function dayInput(frame: Frame, label: string, end: 0 | 1): HTMLElement {
  const input = h("input", { type: "date", required: true });
  input.addEventListener("change", () => {
    const day = dayOf(input.value);
    if (day === null) return;
    const window: [number, number] = [...frame.time.window];
    window[end] = day;
    if (window[0] > window[1]) window[1 - end] = day; // the other end moves along
    const on = Math.min(Math.max(frame.time.day, window[0]), window[1]);
    frame.address.set({ from: isoOf(window[0]), to: isoOf(window[1]), on: isoOf(on) }, true);
  });
  frame.address.subscribe(() => (input.value = isoOf(frame.time.window[end])));
  return h("label", {}, label, input);
}

const filtersOf = (frame: Frame): Filters => ({ place: frame.address.get("place"), actor: frame.address.get("actor"), what: frame.address.get("what") });

/** Who took how much, as links: what stands beside the changes. */
function takersSide(changes: Change[], colours: Sides): Node[] {
  const found = new Map<string, { name: string; places: Change["places"] }>();
  for (const { change, takers, places } of changes) {
    if (change !== TAKEN) continue;
    for (const { id, name } of takers) found.set(id, { name, places: [...(found.get(id)?.places ?? []), ...places] });
  }
  const sorted = [...found].sort(([, one], [, other]) => other.places.length - one.places.length || one.name.localeCompare(other.name));
  const row = ([id, { name, places }]: (typeof sorted)[number]): HTMLElement => h("li", {}, chip(colours.of(id)), link({ id, name }), h("br"), h("small", {}, ...places.flatMap((place, at) => [at ? ", " : "", link(place)])));
  return [h("h2", {}, "Who took what"), sorted.length ? h("ul", { class: "takers" }, ...sorted.map(row)) : h("p", { class: "soft" }, "Nothing is known to have been taken in this time.")];
}

const legend = (compared: boolean): HTMLElement =>
  h(
    "ul",
    { class: "legend", "aria-label": "Legend" },
    h("li", {}, h("span", { class: "box", "aria-hidden": true }), h("span", {}, "surely in this time, and nobody denies it")),
    h("li", {}, h("span", { class: "box maybe", "aria-hidden": true }), h("span", {}, "possibly in this time")),
    h("li", {}, h("span", {}, "Colours are those of the actors, as on the map.")),
    compared ? h("li", {}, h("a", { href: "#before-and-after" }, "Before and after")) : null,
  );

/** Draw the changes, and again when the window or a filter changes. */
export async function showChanges(frame: Frame): Promise<void> {
  const colours = await sides();
  const page = frame.address;
  const list = h("div", { class: "changes" });
  const filters = h(
    "div",
    { class: "filters", role: "group", "aria-label": "Filters" },
    dayInput(frame, "Between", 0),
    dayInput(frame, "and", 1),
    switchOf("What", "what", WHAT, "all", page),
    nameFilter("Place", "place", "places", page),
    nameFilter("Actor", "actor", "actors", page),
  );
  frame.view.replaceChildren(filters, list);
  let drawn = "";
  frame.draw(async (_, window, current) => {
    const wanted = filtersOf(frame);
    const key = JSON.stringify([window, wanted, knownBy()]);
    if (key === drawn) return; // another part of the address has changed
    const { records, more } = await allChanges(window, wanted);
    const found = wanted.what === "sides" ? null : await differences(window, wanted, records);
    if (!current()) return;
    drawn = key;
    list.replaceChildren(
      ...(records.length ? [legend(found !== null)] : [h("p", {}, "Nothing is known to have changed in this time, which is not to say that nothing did.")]),
      ...groups(records, colours),
      ...(found ? [holdersTable(found, window, colours)] : []),
    );
    frame.side.replaceChildren(...takersSide(records, colours));
    frame.say(`${longOf(window[0])} to ${longOf(window[1])}${knownBy() ? `, as known on ${knownBy()}` : ""}: ${summaryOf(records)}${more ? "; there are more, which are left out" : ""}. Release ${frame.release}.`);
    const href = (format: string): string => changesOf(window, wanted, { format });
    const held = (day: number, format: string): string => address("/control", { on: isoOf(day), format });
    frame.offer([
      { label: "CSV", href: href("csv") },
      { label: "JSON", href: href("json") },
      { label: "table", href: href("html") },
      { label: "holders of the first day as CSV", href: held(window[0], "csv") },
      { label: "of the last day as CSV", href: held(window[1], "csv") },
    ]);
  });
}
