/** What the columns of an answer hold, and so how it can be drawn. */
import { type Day, dayOf } from "../days.ts";
import type { Answer } from "./answer.ts";
import { type Cell, numberOf, pathOf, textOf } from "./terms.ts";

export type Kind = "number" | "day" | "place" | "thing" | "point" | "text" | "mixed" | "empty";
export const VIEWS = ["table", "map", "timeline", "graph", "chart"] as const;
export type ViewName = (typeof VIEWS)[number];

const LOOKED_AT = 2000;
const WKT = "http://www.opengis.net/ont/geosparql#wktLiteral";
const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*(?:Z\s*)?\(\s*(-?[\d.]+)\s+(-?[\d.]+)/i;
const WHEN = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*|Z|[+-]\d\d:\d\d)?$/;
const DATES = new Set(["date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"].map((name) => `http://www.w3.org/2001/XMLSchema#${name}`));

/** The day that a date begins with. */
export function dayIn(cell: Cell): Day | null {
  if (!cell?.datatype || !DATES.has(cell.datatype)) return null;
  const found = WHEN.exec(String(cell.value));
  return found && dayOf(`${found[1]}-${found[2] ?? "01"}-${found[3] ?? "01"}`);
}

/** Latitude and longitude of a point in Well-Known Text. */
export function pointIn(cell: Cell): [number, number] | null {
  const found = cell?.datatype === WKT ? POINT.exec(String(cell.value)) : null;
  return found && [Number(found[2]), Number(found[1])];
}

function kindOf(cell: NonNullable<Cell>): Kind {
  if (cell.type === "uri") return pathOf(cell)?.startsWith("places/") ? "place" : "thing";
  if (cell.type === "bnode") return "thing";
  if (numberOf(cell) !== null) return "number";
  if (dayIn(cell) !== null) return "day";
  return pointIn(cell) ? "point" : "text";
}

/** The columns of an answer with what each holds. */
export class Profile {
  readonly answer: Answer;
  readonly kinds: Kind[];

  constructor(answer: Answer) {
    this.answer = answer;
    this.kinds = answer.columns.map((_, at) => {
      const found = new Set<Kind>();
      for (const row of answer.rows.slice(0, LOOKED_AT)) if (row[at]) found.add(kindOf(row[at]));
      if (found.size === 2 && found.has("place") && found.has("thing")) return "thing";
      return found.size === 1 ? [...found][0]! : found.size ? "mixed" : "empty";
    });
  }

  /** The places of the columns of some kinds. */
  of(...kinds: Kind[]): number[] {
    return this.kinds.flatMap((kind, at) => (kinds.includes(kind) ? [at] : []));
  }

  /** The column of a name that fits, of a kind. */
  named(pattern: RegExp, kind: Kind): number {
    return this.kinds.findIndex((one, at) => one === kind && pattern.test(this.answer.columns[at] ?? ""));
  }

  /** Columns of latitude and longitude. */
  get degrees(): [number, number] | null {
    const lat = this.named(/lat(itude)?$/i, "number");
    const long = this.named(/(long?|lng|longitude)$/i, "number");
    return lat >= 0 && long >= 0 ? [lat, long] : null;
  }

  /** Two columns of things that a graph can join. */
  get ends(): [number, number] | null {
    if (this.answer.kind === "triples") return [0, 2];
    const [one, other] = this.of("thing", "place");
    return one !== undefined && other !== undefined ? [one, other] : null;
  }

  /** The column that names a thing of another: placeName or placeLabel beside place. */
  namesOf(at: number): number {
    const stem = (this.answer.columns[at] ?? "").toLowerCase();
    return this.answer.columns.findIndex((column, nth) => nth !== at && [`${stem}name`, `${stem}label`, `${stem}_name`, `${stem}_label`].includes(column.toLowerCase()));
  }

  /** The column that says best what a row is about. */
  get label(): number {
    const [text] = this.of("text");
    if (text !== undefined) return text;
    const [thing] = this.of("thing", "place");
    return thing ?? -1;
  }

  /** The name of the thing in a column of a row, or what stands there. */
  name(row: Cell[], at: number): string {
    const names = this.namesOf(at);
    const told = names >= 0 ? textOf(row[names]) : "";
    return told || (row[at]?.type === "uri" ? textOf(row[at]).replace(/\/$/, "").replace(/^.*[/#](?=.)/, "") : textOf(row[at])) || "—";
  }

  /** The ways in which the answer can be shown. */
  get views(): ViewName[] {
    if (this.answer.kind === "truth" || !this.answer.rows.length) return ["table"];
    const fits: Record<ViewName, boolean> = {
      table: true,
      map: this.degrees !== null || this.of("point", "place").length > 0,
      timeline: this.of("day").length > 0,
      graph: this.ends !== null,
      chart: this.of("number").some((at) => !this.degrees?.includes(at)) && this.of("text", "thing", "place", "day", "mixed").length > 0,
    };
    return VIEWS.filter((view) => fits[view]);
  }
}
