/** Who says so: a fact's voices as a list, each with its document, its way of saying it, and its gloss. */
import { address, type Voice } from "./ask.ts";
import { h, link, name } from "./dom.ts";

/** One voice, in words. */
function said({ voice, document, claim, row, modality, gloss }: Voice): HTMLElement {
  const writer = document && voice.id === document.id;
  const what = gloss ?? (row ? `row ${row}` : "a statement");
  return h(
    "li",
    {},
    claim ? h("a", { href: address(`/${claim}`) }, name(what)) : name(what),
    h("br"),
    h("small", {}, writer ? "the writer" : link(voice), modality ? `, ${modality}` : "", document ? "; " : "", document ? link(document) : ""),
  );
}

export const voicesOf = (voices: Voice[]): HTMLElement => h("ul", { class: "voices" }, ...voices.map(said));
