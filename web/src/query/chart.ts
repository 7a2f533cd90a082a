/** Bars: a label and a number for each row, in the order of the answer. */
import { isoOf } from "../days.ts";
import { h, s } from "../dom.ts";
import { dayIn } from "./columns.ts";
import { columnChoice, count, cut, resized, type Stage } from "./drawing.ts";
import { type Cell, numberOf, pageOf } from "./terms.ts";

const MOST = 60;
const ROW = 24;
const LETTER = 7.2;
const FORMAT = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });

interface Bar {
  label: string;
  href: string | null;
  value: number;
}

/** The column of labels: the first that is no number and whose values differ. */
function labels({ profile }: Stage): number[] {
  const found = profile.of("text", "thing", "place", "day", "mixed");
  const named = new Set(found.map((at) => profile.namesOf(at)).filter((at) => at >= 0));
  return [...found.filter((at) => !named.has(at)), ...named]; // a thing that has its name beside it comes before the name
}

const labelIn = ({ profile }: Stage, row: Cell[], at: number): string => {
  const day = dayIn(row[at]);
  return day !== null && String(row[at]?.value).length >= 10 ? isoOf(day) : profile.name(row, at);
};

export function drawChart(stage: Stage): void {
  const { profile, box, signal } = stage;
  const { columns, rows } = profile.answer;
  const numbers = profile.of("number").filter((at) => !profile.degrees?.includes(at));
  const among = labels(stage);
  let [by, what] = [among[0]!, numbers.at(-1)!]; // counts are commonly written last
  const figure = h("figure", { class: "chart" });
  const draw = (): void => {
    const all = rows.flatMap((row): Bar[] => {
      const value = numberOf(row[what]);
      return value === null ? [] : [{ label: labelIn(stage, row, by), href: pageOf(row[by]), value }];
    });
    const bars = all.slice(0, MOST);
    const without = rows.length - all.length;
    const caption = [
      `${columns[what]} by ${columns[by]}`,
      all.length > MOST ? `the first ${MOST} of ${count(all.length, "row")}; ORDER BY in the query says which these are` : count(all.length, "row"),
      without ? `${count(without, "row")} without a number` : "",
    ];
    figure.replaceChildren(picture(bars, Math.max(box.clientWidth, 240)), h("figcaption", { class: "soft" }, `${caption.filter(Boolean).join("; ")}.`));
  };
  const choose = (pick: (at: number) => void) => (at: number): void => {
    pick(at);
    draw();
  };
  box.replaceChildren(
    h("div", { class: "choices" }, columnChoice("Bars by", columns, among, by, choose((at) => (by = at))), columnChoice("Length", columns, numbers, what, choose((at) => (what = at)))),
    figure,
  );
  draw();
  resized(box, signal, draw);
}

function picture(bars: Bar[], width: number): SVGSVGElement {
  const most = Math.max(...bars.map(({ label }) => [...label].length), 4);
  const left = Math.min(most * LETTER + 10, width * 0.42);
  const [least, greatest] = [Math.min(0, ...bars.map(({ value }) => value)), Math.max(0, ...bars.map(({ value }) => value))];
  const room = Math.max(...bars.map(({ value }) => FORMAT.format(value).length)) * LETTER + 8;
  const below = least < 0 ? room : 0;
  const scale = (width - left - room - below) / (greatest - least || 1);
  const zero = left + below - least * scale;
  const parts = bars.map(({ label, href, value }, at) => {
    const y = at * ROW;
    const text = s("text", { x: left - 8, y: y + 16, "text-anchor": "end", class: "bar-label" }, cut(label, Math.floor((left - 8) / LETTER)), s("title", {}, label));
    return s(
      "g",
      {},
      href ? s("a", { href }, text) : text,
      s("rect", { x: value < 0 ? zero + value * scale : zero, y: y + 4, width: Math.max(Math.abs(value) * scale, 0.5), height: ROW - 8, class: "bar" }),
      s("text", { x: value < 0 ? zero + value * scale - 5 : zero + value * scale + 5, y: y + 16, "text-anchor": value < 0 ? "end" : "start", class: "bar-value" }, FORMAT.format(value)),
    );
  });
  const height = bars.length * ROW + 2;
  return s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": "Bars" }, s("line", { x1: zero, x2: zero, y1: 0, y2: height, class: "axis" }), ...parts);
}
