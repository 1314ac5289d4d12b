/** The small CBOR encoder against cborg. */
import { encode, rfc8949EncodeOptions } from 'cborg';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeIntegers, type IntegerTree } from './encodeIntegers.ts';

test('encodes every head length as cborg does', () => {
  for (const edge of [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    for (const value of [edge, -edge, -1 - Math.min(edge, Number.MAX_SAFE_INTEGER - 1)].map((n) => n + 0)) {
      expect(encodeIntegers(value)).toEqual(Uint8Array.from(encode(value, rfc8949EncodeOptions)));
    }
  }
});

test('encodes nested lists as cborg does', () => {
  const { tree } = fc.letrec<{ tree: IntegerTree; list: IntegerTree }>((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, fc.maxSafeInteger(), tie('list')),
    list: fc.array(tie('tree'), { maxLength: 30 }),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(encodeIntegers(value)).toEqual(Uint8Array.from(encode(value, rfc8949EncodeOptions)));
    }),
  );
});

test('rejects: what is no integer', () => {
  for (const value of [0.5, Number.NaN, 2 ** 53]) expect(() => encodeIntegers(value)).toThrow(RangeError);
});
