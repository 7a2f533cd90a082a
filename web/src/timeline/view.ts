/** The view: asks for the window's events or their counts, and draws them, their legend and their table. */
import "./timeline.css";
import { knownBy, latest } from "../ask.ts";
import { type Day, isoOf } from "../days.ts";
import { h } from "../dom.ts";
import type { Frame } from "../frame.ts";
import { type Sides, sides } from "../sides.ts";
import { Chart, type Choice, windowOf } from "./chart.ts";
import { cardOf, columnCard } from "./details.ts";
import { choiceFilter, nameFilter, switchOf } from "../filters.ts";
import { binLanes, eventItem, inLane, type Lane, LANES, lanesOf, OTHERS, situationItem } from "./lanes.ts";
import { legendOf } from "./legend.ts";
import { binsOf, BY, type By, eventsOf, type Filters, howMany, situationsOf, timelineOf, typesOf } from "./records.ts";
import { countTable, eventTable } from "./twin.ts";

/** More events than these are counted instead of drawn one by one. */
const MOST = 400;
const LISTED = 500;
const HINT = "Choose a mark: what it is and who says so stands here. Arrow keys step between marks.";

/** What is drawn for a window. */
interface Shown {
  lanes: Lane[];
  said: string;
  notes: string[];
  twin: HTMLElement;
}

/** How lanes are made, as the address says. */
const byOf = (frame: Frame): By => {
  const value = frame.address.get("lanes");
  return value === "place" || value === "type" ? value : "actor";
};

const filtersOf = (frame: Frame): Filters => ({ actor: frame.address.get("actor"), place: frame.address.get("place"), type: frame.address.get("type") });

const otherLanes = (others: number): string[] => (others ? [`The ${LANES} busiest lanes have their own; ${others} others share the last.`] : []);

/** Every event a mark. */
async function single(window: [Day, Day], by: By, filters: Filters, colours: Sides): Promise<Shown> {
  const whole = !filters.actor && !filters.place && !filters.type;
  const [{ records, more }, situations] = await Promise.all([eventsOf(window, filters, 2 * MOST), whole ? situationsOf(window, by) : []]);
  const items = [...situations.map((one) => situationItem(one, colours)), ...records.map((one) => eventItem(one, by, colours))];
  const { lanes, others } = lanesOf(items);
  const several = items.some(({ kind, lanes: mine }) => kind === "event" && mine.length > 1);
  const possible = records.filter(({ answer }) => answer === "possibly").length;
  const kind = by === "place" ? "stretches of control" : "relations of support";
  const left = by === "type" ? [] : whole ? [] : [`With a filter, ${by === "place" ? "who held a place" : "who supported whom"} is left out.`];
  return {
    lanes,
    said: `${records.length} events${more ? ", and more that are left out" : ""}, ${possible} of them only possibly then${situations.length ? `, and ${situations.length} ${kind}` : ""}`,
    notes: [...(several ? [`An event with several ${by}s stands in the lane of each.`] : []), ...otherLanes(others), ...left],
    twin: eventTable(records),
  };
}

/** Too many for marks: how many began when. */
async function counted(window: [Day, Day], by: By, filters: Filters, total: number): Promise<Shown> {
  const { bins, daily, before, more } = await binsOf(window, by, filters);
  const { lanes, others } = binLanes(bins, by);
  return {
    lanes,
    said: `${total.toLocaleString("en-GB")} events, too many for single marks: counted by ${daily ? "day" : "month"} of the first day on which they can have begun`,
    notes: [
      `An event with several ${by}s counts in the lane of each, and sources may tell the same event.`,
      ...(before ? [`${before.toLocaleString("en-GB")} that can have begun before the window, or on no known day, are left out.`] : []),
      ...(more ? ["There are more counts than are drawn: choose a shorter window or a filter."] : []),
      ...(knownBy() ? ["Counts are of all that is known now: what was known by a day is told of single events alone."] : []),
      ...otherLanes(others),
      "Single events, and who held or supported what, are drawn where a window has no more than 400 events.",
    ],
    twin: countTable(lanes, by),
  };
}

