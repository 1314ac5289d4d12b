/** Write-sets survive encoding, and nothing else is taken for one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeWrites, encodeWrites } from './writeSet.ts';

const anyWrites = fc.array(
  fc.record({
    key: fc.uint8Array({ minLength: 1, maxLength: 255 }),
    value: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
  }),
  { maxLength: 20 },
);

test('writes and removals survive encode and decode', () => {
  fc.assert(
    fc.property(anyWrites, (writes) => {
      expect(decodeWrites(encodeWrites(writes))).toEqual(writes);
    }),
  );
});

test('the layout is length of key, length of value, key, value', () => {
  const bytes = encodeWrites([
    { key: Uint8Array.of(7, 8), value: Uint8Array.of(9) },
    { key: Uint8Array.of(5), value: undefined },
  ]);
  expect([...bytes]).toEqual([2, 0, 0, 0, 1, 7, 8, 9, 1, 255, 255, 255, 255, 5]);
});

test('a write-set that is cut anywhere inside an entry is refused', () => {
  const bytes = encodeWrites([{ key: Uint8Array.of(1, 2, 3), value: Uint8Array.of(4, 5) }]);
  for (let length = 1; length < bytes.length; length++) {
    expect(() => decodeWrites(bytes.subarray(0, length))).toThrow('ends inside an entry');
  }
});

test('empty keys, long keys and values beyond the bound are refused', () => {
  expect(() => encodeWrites([{ key: new Uint8Array(), value: undefined }])).toThrow(RangeError);
  expect(() => encodeWrites([{ key: new Uint8Array(256), value: undefined }])).toThrow(RangeError);
  expect(() => decodeWrites(Uint8Array.of(0, 0, 0, 0, 0))).toThrow('empty key');
  expect(() => decodeWrites(Uint8Array.of(1, 255, 255, 255, 254, 1))).toThrow('a value of');
});
