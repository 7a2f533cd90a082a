/** How nodes and edges look: the same in the drawing and in its legend. */
import { colour } from "../dom.ts";
import type { Sides } from "../sides.ts";
import type { Actor, Edge, Network } from "./records.ts";

/** Colours of the page, as they are now: light or dark. */
export interface Theme {
  ink: string;
  paper: string;
  soft: string;
  accent: string;
  doubt: string;
  signs: Record<number, string>;
}

export const themeNow = (): Theme => ({
  ink: colour("--ink"),
  paper: colour("--paper"),
  soft: colour("--soft"),
  accent: colour("--accent"),
  doubt: colour("--maybe"),
  signs: { 1: colour("--with"), [-1]: colour("--against"), 0: colour("--neither") },
});

/** Lines by sign, told apart without colour, too: whole for support, dashes for hostility, dots for neither. */
export const DASHES: Record<number, number[]> = { 1: [], [-1]: [7, 4], 0: [1.5, 3.5] };
export const WORDS: Record<number, string> = { 1: "support or alliance", [-1]: "hostility or attacks", 0: "neither: leads, belongs to, follows, designates, or attacks with several parties" };
export const FADED = 0.42;
export const DISPUTED = "disputed";

/** The colours of camps: Paul Tol's bright blue, red; no camp is grey. */
export const CAMPS = ["#4477aa", "#ee6677"] as const;

/** A hexadecimal colour with so much of it. */
export const veiled = (hex: string, alpha: number): string => `${hex}${Math.round(alpha * 255).toString(16).padStart(2, "0")}`;

/** The width of an edge grows with the events that it counts, or the documents that it rests on. */
export const widthOf = ({ events, documents }: Edge): number => Math.min(1.3 + 0.38 * Math.log2(events ?? Math.max(documents.length, 1)), 5);

/** How many edges each node has. */
export function degreesOf(edges: Edge[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { source, target } of edges) for (const end of new Set([source, target])) found.set(end, (found.get(end) ?? 0) + 1);
  return found;
}

export const radiusOf = (degree: number): number => 6 + 1.7 * Math.sqrt(Math.min(degree, 60));

/** The colour of a node: the actor's own, or that of its camp. */
export function paints(network: Network, sides: Sides, byCamp: boolean): (node: Actor) => string {
  if (!byCamp) return ({ id }) => sides.of(id);
  const [camps] = [...(network.balance?.camps ?? [])].sort((one, other) => other.flat().length - one.flat().length);
  const found = new Map(camps?.flatMap((camp, at) => camp.map((id): [string, string] => [id, CAMPS[at]!])));
  return ({ id }) => found.get(id) ?? sides.of(null);
}

/** Trace the outline of a node: people are diamonds, places squares, all else circles. */
export function outline(context: CanvasRenderingContext2D, { cls }: Actor, x: number, y: number, radius: number): void {
  context.beginPath();
  if (cls === "Person") {
    const reach = radius * 1.2;
    context.moveTo(x, y - reach);
    for (const [right, down] of [[1, 0], [0, 1], [-1, 0]] as const) context.lineTo(x + right * reach, y + down * reach);
    context.closePath();
  } else if (cls === "Place") context.rect(x - radius * 0.85, y - radius * 0.85, radius * 1.7, radius * 1.7);
  else context.arc(x, y, radius, 0, 2 * Math.PI);
}
