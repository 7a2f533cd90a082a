/** What every way to draw an answer is given, and what several need. */
import { h, name } from "../dom.ts";
import type { Profile } from "./columns.ts";
import { shown } from "./table.ts";
import type { Cell, Prefixes } from "./terms.ts";

/** An answer to be drawn. */
export interface Stage {
  profile: Profile;
  prefixes: Prefixes;
  /** Where it is drawn; on the page already, so that it has a width. */
  box: HTMLElement;
  /** Ends when something else is drawn. */
  signal: AbortSignal;
}

export type Draw = (stage: Stage) => void | Promise<void>;

const MOST_COLUMNS = 12;

/** A row as a list of columns and what stands in them. */
export function card({ profile: { answer }, prefixes }: Stage, row: Cell[]): HTMLElement {
  const filled = answer.columns.map((column, at) => [column, row[at]] as const).filter(([, cell]) => cell);
  return h("dl", { class: "row-card" }, ...filled.slice(0, MOST_COLUMNS).flatMap(([column, cell]) => [h("dt", {}, name(column)), h("dd", {}, shown(cell, prefixes))]));
}

/** A choice between columns; nothing where there is none. */
export function columnChoice(label: string, columns: string[], among: number[], chosen: number, change: (at: number) => void): HTMLElement | null {
  if (among.length < 2) return null;
  const select = h("select", {}, ...among.map((at) => h("option", { value: at, selected: at === chosen }, columns[at] ?? "")));
  select.addEventListener("change", () => change(Number(select.value)));
  return h("label", { class: "column-choice" }, `${label} `, select);
}

/** Text of at most so many letters. */
export const cut = (text: string, most: number): string => ([...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text);

export const count = (number: number, one: string, many = `${one}s`): string => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** Call when the width of an element has changed, until the signal ends. */
export function resized(box: HTMLElement, signal: AbortSignal, draw: () => void): void {
  let width = box.clientWidth;
  const observer = new ResizeObserver(() => {
    if (box.clientWidth === width) return;
    width = box.clientWidth;
    draw();
  });
  observer.observe(box);
  signal.addEventListener("abort", () => observer.disconnect());
}
