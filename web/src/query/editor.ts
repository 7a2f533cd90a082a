/** The editor of queries, in a shadow root: there its styles are adopted sheets, which the page's policy allows. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionSource } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import type { Spot } from "./answer.ts";

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.keyword, tags.definitionKeyword, tags.operatorKeyword, tags.modifier, tags.controlKeyword], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName), tags.definition(tags.variableName)], color: "var(--maybe)" },
  { tag: [tags.string, tags.special(tags.string), tags.literal, tags.number, tags.bool], color: "var(--sure)" },
  { tag: [tags.namespace, tags.url, tags.labelName, tags.propertyName, tags.typeName, tags.className, tags.name, tags.atom], color: "var(--query-name)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)", fontStyle: "italic" },
]);
const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: ".9rem", border: "1px solid var(--soft)", borderRadius: ".3rem", maxHeight: "60vh", minHeight: "13rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "ui-monospace, monospace", lineHeight: "1.5", minHeight: "13rem", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--accent) 28%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)", outline: "1px solid var(--accent)" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--soft)", borderRadius: ".3rem", maxWidth: "34rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "ui-monospace, monospace", maxHeight: "16em" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--paper)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--paper)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal", fontFamily: "system-ui, sans-serif", fontSize: ".8rem" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { padding: ".4rem .6rem", fontSize: ".85rem" },
  ".cm-diagnostic": { fontSize: ".85rem", padding: ".4rem .6rem" },
});

/** What is typed over a selection is put in by the editor: the browser would carry styles of what was there along, which the policy forbids. */
const TYPED_OVER = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { from, to, empty } = view.state.selection.main;
    const text = event.data;
    if (event.inputType !== "insertText" || !text || empty || view.composing) return false;
    const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

export class Editor {
  readonly #view: EditorView;

  constructor(host: HTMLElement, text: string, source: CompletionSource, on: { run: () => void; change: (text: string) => void }) {
    const root = host.attachShadow({ mode: "open" });
    const run = (): boolean => {
      on.run();
      return true;
    };
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [
          Prec.highest(keymap.of([{ key: "Mod-Enter", run }, { key: "Ctrl-Enter", run }])),
          lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), highlightSpecialChars(), drawSelection(), history(),
          bracketMatching(), closeBrackets(), indentOnInput(), lintGutter(), EditorView.lineWrapping,
          autocompletion({ override: [source], icons: false }),
          sparql(), syntaxHighlighting(HIGHLIGHT), LOOK, TYPED_OVER,
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
          EditorView.contentAttributes.of({ "aria-label": "Query", "aria-multiline": "true", spellcheck: "false" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) on.change(update.state.doc.toString());
          }),
        ],
      }),
    });
  }

  /** Put another query in the place of this one; undoing brings it back. */
  replace(text: string): void {
    const { doc } = this.#view.state;
    if (doc.toString() !== text) this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
  }

  /** Mark where a fault is, or take the marks away. */
  mark(spot: Spot | null, message = ""): void {
    const { state } = this.#view;
    this.#view.dispatch(setDiagnostics(state, spot ? [this.#diagnostic(spot, message)] : []));
  }

  /** Put the cursor to a place. */
  goTo(spot: Spot): void {
    const { from } = this.#diagnostic(spot, "");
    this.#view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  /** The server counts letters where the editor counts units of UTF-16; a fault before a blank is shown at the word before it. */
  #diagnostic({ line, column }: Spot, message: string): Diagnostic {
    const { doc } = this.#view.state;
    const { from, to, text } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const before = Math.min([...text].slice(0, column - 1).join("").length, text.length);
    const ahead = /^[\p{L}\p{N}_:?$.-]+|^[^\s]/u.exec(text.slice(before))?.[0];
    if (ahead) return { from: from + before, to: from + before + ahead.length, severity: "error", message };
    const [word = ""] = /\S+\s*$/u.exec(text.slice(0, before)) ?? [];
    return { from: from + before - word.length, to: word ? from + before - (word.length - word.trimEnd().length) : to, severity: "error", message };
  }
}
