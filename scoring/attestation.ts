/** What scorer and chain agree on: dimensions, bounds, medians, points, and how content and features are hashed. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { encodeIntegers } from './encodeIntegers.ts';

/** The four dimensions in the order of every score vector. */
export const dimensions = ['quality', 'quantity', 'impact', 'value'] as const;

/** One of the four dimensions. */
export type Dimension = (typeof dimensions)[number];

/** Scores in the order of `dimensions`, each an integer 0 … SCORE_MAX. */
export type Scores = [number, number, number, number];

/** The highest score of a dimension. */
export const SCORE_MAX = 10_000;

/** The bytes of a salt and of an address. */
const WORD_BYTES = 32;

function word(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes.length !== WORD_BYTES) throw new RangeError(`The ${name} is not 32 bytes long.`);
  return bytes;
}

function hashHex(tag: string, ...parts: Uint8Array[]): string {
  return bytesToHex(sha256(concatBytes(utf8ToBytes(tag), ...parts)));
}

/** The lower of the two middle values of an even count, else the middle one; throws RangeError when empty. */
export function lowerMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[(sorted.length - 1) >> 1];
  if (median === undefined) throw new RangeError('An empty list has no median.');
  return median;
}

/** SHA-256("meritlane/content" ‖ salt ‖ bytes), as hex. `salt` has 32 bytes. */
export function contentId(salt: Uint8Array, bytes: Uint8Array): string {
  return hashHex('meritlane/content', word(salt, 'salt'), bytes);
}

/** SHA-256("meritlane/features" ‖ salt ‖ CBOR(features)), as hex. `salt` has 32 bytes, features are integers. */
export function featuresHash(salt: Uint8Array, features: readonly number[]): string {
  return hashHex('meritlane/features', word(salt, 'salt'), encodeIntegers(features));
}

/** SHA-256("meritlane/commit" ‖ scorer's address ‖ salt ‖ CBOR(attestation)), as hex. Address and salt have 32 bytes. */
export function commitHash(scorer: Uint8Array, salt: Uint8Array, attestationCbor: Uint8Array): string {
  return hashHex('meritlane/commit', word(scorer, 'address'), word(salt, 'salt'), attestationCbor);
}

/**
 * quantity × (weight of quantity + Σ other weights × scores ÷ 10^4) ÷ 10^4, exact until one division that rounds down.
 * Quantity is how much there is to pay for, and the other scores say how much of each unit: work that is cut into pieces,
 * copied or padded has no more quantity, so it gains nothing by being good several times. Weights are parts per million
 * in the order of `dimensions`; weights of 10^6 ppm in sum and all scores at SCORE_MAX give 10^6 points.
 */
export function points(scores: readonly number[], weightsPpm: readonly number[]): bigint {
  if (scores.length !== dimensions.length || weightsPpm.length !== dimensions.length) {
    throw new RangeError('Points take four scores and four weights.');
  }
  const full = BigInt(SCORE_MAX);
  const quantity = dimensions.indexOf('quantity');
  const share = scores.reduce(
    (sum, score, index) => sum + BigInt(weightsPpm[index] ?? 0) * (index === quantity ? full : BigInt(score)),
    0n,
  );
  const product = BigInt(scores[quantity] ?? 0) * share;
  const scale = full * full;
  const quotient = product / scale;
  return product < 0n && quotient * scale !== product ? quotient - 1n : quotient;
}
