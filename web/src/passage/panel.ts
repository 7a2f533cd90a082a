/** "Show me the passage": where the reader gives a copy of the article, and what is found in it, under each claim. */
import { latest } from "../ask.ts";
import { h, name } from "../dom.ts";
import { readFile, readPasted, Unreadable } from "./reading.ts";
import { Copy, type Found, type Given, type Wanted } from "./search.ts";

const AROUND = 160;

interface Place {
  wanted: Wanted;
  /** Where what is found is shown. */
  shown: HTMLElement;
  found: boolean;
}

function wantedOf(element: HTMLElement): Wanted {
  const { document: path, documentSha256, documentLength, start, end, sha256, letters, lettersSha256 } = element.dataset;
  return {
    document: path ?? "",
    documentHash: documentSha256 ?? "",
    documentLength: documentLength ? Number(documentLength) : null,
    start: Number(start),
    end: Number(end),
    hash: sha256 ?? "",
    letters: Number(letters),
    lettersHash: lettersSha256 ?? "",
  };
}

/** Make the panel work for all claims of the page. */
export function panel(root: HTMLElement): void {
  const places: Place[] = [...document.querySelectorAll<HTMLElement>("[data-letters-sha256]")].map((element) => {
    const shown = h("div", { class: "found" });
    element.append(shown);
    return { wanted: wantedOf(element), shown, found: false };
  });
  const said = h("div", { class: "verdict", role: "status", "aria-live": "polite" });
  const search = latest(async (current, give: () => Promise<Given[]>) => {
    said.replaceChildren(h("p", { class: "soft" }, "Reading…"));
    try {
      const copies = (await give()).map((given) => new Copy(given));
      if (!current()) return;
      for (const place of places) reset(place);
      const told: HTMLElement[] = [];
      for (const copy of copies) {
        const verdict = await searched(copy, places, said, current);
        if (!verdict) return;
        told.push(verdict);
      }
      said.replaceChildren(...told);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      if (current()) said.replaceChildren(h("p", { class: "wrong" }, error.message));
    }
  });
  root.append(controls(search), said);
}

function reset(place: Place): void {
  place.found = false;
  place.shown.replaceChildren();
}

function controls(search: (give: () => Promise<Given[]>) => Promise<void>): HTMLElement {
  const files = (list: FileList): void => {
    const chosen = [...list];
    if (chosen.length) void search(() => Promise.all(chosen.map(readFile)));
  };
  const input = h("input", { type: "file", id: "passage-file", accept: ".txt,.text,.md,.htm,.html,text/plain,text/html", multiple: true });
  input.addEventListener("change", () => input.files && files(input.files));
  const pasted = h("textarea", { id: "passage-pasted", rows: 4, spellcheck: "false" });
  const zone = h(
    "div",
    { class: "drop" },
    h("label", { for: "passage-file" }, "Drop your copy of the article here, or choose the file"),
    input,
    h("small", {}, "As text, or as a web page that you saved. It stays on your device: it is searched in this page, and nothing of it is sent."),
  );
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer) files(event.dataTransfer.files);
  });
  return h(
    "div",
    { class: "giving" },
    zone,
    h(
      "details",
      {},
      h("summary", {}, "Or paste its words"),
      h("label", { for: "passage-pasted" }, "The article's text"),
      pasted,
      h("button", { type: "button", click: () => pasted.value.trim() && void search(async () => [readPasted(pasted.value)]) }, "Search in it"),
    ),
  );
}

/** Search a text for what was not found yet, show it, and tell what the text is; null if nobody waits any more. */
async function searched(copy: Copy, places: Place[], said: HTMLElement, current: () => boolean): Promise<HTMLElement | null> {
  const exact = places.filter((place) => copy.isExact(place.wanted));
  const looked = exact.length ? exact : places; // the very file of one document is no copy of another
  let inPlace = 0;
  let elsewhere = 0;
  let done = 0;
  for (const place of looked) {
    if (!place.found) {
      const found = await copy.find(place.wanted, current);
      if (!current()) return null;
      if (found?.inPlace) inPlace += 1;
      else if (found) elsewhere += 1;
      show(place, copy, found);
    }
    done += 1;
    if (done % 10 === 0) said.replaceChildren(h("p", { class: "soft" }, `Looking for ${done} of ${looked.length} passages…`));
  }
  return verdict(copy, exact.length > 0, looked.length, inPlace, elsewhere);
}

function show(place: Place, copy: Copy, found: Found | null): void {
  if (!found) {
    place.shown.replaceChildren(h("p", { class: "soft" }, "These words are not in ", name(copy.given.name), "."));
    return;
  }
  place.found = true;
  const { start, end } = found;
  const before = copy.slice(start - AROUND, start);
  const after = copy.slice(end, end + AROUND);
  const lead = start > AROUND ? "… " : "";
  const trail = end + AROUND < copy.points.length ? " …" : "";
  const where = found.inPlace ? "where the claim says" : `in your copy; in the original, characters ${place.wanted.start}–${place.wanted.end}`;
  place.shown.replaceChildren(
    h("blockquote", { dir: "auto" }, lead, lead ? before.replace(/^\S*\s+/, "") : before, h("mark", {}, copy.slice(start, end)), trail ? after.replace(/\s+\S*$/, "") : after, trail),
    h("p", { class: "soft" }, name(copy.given.name), `, characters ${start}–${end}, ${where}.`),
  );
}

function verdict(copy: Copy, exact: boolean, looked: number, inPlace: number, elsewhere: number): HTMLElement {
  const found = inPlace + elsewhere;
  const passages = `${found} of ${looked} ${looked === 1 ? "passage" : "passages"}`;
  const file = name(copy.given.name);
  if (exact) {
    const whole = inPlace === looked;
    const text = ` is the exact file that the claims were read from: its SHA-256 is the document's, and ${passages} ${found === 1 ? "stands" : "stand"} where the ${looked === 1 ? "claim says" : "claims say"}.`;
    return h("p", { class: whole ? "good" : "wrong" }, file, text);
  }
  if (found) {
    const shifted = elsewhere ? `, ${inPlace ? `${elsewhere} of them` : found === 1 ? "at another place" : "at other places"}${inPlace ? " at other places" : ""}` : "";
    return h("p", { class: "fair" }, file, ` is another copy, not the exact file: ${passages} found in it, with the same words${shifted}.`);
  }
  return h("p", { class: "wrong" }, file, ` has ${looked === 1 ? "not these words" : "none of these passages"}: it is another article, or another version of this one.`);
}
