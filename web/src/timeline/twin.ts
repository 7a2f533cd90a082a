/** The same as a table: events in their order, or lanes with how much is in them. */
import { h, link, name } from "../dom.ts";
import type { Lane } from "./lanes.ts";
import type { Happening } from "../facts.ts";
import { type By, BY } from "./records.ts";
import { deathsOf, stretchOf, whenOf } from "../words.ts";

function table(columns: string[], rows: HTMLElement[], title: string): HTMLElement {
  return h(
    "details",
    { class: "twin" },
    h("summary", {}, title),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title }, h("table", {}, h("thead", {}, h("tr", {}, ...columns.map((one) => h("th", { scope: "col" }, one)))), h("tbody", {}, ...rows))),
  );
}

const list = (things: { id: string; name: string }[]): (Node | string)[] => things.flatMap((one, at) => [at ? ", " : "", link(one)]);

/** Events, in the order of the look-up. */
export function eventTable(events: Happening[]): HTMLElement {
  const rows = events.map((one) =>
    h(
      "tr",
      { "data-row": one.event.id },
      h("td", {}, whenOf(one)),
      h("td", {}, link(one.event)),
      h("td", { class: one.answer }, one.answer),
      h("td", {}, one.types.map(({ name: text }) => text).join(", ")),
      h("td", {}, ...list(one.parties)),
      h("td", {}, ...list(one.places)),
      h("td", {}, deathsOf(one)?.replace("deaths: ", "") ?? ""),
      h("td", {}, one.status?.name ?? ""),
    ),
  );
  return table(["When", "Event", "Answer", "Type", "Actors", "Places", "Deaths", "Status"], rows, `The same as a table: ${events.length} events`);
}

/** Lanes with their counts. */
export function countTable(lanes: Lane[], by: By): HTMLElement {
  const rows = lanes.map(({ id, name: text, bins }) => {
    const most = bins.reduce((best, one) => (one.events > best.events ? one : best));
    const label = id.includes("/") ? link({ id, name: text }) : name(text);
    return h("tr", {}, h("td", {}, label), h("td", {}, bins.reduce((sum, { events }) => sum + events, 0).toLocaleString("en-GB")), h("td", {}, `${stretchOf(most.first, most.last)}: ${most.events}`));
  });
  return table([BY[by], "Events that began", "Most of them"], rows, `The same as a table: ${lanes.length} lanes`);
}
