/** Keys: different texts have different ones, and the map of them does what a map does. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyMap, keyOf, keyOfKeys } from './keys.ts';

test('a key depends on every character, on their order and on their number', () => {
  const texts = Array.from({ length: 60_000 }, (_, index) => [
    `a${index}`,
    `${index}a`,
    `${'\0'.repeat(index % 97)}${index}`,
  ]);
  const all = new Set(texts.flat());
  expect(new Set([...all].map((text) => keyOf(text))).size).toBe(all.size);
  for (const key of [...all].map((text) => keyOf(text))) {
    expect(Number.isSafeInteger(key)).toBe(true);
    expect(key).toBeGreaterThan(0);
  }
});

test('a key of keys depends on their order', () => {
  const parts = Array.from({ length: 40 }, (_, index) => keyOf(`${index}`));
  const seen = new Set(parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => keyOfKeys([a, b, c])))));
  expect(seen.size).toBe(40 ** 3);
  expect(keyOfKeys([1, 2])).not.toBe(keyOfKeys([1, 2, 0]));
});

test('a part of a text has the key of its text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (before, text, after) => {
      expect(keyOf(before + text + after, before.length, before.length + text.length)).toBe(keyOf(text));
    }),
  );
});

test('the map keeps what was put first, over any growth', () => {
  const own = new KeyMap();
  const plain = new Map<number, number>();
  for (let index = 0; index < 20_000; index += 1) {
    const key = keyOf(`${index % 15_000}`);
    own.addFirst(key, index);
    if (!plain.has(key)) plain.set(key, index);
  }
  expect(own.size).toBe(plain.size);
  for (const [key, value] of plain) expect(own.get(key)).toBe(value);
  for (let index = 0; index < 5_000; index += 1) {
    const absent = keyOf(`absent ${index}`);
    expect([own.has(absent), own.get(absent)]).toEqual([false, undefined]);
  }
});
