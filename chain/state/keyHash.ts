/** A keyed 64-bit hash that places keys in the index: for finding only, never part of what nodes agree on. */

/** The two halves of a key's hash, as signed 32-bit numbers. */
export interface KeyHash {
  first: number;
  second: number;
}

/** Rounds at the end, for each half of the output. */
const finalRounds = 3;

/**
 * Writes the HalfSipHash-1-3 of `length` bytes from `at` on into `out`. It is keyed because the keys of cells are
 * chosen by whoever sends transactions: without the seed nobody can make many of them meet in one place.
 */
export function keyHash(
  seed: readonly [number, number],
  bytes: Uint8Array,
  at: number,
  length: number,
  out: KeyHash,
): void {
  let v0 = seed[0];
  let v1 = seed[1] ^ 0xee;
  let v2 = 0x6c796765 ^ seed[0];
  let v3 = 0x74656462 ^ seed[1];
  const words = (length >> 2) + 1;
  for (let step = 0; step < words + 2 * finalRounds; step++) {
    let word = 0;
    if (step < words) {
      word = step < words - 1 ? wordAt(bytes, at + step * 4) : lastWord(bytes, at, length);
      v3 ^= word;
    } else if (step === words) {
      v2 ^= 0xee;
    } else if (step === words + finalRounds) {
      out.first = v1 ^ v3;
      v1 ^= 0xdd;
    }
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= word;
  }
  out.second = v1 ^ v3;
}

function wordAt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  return low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

/** The bytes that fill no whole word, and the length above them. */
function lastWord(bytes: Uint8Array, at: number, length: number): number {
  let word = length << 24;
  const start = at + (length & ~3);
  for (let index = 0; index < (length & 3); index++) word |= (bytes[start + index] ?? 0) << (8 * index);
  return word;
}
