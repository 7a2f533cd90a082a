/** The letters of a text, by which a passage is found in a copy with other blanks, quotes or line ends: as
 * `kg.passages.letters_of` has them, Unicode form NFC, case-folded, with everything but letters dropped. */
const LETTER = /\p{L}/u;
const CLUSTER = /[^][\u0300-\u036f\u0653-\u0655\u3099\u309a]*/gu;
const ASCII = /^[A-Za-z]$/;
const CHEROKEE = /[\u13a0-\u13fd\uab70-\uabbf]/;

/** Full case folding of one character; by way of capitals, but for the few that fold otherwise. */
function folded(char: string): string {
  if (char === "\u1e9e") return "ss";
  if (char === "\u0131") return char;
  if (CHEROKEE.test(char)) return char.toUpperCase();
  let text = "";
  for (const one of char.toUpperCase()) text += one.toLowerCase(); // one by one: a sigma at the end is no other letter
  return text;
}

/** The letters of a text, each with the characters that it comes from. */
export interface Letters {
  /** UTF-8 of all letters, one after another. */
  bytes: Uint8Array;
  /** Where each letter begins in them, and where the last one ends. */
  offsets: Uint32Array;
  /** Per letter: first code point of its cluster. */
  starts: Uint32Array;
  /** Per letter: one past the last code point of its cluster. */
  ends: Uint32Array;
  /** Per letter: whether a word begins with it. */
  first: Uint8Array;
  count: number;
}

/** Reduce a text to its letters. */
export function lettersOf(text: string): Letters {
  const letters: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const first: number[] = [];
  let at = 0;
  let inWord = false;
  for (const [cluster] of text.matchAll(CLUSTER)) {
    const length = cluster.length === 1 ? 1 : [...cluster].length;
    let found = false;
    for (const char of ASCII.test(cluster) ? cluster.toLowerCase() : reduced(cluster)) {
      letters.push(char);
      starts.push(at);
      ends.push(at + length);
      first.push(inWord || found ? 0 : 1);
      found = true;
    }
    inWord = found;
    at += length;
  }
  const offsets = new Uint32Array(letters.length + 1);
  letters.forEach((letter, i) => (offsets[i + 1] = offsets[i]! + size(letter)));
  return {
    bytes: new TextEncoder().encode(letters.join("")),
    offsets,
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    first: Uint8Array.from(first),
    count: letters.length,
  };
}

function reduced(cluster: string): string[] {
  let text = "";
  for (const char of cluster.normalize("NFC")) text += folded(char);
  return [...text.normalize("NFC")].filter((char) => LETTER.test(char));
}

/** Bytes of a character in UTF-8. */
function size(char: string): number {
  const code = char.codePointAt(0)!;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
