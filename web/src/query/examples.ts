/** The stored queries, as examples with what they answer. */
import { ask } from "../ask.ts";
import { h } from "../dom.ts";

interface Stored {
  slug: string;
  summary: string;
  description: string;
  href: string;
}

const SELECT = "http://www.w3.org/ns/shacl#select";
const NARROW = "(max-width: 60rem)";

async function textOf({ slug }: Stored): Promise<string> {
  const [described] = await ask<Record<string, { "@value": string }[]>[]>(`/queries/${encodeURIComponent(slug)}?format=jsonld`);
  const text = described?.[SELECT]?.[0]?.["@value"];
  if (!text) throw new Error(`the stored query ${slug} has no text`);
  return `${text.trimEnd()}\n`;
}

/** A list of them; a click hands over the query's text. */
export async function examples(chosen: (text: string) => void, failed: (error: unknown) => void): Promise<HTMLElement> {
  const stored = await ask<Stored[]>("/queries");
  const rows = stored.map((one) => {
    const about = `about-${one.slug}`;
    const use = (): void => void textOf(one).then(chosen, failed);
    return h("li", {}, h("button", { type: "button", class: "example", "aria-describedby": about, click: use }, one.summary), h("p", { id: about, class: "soft" }, one.description.replaceAll("*", "").trim()));
  });
  const list = h("details", { class: "examples", open: !matchMedia(NARROW).matches }, h("summary", {}, `Examples (${stored.length})`), h("ul", {}, ...rows));
  return list;
}