/** What to show beside the chart when a mark is looked at or chosen. */
function beside(frame: Frame): { shown: (choice: Choice, chosen: boolean) => void; left: () => void; show: () => void } {
  let kept: Node[] = [h("p", { class: "soft" }, HINT)];
  const show = (nodes: Node[], keep: boolean): void => {
    if (keep) kept = nodes;
    frame.side.replaceChildren(...nodes);
  };
  const column = latest(async (current, { bin, lane }: Extract<Choice, { bin: unknown }>) => {
    const by = byOf(frame);
    const filters = filtersOf(frame);
    const narrowed = !filters[by] && lane.id.includes("/") ? { ...filters, [by]: by === "type" ? lane.id.split("/").at(-1)! : lane.id } : filters;
    const { records, more } = await eventsOf([bin.first, bin.last], narrowed, LISTED);
    if (!current()) return;
    const begun = records.filter(({ from }) => from !== null && from >= isoOf(bin.first) && from <= isoOf(bin.last));
    const mine = lane.id === OTHERS ? begun : begun.filter((event) => inLane(event, by, lane.id));
    show(columnCard(bin, lane.name, { records: mine, more }, () => closer(frame, bin)), true);
  });
  return {
    shown: (choice, chosen) => {
      if ("item" in choice) {
        show(cardOf(choice.item), chosen);
        if (chosen) frame.address.set({ event: choice.item.thing.id }, true);
        return;
      }
      show(columnCard(choice.bin, choice.lane.name, null, () => closer(frame, choice.bin)), false);
      if (chosen) column(choice).catch((error: Error) => frame.say(error.message, true));
    },
    left: () => frame.side.replaceChildren(...kept),
    show: () => {
      kept = [h("p", { class: "soft" }, HINT)];
      frame.side.replaceChildren(...kept);
    },
  };
}

/** Make a column the window; a day with the days beside it. */
function closer(frame: Frame, { first, last }: { first: Day; last: Day }): void {
  const [from, to] = first === last ? [first - 3, last + 3] : [first, last];
  const day = frame.time.day;
  frame.address.set({ from: isoOf(from), to: isoOf(to), on: isoOf(day >= from && day <= to ? day : last) }, true);
}

/** Draw the timeline, and again when its window or a filter changes. */
export async function showTimeline(frame: Frame): Promise<void> {
  const [colours, types] = await Promise.all([sides(), typesOf()]);
  const page = frame.address;
  const aside = beside(frame);
  const chart = new Chart(aside.shown, aside.left);
  const box = h("div", { class: "chart" }, chart.element);
  const under = h("div", { class: "under" });
  const filters = h("div", { class: "filters", role: "group", "aria-label": "Filters" }, switchOf("Lanes by", "lanes", BY, "actor", page), nameFilter("Actor", "actor", "actors", page), nameFilter("Place", "place", "places", page), choiceFilter("Type of event", "type", types, "any", page));
  frame.view.replaceChildren(filters, box, under);
  let drawn = "";
  let redraw = (): void => undefined;
  new ResizeObserver(() => redraw()).observe(box);
  frame.draw(async (day, window, current) => {
    const by = byOf(frame);
    const wanted = filtersOf(frame);
    const key = JSON.stringify([window, by, wanted, knownBy()]);
    if (key !== drawn) {
      const total = await howMany(window, wanted);
      const shown = await (total > MOST ? counted(window, by, wanted, total) : single(window, by, wanted, colours));
      if (!current()) return;
      drawn = key;
      let width = 0;
      redraw = () => {
        if (box.clientWidth === width) return;
        width = box.clientWidth;
        chart.draw({ lanes: shown.lanes, by, window, colours }, width);
        chart.look(frame.time.day);
        chart.choose(page.get("event"));
      };
      redraw();
      const nothing = shown.lanes.length ? [] : [h("p", {}, "No event is known of this time that the filters let through, which is not to say that nothing happened.")];
      under.replaceChildren(...nothing, legendOf(shown.lanes, by, colours), ...shown.notes.map((text) => h("p", { class: "notes" }, text)), shown.twin);
      frame.say(`${windowOf(window)}${knownBy() ? `, as known on ${knownBy()}` : ""}: ${shown.said}. Release ${frame.release}.`);
      const href = (format: string): string => timelineOf(window, wanted, { format });
      frame.offer([{ label: "CSV", href: href("csv") }, { label: "GeoJSON", href: href("geojson") }, { label: "JSON", href: href("json") }, { label: "table", href: href("html") }]);
      aside.show();
    }
    chart.look(day);
    const chosen = chart.choose(page.get("event"));
    if (chosen) aside.shown({ item: chosen }, true);
  });
}
