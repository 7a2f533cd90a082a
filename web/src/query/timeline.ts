/** Days: one line for each row while there are few, and how many there are in each span of time while there are many. */
import { clamp, type Day, isoOf, longOf, ticks } from "../days.ts";
import { h, s } from "../dom.ts";
import { dayIn } from "./columns.ts";
import { card, columnChoice, count, cut, resized, type Stage } from "./drawing.ts";
import type { Cell } from "./terms.ts";

const LINES = 60;
const LINE = 24;
const AXIS = 22;
const BARS = 200;
const LETTER = 7.2;
const UNTIL = /until|to$|end|last|close/i;
const LABELLED = 0.4;

interface Span {
  first: Day;
  last: Day;
  open: boolean;
  label: string;
  row: Cell[];
}

export function drawTimeline(stage: Stage): void {
  const { profile, box, signal } = stage;
  const { columns, rows } = profile.answer;
  const days = profile.of("day");
  const end = days.find((at) => UNTIL.test(columns[at] ?? ""));
  const constant = (at: number): boolean => new Set(rows.map((row) => dayIn(row[at]))).size === 1;
  let by = days.find((at) => at !== end && !constant(at)) ?? days[0]!; // a day that was asked for stands in every row
  const figure = h("figure", { class: "timeline" });
  const draw = (): void => {
    const spans = spansOf(stage, by, end !== undefined && end > by ? end : undefined);
    const without = rows.length - spans.length;
    const width = Math.max(box.clientWidth, 240);
    const few = spans.length <= LINES;
    const said = [
      few ? count(spans.length, "row") : `${count(spans.length, "row")}, counted by their ${columns[by]}`,
      spans.length ? `${longOf(Math.min(...spans.map(({ first }) => first)))} to ${longOf(spans.reduce((most, { last }) => Math.max(most, last), -Infinity))}` : "",
      without ? `${count(without, "row")} without a day` : "",
    ];
    const chosen = h("div", { class: "chosen", "aria-live": "polite" });
    const choose = (span: Span): void => chosen.replaceChildren(card(stage, span.row));
    figure.replaceChildren(few ? lines(spans, width, choose) : histogram(spans, width), h("figcaption", { class: "soft" }, `${said.filter(Boolean).join("; ")}.`), chosen);
  };
  const choice = columnChoice("Days from", columns, days, by, (at) => {
    by = at;
    draw();
  });
  box.replaceChildren(h("div", { class: "choices" }, choice), figure);
  draw();
  resized(box, signal, draw);
}

function spansOf({ profile }: Stage, by: number, end: number | undefined): Span[] {
  const label = profile.of("thing", "place").find((at) => profile.namesOf(at) >= 0) ?? profile.label;
  return profile.answer.rows
    .flatMap((row): Span[] => {
      const first = dayIn(row[by]);
      if (first === null) return [];
      const last = end === undefined ? first : dayIn(row[end]);
      return [{ first, last: Math.max(last ?? first, first), open: last === null, label: label >= 0 ? profile.name(row, label) : isoOf(first), row }];
    })
    .sort((one, other) => one.first - other.first || one.last - other.last);
}

/** The axis below, and where a day stands on it. */
function scale(first: Day, last: Day, left: number, right: number): { at: (day: Day) => number; marks: (height: number) => SVGElement[] } {
  const span = Math.max(last - first, 1);
  const at = (day: Day): number => left + ((day - first) / span) * (right - left);
  const marks = (height: number): SVGElement[] =>
    ticks(first, last, Math.max(Math.floor((right - left) / 90), 1)).map(({ day, label }) =>
      s("g", {}, s("line", { x1: at(day), x2: at(day), y1: 0, y2: height, class: "grid" }), s("text", { x: clamp(at(day), left + 26, right - 26), y: height + 15, "text-anchor": "middle", class: "tick" }, label)),
    );
  return { at, marks };
}

function lines(spans: Span[], width: number, choose: (span: Span) => void): SVGSVGElement {
  const first = Math.min(...spans.map((span) => span.first));
  const last = Math.max(...spans.map((span) => span.last), first + 1);
  const longest = Math.max(...spans.map(({ label }) => [...label].length), 1);
  const left = Math.min(longest * LETTER + 14, width * LABELLED);
  const height = spans.length * LINE + 4;
  const { at, marks } = scale(first, last, left, width - 12);
  const rows = spans.map((span, nth) => {
    const y = nth * LINE + 4;
    const from = at(span.first);
    const to = span.open ? width - 4 : at(span.last);
    const said = `${span.label}: ${isoOf(span.first)}${span.open ? ", no end given" : span.last > span.first ? ` to ${isoOf(span.last)}` : ""}`;
    const group = s(
      "g",
      { class: "span", tabindex: 0, role: "button" },
      s("title", {}, said), // its name
      s("rect", { x: 0, y: y - 2, width, height: LINE - 2, class: "hit" }),
      s("text", { x: left - 10, y: y + 14, "text-anchor": "end", class: "bar-label" }, cut(span.label, Math.floor((left - 10) / LETTER))),
      to - from > 6 ? s("rect", { x: from, y: y + 4, width: to - from, height: LINE - 10, rx: 3, class: span.open ? "bar open" : "bar" }) : s("circle", { cx: from, cy: y + 10, r: 5, class: "bar" }),
    );
    group.addEventListener("click", () => choose(span));
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(span);
    });
    return group;
  });
  return s("svg", { viewBox: `0 0 ${width} ${height + AXIS}`, width, height: height + AXIS, role: "group", "aria-label": "Timeline" }, ...marks(height), ...rows);
}

function histogram(spans: Span[], width: number): SVGSVGElement {
  const [left, height, top] = [44, 220, 16];
  const first = spans[0]!.first;
  const last = Math.max(spans.at(-1)!.first, first + 1);
  const step = [1, 7, 30, 91, 365, 3650].find((days) => (last - first) / days <= Math.min(BARS, width / 4)) ?? 36_500;
  const counts = new Map<number, number>();
  for (const span of spans) {
    const nth = Math.floor((span.first - first) / step);
    counts.set(nth, (counts.get(nth) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const { at, marks } = scale(first, last + step, left, width - 8);
  const high = (number: number): number => Math.max((number / most) * (height - top), 1.5); // one row can still be seen
  const bars = [...counts].map(([nth, number]) => {
    const day = first + nth * step;
    const x = at(day);
    const said = `${isoOf(day)}${step > 1 ? ` to ${isoOf(day + step - 1)}` : ""}: ${number.toLocaleString("en")}`;
    return s("rect", { x, y: height - high(number), width: Math.max(at(day + step) - x - 1, 0.6), height: high(number), class: "bar" }, s("title", {}, said));
  });
  const levels = [...new Set([most, Math.round(most / 2)])].filter(Boolean).map((number) =>
    s("g", {}, s("line", { x1: left, x2: width - 8, y1: height - high(number), y2: height - high(number), class: "grid" }), s("text", { x: left - 6, y: height - high(number) + 4, "text-anchor": "end", class: "tick" }, number.toLocaleString("en"))),
  );
  const label = s("text", { x: left, y: 11, class: "tick" }, step === 1 ? "rows a day" : `rows in ${step} days`);
  return s("svg", { viewBox: `0 0 ${width} ${height + AXIS}`, width, height: height + AXIS, role: "img", "aria-label": `Rows over time, at most ${most} in ${count(step, "day")}` }, ...marks(height), ...levels, ...bars, label);
}
