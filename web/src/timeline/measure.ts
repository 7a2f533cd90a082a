/** How wide a text is, and as much of it as fits. */
import { h } from "../dom.ts";

const pen = h("canvas").getContext("2d");
const FAMILY = "system-ui, sans-serif";

/** Pixels that a text takes. */
export function widthOf(text: string, font: string): number {
  if (!pen) return text.length * 7;
  pen.font = `${font} ${FAMILY}`;
  return pen.measureText(text).width;
}

/** A text cut to a width; null where no more than a few letters would be left. */
export function cut(text: string, font: string, room: number, least = 5): string | null {
  if (widthOf(text, font) <= room) return text;
  let short = text;
  while (short && widthOf(`${short}…`, font) > room) short = short.slice(0, -1).trimEnd();
  return short.length >= least ? `${short}…` : null;
}

/** A text in at most two lines of a width. */
export function twoLines(text: string, font: string, room: number): string[] {
  if (widthOf(text, font) <= room) return [text];
  const words = text.split(" ");
  let first = words.shift()!;
  while (words.length && widthOf(`${first} ${words[0]}`, font) <= room) first = `${first} ${words.shift()}`;
  const lines = words.length ? [first, words.join(" ")] : [first];
  return lines.map((line) => cut(line, font, room, 1) ?? "…");
}
