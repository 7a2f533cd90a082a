/** Filters that stand in the page's address, with suggestions from the names that the release knows. */
import "./filters.css";
import type { Address } from "./address.ts";
import { address, ask, latest, Refused, type Thing } from "./ask.ts";
import { h } from "./dom.ts";

const PAUSE = 180;
const LEAST = 2;

interface Suggestion extends Thing {
  kind: Thing | null;
}

/** The name of a thing that an address tells by its id; what is no id is a name already. */
async function nameOf(value: string): Promise<string> {
  if (!/^(actors|places)\/[^/]+$/.test(value)) return value;
  try {
    return (await ask<{ name?: string }>(address(`/${value}`))).name ?? value;
  } catch (error) {
    if (error instanceof Refused) return value; // the look-up tells what is wrong with it
    throw error;
  }
}

/** An input for the name of an actor or a place. */
export function nameFilter(label: string, key: string, kind: "actors" | "places", page: Address): HTMLElement {
  const known = new Map<string, string>();
  const list = h("datalist", { id: `${key}-names` });
  const input = h("input", { type: "search", list: list.id, autocomplete: "off", spellcheck: "false", placeholder: "any", dir: "auto" });
  const suggest = latest(async (current, text: string) => {
    const { records } = await ask<{ records: Suggestion[] }>(address("/search", { q: text, typing: true, kind, limit: 8 }));
    if (!current()) return;
    const names = records.map(({ name }) => name);
    const shown = records.map(({ id, name, kind: sort }) => ({ id, text: names.filter((one) => one === name).length > 1 ? `${name} (${id})` : name, sort: sort?.name ?? "" }));
    for (const one of shown) known.set(one.text, one.id);
    list.replaceChildren(...shown.map(({ text: value, sort }) => h("option", { value }, sort)));
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const apply = (): void => {
    clearTimeout(timer);
    page.set({ [key]: known.get(input.value) ?? (input.value.trim() || null) }, true);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (known.has(input.value) || !input.value) apply();
    else if (input.value.trim().length >= LEAST) timer = setTimeout(() => void suggest(input.value.trim()).catch(told(input)), PAUSE);
  });
  input.addEventListener("change", apply);
  const show = latest(async (current) => {
    const value = page.get(key) ?? "";
    const text = await nameOf(value);
    if (!current() || document.activeElement === input) return;
    if (text !== value) known.set(text, value);
    input.value = text;
  });
  page.subscribe(() => void show());
  return h("div", { class: "named" }, h("label", {}, label, input), list); // outside of the label, or names would be a part of it
}

/** Suggestions that cannot be had are said to be missing; the name can still be typed in full. */
const told = (input: HTMLInputElement) => (error: unknown): void => {
  if (!(error instanceof Refused)) throw error;
  input.title = `No suggestions: ${error.message}`;
};

/** A choice out of few. */
export function choiceFilter(label: string, key: string, choices: Thing[], any: string, page: Address): HTMLElement {
  const select = h("select", {}, h("option", { value: "" }, any), ...choices.map(({ id, name }) => h("option", { value: id }, name)));
  select.addEventListener("change", () => page.set({ [key]: select.value || null }, true));
  page.subscribe(() => {
    const value = page.get(key) ?? "";
    if (value && !choices.some(({ id }) => id === value)) select.append(h("option", { value }, value));
    select.value = value;
  });
  return h("label", {}, label, select);
}

/** Buttons of which one is pressed. */
export function switchOf<K extends string>(label: string, key: string, choices: Record<K, string>, usual: K, page: Address): HTMLElement {
  const buttons = (Object.keys(choices) as K[]).map((id) => {
    const button = h("button", { type: "button", class: "quiet", click: () => page.set({ [key]: id === usual ? null : id }, true) }, choices[id]);
    page.subscribe(() => button.setAttribute("aria-pressed", String((page.get(key) ?? usual) === id)));
    return button;
  });
  return h("div", { class: "switch", role: "group", "aria-label": label }, h("span", { "aria-hidden": true }, label), ...buttons);
}
