/** A field that offers things while one types a name, in any spelling (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). */
import { address, ask, latest, Refused } from "../ask.ts";
import { h, name } from "../dom.ts";

interface Match {
  id: string;
  name: string;
  class: string;
  kind: { name: string } | null;
  matched: string;
  href: string;
}

const PAUSE = 120;
const MOST = 8;

export function combobox(input: HTMLInputElement): void {
  const list = h("ul", { id: `${input.id}-options`, role: "listbox", "aria-label": "Names", hidden: true, class: "options" });
  const said = h("p", { class: "unseen", role: "status" });
  let matches: Match[] = [];
  let chosen = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const choose = (index: number): void => {
    chosen = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const option = list.children[index];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const show = latest(async (current, text: string) => {
    try {
      const answer = text ? await ask<{ records: Match[] }>(address("/search", { q: text, typing: "true", limit: MOST })) : { records: [] };
      if (!current()) return;
      matches = answer.records;
      list.replaceChildren(...matches.map((match, at) => option(input.id, match, at)));
      list.hidden = !matches.length;
      input.setAttribute("aria-expanded", String(matches.length > 0));
      said.textContent = text ? `${matches.length || "No"} ${matches.length === 1 ? "name" : "names"}` : "";
      choose(-1);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (current()) said.textContent = error.message;
    }
  });

  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" }))
    input.setAttribute(key, value);
  input.after(list, said);
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void show(input.value.trim()), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        void show(input.value.trim());
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((chosen + step + matches.length + 1 + 1) % (matches.length + 1)) - 1); // the field itself is one of the stops
    } else if (event.key === "Enter" && open && matches[chosen]) {
      event.preventDefault();
      location.assign(matches[chosen]!.href);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const at = [...list.children].findIndex((option) => option.contains(event.target as Node));
    if (matches[at]) location.assign(matches[at].href);
  });
}

function option(id: string, match: Match, at: number): HTMLLIElement {
  const kind = (match.kind?.name ?? match.class).toLowerCase();
  const other = match.matched === match.name ? "" : " · ";
  return h("li", { role: "option", id: `${id}-option-${at}`, "aria-selected": "false" }, name(match.name), h("small", {}, ` ${kind}`, other, other && name(match.matched)));
}
