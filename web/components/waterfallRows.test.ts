/** A waterfall's rows sum to the shown score exactly, and each bar starts where the last ended. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownScore } from '../formats.ts';
import { layOutWaterfall, type Reason, rowsMax, wholePoints } from './waterfallRows.ts';

const reason = (points: number, index: number): Reason => ({
  id: String(index),
  sentence: `Reason ${index}`,
  points,
});
const points = fc.array(fc.integer({ min: -3000, max: 3000 }), { maxLength: 48 });

describe('waterfall', () => {
  it('sums to the score of the example', () => {
    const layout = layOutWaterfall(reason(4100, 0), [1180, 960, 710, 240, -380, -290].map(reason));
    expect(layout.rows.map((row) => row.points)).toEqual([118, 96, 71, 24, -38, -29]);
    expect(layout.total.points).toBe(652);
    expect(layout.folded).toEqual([]);
  });

  it('whole points sum to the floor of the sum, and none is off by a point', () => {
    fc.assert(
      fc.property(points, (values) => {
        const whole = wholePoints(values);
        const sum = values.reduce((total, value) => total + value, 0);
        expect(whole.reduce((total, value) => total + value, 0)).toBe(shownScore(sum));
        whole.forEach((value, index) => {
          expect(Math.abs(value * 10 - (values[index] ?? 0))).toBeLessThan(10);
        });
      }),
    );
  });

  it('keeps the sum, the chain of bars and the axis for any reasons', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), points, (basePoints, values) => {
        const layout = layOutWaterfall(reason(basePoints, -1), values.map(reason));
        const rows = [...layout.rows, ...layout.folded];
        expect(rows.length).toBe(values.length);
        expect(layout.base.points + rows.reduce((total, row) => total + row.points, 0)).toBe(
          layout.total.points,
        );
        expect(layout.total.points).toBe(
          shownScore(values.reduce((total, value) => total + value, basePoints)),
        );
        let end = layout.base.end;
        for (const row of rows) {
          expect(row.start).toBeCloseTo(end, 9);
          end = row.end;
          expect(Math.min(row.start, row.end)).toBeGreaterThanOrEqual(-1e-9);
          expect(Math.max(row.start, row.end)).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(layout.total.end).toBeCloseTo(end, 9);
        expect(layout.foldedPoints).toBe(layout.folded.reduce((total, row) => total + row.points, 0));
      }),
    );
  });

  it('folds the smallest beyond eight rows, the fold among the eight', () => {
    const layout = layOutWaterfall(
      reason(4000, -1),
      Array.from({ length: 20 }, (_, index) => reason(10 * (index + 1), index)),
    );
    expect(1 + layout.rows.length + 1).toBe(rowsMax);
    const smallestShown = Math.min(...layout.rows.map((row) => row.points));
    expect(Math.max(...layout.folded.map((row) => row.points))).toBeLessThanOrEqual(smallestShown);
  });

  it('shows seven reasons without a fold, gains first', () => {
    const layout = layOutWaterfall(reason(4000, -1), [-10, 20, -30, 40, 50, -60, 70].map(reason));
    expect(layout.rows.map((row) => row.points)).toEqual([7, 5, 4, 2, -6, -3, -1]);
  });
});
