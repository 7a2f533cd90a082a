/** Buttons that copy a text. */
import { h } from "../dom.ts";

const SAID_FOR = 2000;

export function copyButton(label: string, text: () => string, title: string = label): HTMLElement {
  const said = h("span", { role: "status", class: "copied" });
  const button = h("button", { type: "button", class: "quiet", "aria-label": title, click: () => void copy() }, label);
  const copy = async (): Promise<void> => {
    const value = text();
    try {
      await navigator.clipboard.writeText(value);
      said.replaceChildren("Copied.");
      setTimeout(() => said.replaceChildren(), SAID_FOR);
    } catch {
      const field = h("input", { readonly: true, value, "aria-label": label }); // no permission: there to be copied by hand
      said.replaceChildren(field);
      field.select();
    }
  };
  return h("span", { class: "copy" }, button, said);
}
