/** A network in one file: drawn as in the explorer, from what stands in the page. It asks nobody for anything. */
import "./viewer.css";
import { clamp, type Day, longOf } from "../days.ts";
import { byId } from "../dom.ts";
import { type Choice, Drawing } from "../network/drawing.ts";
import { Keys } from "../network/keys.ts";
import { degreesOf } from "../network/looks.ts";
import type { Actor, Edge } from "../network/records.ts";
import { daysIn, mayHold, read } from "./data.ts";
import { labelsOf, ROWS, rowOf, toldOf } from "./told.ts";

const FILLS: Record<string, string> = { Person: "#b35806", Place: "#7b4fb0" };
const GROUP = "#2f74b5";
const SIGNS = [1, -1, 0];

const field = (id: string): HTMLInputElement => byId(id) as HTMLInputElement;
const shown = read(byId("data").textContent);
const { network, places } = shown;
const labels = labelsOf(network);
const degrees = degreesOf(network.edges);
const busiest = [...network.nodes].sort((one, other) => (degrees.get(other.id) ?? 0) - (degrees.get(one.id) ?? 0));
const words = new Map(network.edges.map((edge) => [edge.id, [labels.get(edge.source), labels.get(edge.target), edge.kind, edge.label].join(" ").toLocaleLowerCase()]));
const paint = ({ cls }: Actor): string => FILLS[cls] ?? GROUP;
const box = byId("drawing");
const drawing = new Drawing({ places, put: (id, place) => void places.set(id, place) }, (choice) => (box.title = titleOf(choice)), (choice) => choose(choice));
const keys = new Keys();
const days = daysIn(network.edges);
let visible: Edge[] = [];
let chosen: Choice | null = null;

const wanted = (): string => field("search").value.trim().toLocaleLowerCase();
const titleOf = (choice: Choice | null): string => (choice?.kind === "edge" ? (network.edges.find(({ id }) => id === choice.id)?.label ?? "") : (labels.get(choice?.id ?? "") ?? ""));

function choose(choice: Choice | null): void {
  chosen = choice;
  drawing.choose(choice);
  byId("about").replaceChildren(...toldOf(choice, shown, visible, choose));
}

function list(): void {
  const found = visible.filter(({ id }) => words.get(id)!.includes(wanted()));
  byId("rows").replaceChildren(...found.slice(0, ROWS).map((edge) => rowOf(edge, labels, choose)));
  byId("more").textContent = found.length > ROWS ? `${(found.length - ROWS).toLocaleString("en-GB")} more: narrow the search.` : "";
}

/** Show what may hold on the day that is asked about, of the signs that are. */
function filter(): void {
  const on: Day | null = field("always").checked ? null : Number(field("day").value);
  const signs = SIGNS.filter((sign) => field(`sign${sign}`).checked);
  field("day").disabled = on === null;
  byId("shown").textContent = on === null ? "any time" : longOf(on);
  visible = network.edges.filter((edge) => signs.includes(edge.sign) && mayHold(edge, on));
  byId("count").textContent = `${visible.length} of ${network.edges.length} relations`;
  const ends = new Set(visible.flatMap(({ source, target }) => [source, target]));
  const all = visible.length === network.edges.length;
  drawing.show({ ...network, nodes: all ? network.nodes : network.nodes.filter(({ id }) => ends.has(id)), edges: visible }, paint);
  list();
  choose(chosen);
}

function key(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const scales: Record<string, () => void> = { "+": () => drawing.zoom(1.4), "-": () => drawing.zoom(1 / 1.4), 0: () => drawing.fit(network) };
  const scale = scales[event.key];
  const next = scale ? undefined : keys.next(event.key, event.shiftKey, chosen, { ...network, edges: visible }, places);
  if (!scale && next === undefined) return;
  event.preventDefault();
  if (scale) scale();
  else choose(next!);
}

if (days) {
  const slider = field("day");
  [slider.min, slider.max] = days.map(String) as [string, string];
  slider.value = String(clamp(Number(slider.max), ...days));
} else field("always").disabled = true;
for (const id of ["always", "day", ...SIGNS.map((sign) => `sign${sign}`)]) byId(id).addEventListener("input", filter);
byId("search").addEventListener("input", () => {
  const text = wanted();
  const found = text ? busiest.find(({ label }) => label.toLocaleLowerCase().includes(text)) : undefined;
  choose(found ? { kind: "node", id: found.id } : null);
  list();
});
byId("controls").addEventListener("submit", (event) => event.preventDefault());
byId("fit").addEventListener("click", () => drawing.fit(network));
box.append(drawing.element);
box.addEventListener("keydown", key);
filter();
drawing.begin(network);
document.documentElement.dataset.ready = "true";
