/** Elements are made here, and here alone: what comes from data becomes text, never markup. */
import { address } from "./ask.ts";

export type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

/** An element with attributes, listeners (functions) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function s<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** An element of the page that must be there. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** A name, kept apart from the text around it whatever its direction. */
export const name = (text: string): HTMLElement => h("bdi", {}, text);

/** A link to the page of a thing. */
export const link = (thing: { id: string; name?: string }, text?: string): HTMLAnchorElement =>
  h("a", { href: address(`/${thing.id}`) }, name(text ?? thing.name ?? thing.id));

/** A dot in a colour, such as an actor's. */
export function chip(colour: string): HTMLElement {
  const dot = h("span", { class: "chip", "aria-hidden": true });
  dot.style.background = colour;
  return dot;
}

/** The value of a colour that the style sheet names. */
export const colour = (variable: string): string => getComputedStyle(document.body).getPropertyValue(variable).trim();
