/** A keyed 64-bit hash that places keys in the index: for finding only, never part of what nodes agree on. */

/** The two halves of a key's hash, as signed 32-bit numbers. */
export interface KeyHash {
  first: number;
  second: number;
}

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
  const end = at + (length & ~3);
  // The rounds stand here twice because they run for every key of every transaction, and a call costs as much.
  for (let from = at; from < end; from += 4) {
    const word =
      (bytes[from] as number) |
      ((bytes[from + 1] as number) << 8) |
      ((bytes[from + 2] as number) << 16) |
      ((bytes[from + 3] as number) << 24);
    v3 ^= word;
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
  for (let step = 0; step < 1 + 2 * finalRounds; step++) {
    let word = 0;
    if (step === 0) {
      word = lastWord(bytes, end, length);
      v3 ^= word;
    } else if (step === 1) v2 ^= 0xee;
    else if (step === 1 + finalRounds) {
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

/** Rounds at the end, for each half of the output. */
const finalRounds = 3;

/** The bytes from `at` on that fill no whole word, and the length above them. */
function lastWord(bytes: Uint8Array, at: number, length: number): number {
  let word = length << 24;
  for (let index = 0; index < (length & 3); index++) word |= (bytes[at + index] as number) << (8 * index);
  return word;
}
