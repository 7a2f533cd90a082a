/** Names on the canvas: the weightiest first, and none over another. */
import type { Theme } from "./looks.ts";

export interface Named {
  text: string;
  x: number;
  y: number;
  radius: number;
  weight: number;
  strong: boolean;
  veil: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const SIZE = 12.5;
const LONGEST = 34;
const GAP = 3;
const widths = new Map<string, number>();

function widthOf(context: CanvasRenderingContext2D, text: string, font: string, size: number): number {
  const key = `${font[0]}${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    context.font = font;
    width = context.measureText(text).width / size;
    widths.set(key, width);
  }
  return width * size;
}

const meet = (one: Box, other: Box): boolean => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** Where a name may stand: below its node, above, to the right, to the left. */
function seats({ x, y, radius }: Named, width: number, size: number, gap: number): Box[] {
  const box = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + size * 1.1 });
  return [box(x - width / 2, y + radius + gap), box(x - width / 2, y - radius - gap - size * 1.1), box(x + radius + gap, y - size * 0.55), box(x - radius - gap - width, y - size * 0.55)];
}

/** Write names; returns how many found a seat. What is strong is written even where it covers others. */
export function writeNames(context: CanvasRenderingContext2D, scale: number, names: Named[], view: Box, theme: Theme): number {
  const size = SIZE / scale;
  const bodies = names.length > 250 ? [] : names.map(({ x, y, radius }): Box => ({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }));
  const taken: Box[] = [];
  context.textAlign = "left";
  context.textBaseline = "top";
  context.lineJoin = "round";
  let written = 0;
  for (const one of [...names].sort((a, b) => Number(b.strong) - Number(a.strong) || b.weight - a.weight)) {
    if (one.x < view.left || one.x > view.right || one.y < view.top || one.y > view.bottom) continue;
    const text = one.strong || one.text.length <= LONGEST ? one.text : `${one.text.slice(0, LONGEST - 1).trimEnd()}…`;
    const font = `${one.strong ? "700" : "500"} ${size}px system-ui, sans-serif`;
    const places = seats(one, widthOf(context, text, font, size), size, GAP / scale);
    const inside = places.map((box) => ({ ...box, out: box.left < view.left || box.right > view.right || box.bottom > view.bottom }));
    const free = inside.find((box) => !box.out && !taken.some((other) => meet(box, other)) && !bodies.some((other) => meet(box, other)));
    const seat = free ?? inside.find((box) => !box.out && !taken.some((other) => meet(box, other)) && one.strong) ?? (one.strong ? inside[0] : undefined);
    if (!seat) continue;
    taken.push(seat);
    context.font = font;
    context.globalAlpha = one.veil;
    context.strokeStyle = theme.paper;
    context.lineWidth = 3.5 / scale;
    context.strokeText(text, seat.left, seat.top);
    context.fillStyle = theme.ink;
    context.fillText(text, seat.left, seat.top);
    written += 1;
  }
  context.globalAlpha = 1;
  return written;
}
