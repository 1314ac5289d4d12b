/** The rows of a waterfall hold every point of the score, in both languages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { features } from '#scoring/features.ts';
import { dimensions } from '../components/DimensionTabs.tsx';
import { reasonsOf } from './reasonWords.ts';

const points = fc.integer({ min: -5000, max: 5000 });
const four = fc.tuple(points, points, points, points);

describe('reasons', () => {
  it('sum with the base to the score', () => {
    fc.assert(
      fc.property(
        four,
        fc.array(four, { minLength: features.length, maxLength: features.length }),
        fc.constantFrom(...dimensions),
        fc.constantFrom('en' as const, 'zh' as const),
        (bias, entries, dimension, language) => {
          const rows = features.map(({ id, max }, index) => ({
            id,
            value: max,
            entries: entries[index] ?? [],
          }));
          const { base, reasons } = reasonsOf({ bias, rows }, dimension, language);
          const index = dimensions.indexOf(dimension);
          const wanted = rows.reduce((sum, row) => sum + (row.entries[index] ?? 0), bias[index] ?? 0);
          expect(reasons.reduce((sum, reason) => sum + reason.points, base.points)).toBe(wanted);
          for (const { sentence } of reasons) expect(sentence).not.toMatch(/[{}]|\.gain|\.loss/);
        },
      ),
    );
  });

  it('name the number in plain words', () => {
    const rows = [{ id: 'codeLines', value: 1, entries: [120, 0, 0, 0] }];
    expect(reasonsOf({ bias: [0, 0, 0, 0], rows }, 'quality', 'en').reasons).toEqual([
      { id: 'codeLines', sentence: 'Adds 1 new line of code', points: 120 },
    ]);
    expect(reasonsOf({ bias: [0, 0, 0, 0], rows }, 'quality', 'zh').reasons[0]?.sentence).toBe(
      '新增 1 行代码',
    );
  });
});
