/** A difference holds both texts whole, and names the least that changed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from './textDiff.ts';

const lines = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
  .map((list) => list.join('\n'));

describe('a difference', () => {
  it('gives back both texts', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const found = diffLines(before, after);
        const without = (kind: string) =>
          found
            .filter((line) => line.kind !== kind)
            .map(({ text }) => text)
            .join('\n');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
    );
  });

  it('keeps what stayed', () => {
    const found = diffLines('one\ntwo\nthree', 'one\n2\nthree\nfour');
    expect(found).toEqual([
      { kind: 'same', text: 'one' },
      { kind: 'removed', text: 'two' },
      { kind: 'added', text: '2' },
      { kind: 'same', text: 'three' },
      { kind: 'added', text: 'four' },
    ]);
  });
});
