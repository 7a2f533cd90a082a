/** SHA-256 (FIPS 180-4) of many short texts, at once and on any page: crypto.subtle answers later, and only over https. */
const ROOTS = primes(64).map((prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)) | 0);
const K = Int32Array.from(ROOTS, (root) => root | 0);
const words = new Int32Array(64);
const BLOCK = 64;

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime)) found.push(n);
  return found;
}

/** The first 32 bits of what stands behind the point. */
function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

function mix(state: Int32Array, bytes: Uint8Array, at: number): void {
  for (let i = 0, j = at; i < 16; i += 1, j += 4) words[i] = (bytes[j]! << 24) | (bytes[j + 1]! << 16) | (bytes[j + 2]! << 8) | bytes[j + 3]!;
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15]!;
    const y = words[i - 2]!;
    words[i] = (words[i - 16]! + (turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)) + words[i - 7]! + (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10))) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[i]! + words[i]!) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

const state = new Int32Array(8);
const end = new Uint8Array(2 * BLOCK);

/** The hash of bytes as eight numbers; they are those of the next hash after the next call. */
export function digest(bytes: Uint8Array): Int32Array {
  state.set(START);
  const whole = bytes.length - (bytes.length % BLOCK);
  for (let at = 0; at < whole; at += BLOCK) mix(state, bytes, at);
  const rest = bytes.length - whole;
  const length = rest < 56 ? BLOCK : 2 * BLOCK;
  end.fill(0);
  for (let i = 0; i < rest; i += 1) end[i] = bytes[whole + i]!;
  end[rest] = 0x80;
  for (let i = 0, bits = bytes.length * 8; i < 8; i += 1, bits = Math.floor(bits / 256)) end[length - 1 - i] = bits % 256;
  for (let at = 0; at < length; at += BLOCK) mix(state, end, at);
  return state;
}

/** The hash of bytes, in hexadecimal digits. */
export const sha256 = (bytes: Uint8Array): string => [...digest(bytes)].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

const encoder = new TextEncoder();
/** The hash of a text's UTF-8. */
export const sha256Of = (text: string): string => sha256(encoder.encode(text));
