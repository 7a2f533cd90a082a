/** Reads what the reader gave: a text as it is, or the text of a page as saved. Nothing is sent anywhere. */
import type { Given } from "./search.ts";
import { sha256, sha256Of } from "./sha256.ts";

const MOST = 50_000_000;
const UNSHOWN = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "HEAD"]);
const INLINE = new Set(["A", "ABBR", "B", "BDI", "CITE", "CODE", "EM", "FONT", "I", "MARK", "Q", "S", "SMALL", "SPAN", "STRONG", "SUB", "SUP", "TIME", "U", "WBR"]);

/** A file that cannot be read as a text. */
export class Unreadable extends Error {}

export async function readFile(file: File): Promise<Given> {
  if (file.size > MOST) throw new Unreadable(`${file.name} is too large for an article.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = decoded(bytes, file.name);
  const isPage = /\.(x?html?)$/i.test(file.name) || file.type.includes("html") || /^\s*(<!doctype html|<html)/i.test(text);
  return { name: file.name, text: isPage ? textOf(text) : text, hash: sha256(bytes) };
}

export const readPasted = (text: string): Given => ({ name: "The pasted text", text, hash: sha256Of(text) });

function decoded(bytes: Uint8Array, name: string): string {
  const declared = /charset\s*=\s*["']?([\w-]+)/i.exec(String.fromCharCode(...bytes.subarray(0, 2048)))?.[1];
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
  for (const label of [marked, "utf-8", declared]) {
    if (!label) continue;
    try {
      return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes); // a mark at the beginning is a character
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error; // not in this encoding: the next
    }
  }
  throw new Unreadable(`${name} is not a text file: save the article as text or as a web page, or paste its words.`);
}

/** The words of a saved page; it is parsed without being shown, so that nothing in it runs or loads. */
function textOf(markup: string): string {
  const parts: string[] = [];
  const walk = (node: Node): void => {
    for (const child of node.childNodes) {
      if (child instanceof Text) parts.push(child.data);
      else if (child instanceof Element && !UNSHOWN.has(child.tagName)) {
        const block = !INLINE.has(child.tagName);
        if (block) parts.push("\n");
        walk(child);
        if (block) parts.push("\n");
      }
    }
  };
  walk(new DOMParser().parseFromString(markup, "text/html").body);
  return parts.join("").replace(/[^\S\n]+/g, " ").replace(/ ?\n\s*/g, "\n").trim();
}
