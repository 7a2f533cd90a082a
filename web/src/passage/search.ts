/** Looks for passages in a copy of a text: at their places, else by their letters wherever these stand. */
import { type Letters, lettersOf } from "./letters.ts";
import { digest, sha256, sha256Of } from "./sha256.ts";

/** What a claim tells of its passage. */
export interface Wanted {
  document: string;
  documentHash: string;
  documentLength: number | null;
  start: number;
  end: number;
  hash: string;
  letters: number;
  lettersHash: string;
}

/** Where a passage stands in a text, in code points. */
export interface Found {
  start: number;
  end: number;
  /** Whether it stands, word for word, where the claim says. */
  inPlace: boolean;
}

/** A text that the reader gave. */
export interface Given {
  name: string;
  text: string;
  /** Hash of the file as it is; of what was pasted, of its UTF-8. */
  hash: string;
}

const TURN = 12;

/** A text that is searched. */
export class Copy {
  readonly given: Given;
  readonly points: string[];
  readonly #letters: Letters;

  constructor(given: Given) {
    this.given = given;
    this.points = [...given.text];
    this.#letters = lettersOf(given.text);
  }

  /** Whether it is the very file that a claim was read from. */
  isExact(wanted: Wanted): boolean {
    return this.given.hash === wanted.documentHash && (wanted.documentLength === null || wanted.documentLength === this.points.length);
  }

  /** Give a part of the text. */
  slice(start: number, end: number): string {
    return this.points.slice(Math.max(start, 0), end).join("");
  }

  /** Find a passage; the nearest to its place where its words stand more than once. Null: it is not there. */
  async find(wanted: Wanted, current: () => boolean): Promise<Found | null> {
    if (wanted.end <= this.points.length && sha256Of(this.slice(wanted.start, wanted.end)) === wanted.hash) {
      return { start: wanted.start, end: wanted.end, inPlace: true };
    }
    // Passages begin with a word, as a rule; other beginnings are tried when none of these is it.
    const found = (await this.#scan(wanted, true, current)) ?? (await this.#scan(wanted, false, current));
    return found && { ...found, inPlace: false };
  }

  async #scan(wanted: Wanted, words: boolean, current: () => boolean): Promise<{ start: number; end: number } | null> {
    const { bytes, offsets, starts, ends, first, count } = this.#letters;
    const length = wanted.letters;
    const head = Number.parseInt(wanted.lettersHash.slice(0, 8), 16) | 0;
    let best: { start: number; end: number } | null = null;
    let since = performance.now();
    for (let i = 0; length > 0 && i + length <= count; i += 1) {
      if (Boolean(first[i]) !== words) continue;
      const slice = bytes.subarray(offsets[i], offsets[i + length]);
      if (digest(slice)[0] === head && sha256(slice) === wanted.lettersHash) {
        const here = { start: starts[i]!, end: ends[i + length - 1]! };
        if (!best || Math.abs(here.start - wanted.start) < Math.abs(best.start - wanted.start)) best = here;
      }
      if (i % 64 === 0 && performance.now() - since > TURN) {
        await new Promise((resolve) => setTimeout(resolve)); // the page stays alive
        if (!current()) return null;
        since = performance.now();
      }
    }
    return best;
  }
}
