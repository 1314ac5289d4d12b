/** Medians, points and hashes, held against plain statements of the protocol. */
import { createHash } from 'node:crypto';
import { encode, rfc8949EncodeOptions } from 'cborg';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commitHash, contentId, featuresHash, lowerMedian, points } from './attestation.ts';

const salt = new Uint8Array(32).fill(7);
const address = new Uint8Array(32).fill(9);
const bytes = new TextEncoder().encode('A change.');
const sha256 = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

test('lowerMedian takes the lower of two middle values', () => {
  const cases: [number[], number][] = [
    [[5], 5],
    [[5, 3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2],
    [[10, 9, 100], 10],
  ];
  for (const [values, median] of cases) expect(lowerMedian(values)).toBe(median);
  expect(() => lowerMedian([])).toThrow(RangeError);
});

test('one liar among four moves the median only between honest values', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 3, maxLength: 3 }), fc.nat(10_000), (honest, lie) => {
      const median = lowerMedian([...honest, lie]);
      expect(median).toBeGreaterThanOrEqual(Math.min(...honest));
      expect(median).toBeLessThanOrEqual(Math.max(...honest));
    }),
  );
});

test('points are exact and round down once', () => {
  const cases: [number[], number[], bigint][] = [
    [[10_000, 10_000, 10_000, 10_000], [250_000, 250_000, 250_000, 250_000], 1_000_000n],
    [[0, 0, 0, 0], [250_000, 250_000, 250_000, 250_000], 0n],
    // Nothing new is worth nothing, however good; work without merit is worth what quantity weighs.
    [[10_000, 0, 10_000, 10_000], [250_000, 250_000, 250_000, 250_000], 0n],
    [[0, 10_000, 0, 0], [200_000, 400_000, 200_000, 200_000], 400_000n],
    [[5_000, 2_000, 10_000, 0], [200_000, 400_000, 200_000, 200_000], 140_000n],
    [[1, 1, 0, 0], [9_999, 0, 0, 0], 0n],
    [[0, 1, 0, 0], [0, 9_999, 0, 0], 0n],
    [[0, 1, 0, 0], [0, 10_000, 0, 0], 1n],
    [[0, -1, 0, 0], [0, 1, 0, 0], -1n],
    [[0, -10_000, 0, 0], [0, 400_000, 0, 0], -400_000n],
  ];
  for (const [scores, weights, expected] of cases) expect(points(scores, weights)).toBe(expected);
  expect(() => points([1, 2, 3], [1, 2, 3])).toThrow(RangeError);
});

test('hashes are those of the protocol', () => {
  const features = [0, 1, -1, 4_000];
  const cbor = encode(features, rfc8949EncodeOptions);
  expect(contentId(salt, bytes)).toBe(sha256('meritlane/content', salt, bytes));
  expect(featuresHash(salt, features)).toBe(sha256('meritlane/features', salt, cbor));
  expect(commitHash(address, salt, bytes)).toBe(sha256('meritlane/commit', address, salt, bytes));
});

test('rejects: salts and addresses of another length', () => {
  const short = new Uint8Array(31);
  expect(() => contentId(short, bytes)).toThrow(RangeError);
  expect(() => featuresHash(short, [1])).toThrow(RangeError);
  expect(() => commitHash(short, salt, bytes)).toThrow(RangeError);
  expect(() => commitHash(address, short, bytes)).toThrow(RangeError);
});
