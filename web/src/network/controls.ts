/** What narrows the network down, kept in the page's address. */
import type { Address } from "../address.ts";
import { h } from "../dom.ts";
import { choiceFilter, nameFilter, switchOf } from "../filters.ts";
import { ATTACK, OF_PLACES, TIES } from "./records.ts";

/** A button that is pressed or not, and true in the address when it is. */
function toggle(label: string, key: string, title: string, page: Address): HTMLElement {
  const button = h("button", { type: "button", class: "quiet", title, click: () => page.set({ [key]: page.get(key) === "true" ? null : "true" }, true) }, label);
  page.subscribe(() => button.setAttribute("aria-pressed", String(page.get(key) === "true")));
  return button;
}

/** The kinds that there are with the switches of the address. */
const kindsOf = (page: Address): string[] => [...TIES, ...(page.get("places") === "true" ? OF_PLACES : []), ...(page.get("events") === "true" ? [ATTACK] : [])];

/** Kinds of relation, each with a box; all of them are the same as none. */
function kinds(page: Address): HTMLElement {
  const said = h("summary", {});
  const boxes = h("div", { class: "boxes", role: "group", "aria-label": "Kinds of relation" });
  const element = h("details", { class: "kinds" }, said, boxes);
  const chosen = (): string[] => (page.get("kind") ?? "").split(",").map((one) => one.trim()).filter(Boolean);
  const box = (kind: string): HTMLElement => {
    const input = h("input", { type: "checkbox", value: kind });
    input.checked = chosen().includes(kind) || !chosen().length;
    input.addEventListener("change", () => {
      const all = kindsOf(page);
      const before = chosen().length ? chosen() : all;
      const after = input.checked ? [...before, kind] : before.filter((one) => one !== kind);
      const wanted = all.filter((one) => after.includes(one));
      if (!wanted.length) input.checked = true; // none would mean all
      else page.set({ kind: wanted.length === all.length ? null : wanted.join(",") }, true);
    });
    return h("label", {}, input, ` ${kind}`);
  };
  let made = "";
  page.subscribe(() => {
    const all = [...new Set([...kindsOf(page), ...chosen()])];
    said.textContent = `Kinds: ${chosen().length ? (chosen().length > 2 ? `${chosen().length} of ${all.length}` : chosen().join(", ")) : "all"}`;
    if (made === all.join()) for (const input of boxes.querySelectorAll("input")) input.checked = !chosen().length || chosen().includes(input.value);
    else boxes.replaceChildren(...all.map(box));
    made = all.join();
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    element.open = false;
    said.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!element.contains(event.target as Node)) element.open = false;
  });
  return element;
}

/** All controls above the drawing. */
export function controls(page: Address): HTMLElement {
  const count = [2, 3, 5, 10].map((least) => ({ id: String(least), name: `${least} or more` }));
  return h(
    "div",
    { class: "filters", role: "group", "aria-label": "Filters" },
    switchOf<"day" | "window">("Relations", "span", { day: "On the day", window: "In the window" }, "day", page),
    nameFilter("Actor", "actor", "actors", page),
    kinds(page),
    choiceFilter("Documents", "documents", count, "any number", page),
    choiceFilter("Disputed", "disputed", [{ id: "true", name: "disputed only" }, { id: "false", name: "undisputed only" }], "all", page),
    h(
      "div",
      { class: "switch", role: "group", "aria-label": "With" },
      h("span", { "aria-hidden": true }, "With"),
      toggle("Attacks", "events", "Count attacks into a relation for each two parties and source", page),
      toggle("Places", "places", "Who held a place, or was there, is a relation, too", page),
      toggle("Roll up", "roll_up", "Organs stand for the party that they belong to", page),
    ),
    switchOf<"actors" | "camps">("Colours", "colours", { actors: "Actors", camps: "Camps" }, "actors", page),
  );
}
