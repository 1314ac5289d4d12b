/** Agreement and ladder: a published example, small ones worked out by hand, and laws over random ratings. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphaPpm, ladderOf, withRatings } from './agreement.ts';
import { emptyRecord, levels } from './state.ts';

/** Coincidences of units that any number of people rated, times six: (m − 1) is 1, 2 or 3. */
const coincidencesOf = (units: readonly (readonly number[])[]): number[] => {
  const matrix = new Array<number>(levels * levels).fill(0);
  for (const ratings of units.filter(({ length }) => length > 1))
    for (const [i, one] of ratings.entries())
      for (const [j, other] of ratings.entries())
        if (i !== j)
          matrix[one * levels + other] = (matrix[one * levels + other] ?? 0) + 6 / (ratings.length - 1);
  return matrix;
};

describe('alpha', () => {
  it('is 0.815 for the four observers of Krippendorff (2011)', () => {
    const observers = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
      [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ];
    const units = Array.from({ length: 12 }, (_, unit) =>
      observers.map((ratings) => (ratings[unit] ?? 0) - 1).filter((rating) => rating >= 0),
    );
    const alpha = Number(alphaPpm(coincidencesOf(units), 6));
    expect(alpha).toBeGreaterThan(814_500);
    expect(alpha).toBeLessThan(815_500);
  });

  it('is 1 where all pairs are equal, 0 or less by chance, and absent where nothing differs', () => {
    expect(
      alphaPpm(
        coincidencesOf([
          [0, 0],
          [4, 4],
        ]),
        6,
      ),
    ).toBe(1_000_000n);
    // 1 − (4 − 1) × 2 ÷ (2 × 2): two of each level, and all pairs differ.
    expect(
      alphaPpm(
        coincidencesOf([
          [0, 1],
          [1, 0],
        ]),
        6,
      ),
    ).toBe(-500_000n);
    expect(
      alphaPpm(
        coincidencesOf([
          [2, 2],
          [2, 2],
        ]),
        6,
      ),
    ).toBeUndefined();
    expect(alphaPpm([])).toBeUndefined();
  });
});

describe('a record', () => {
  const rated = (quality: number) => ({ quality, impact: 0, value: 0 });

  it('counts both orders of a pair, and the score only of what was drawn uniformly', () => {
    const once = withRatings(emptyRecord(), 'quality', [rated(1), rated(3)], 10_000);
    expect(once.units).toBe(1);
    expect(once.coincidences[1 * 5 + 3]).toBe(1);
    expect(once.coincidences[3 * 5 + 1]).toBe(1);
    expect([once.ratings[9], once.sums[9]]).toEqual([2, 4]);
    const twice = withRatings(once, 'quality', [rated(2), rated(2)], undefined);
    expect(twice.coincidences[2 * 5 + 2]).toBe(2);
    expect(twice.ratings).toEqual(once.ratings);
  });
});

describe('the ladder', () => {
  it('pools tenths that fall, and fills those that nobody rated', () => {
    // Means 1, –, 3, 2 of 4 levels: the last two pool to 5 ÷ 2.
    const ratings = [2, 0, 2, 2, 0, 0, 0, 0, 0, 0];
    const sums = [2, 0, 6, 4, 0, 0, 0, 0, 0, 0];
    expect(ladderOf({ ratings, sums })).toEqual([2_500, 2_500, ...new Array<number>(8).fill(6_250)]);
    expect(ladderOf(emptyRecord())).toEqual([]);
  });

  it('never falls, and keeps the mean of all ratings', () => {
    const tenth = fc.record({ count: fc.nat(50), mean: fc.nat(4) });
    fc.assert(
      fc.property(fc.array(tenth, { minLength: 10, maxLength: 10 }), (made) => {
        const ratings = made.map(({ count }) => count);
        const sums = made.map(({ count, mean }) => count * mean);
        const ladder = ladderOf({ ratings, sums });
        expect(ladder.length === (ratings.some((count) => count > 0) ? 10 : 0)).toBe(true);
        expect([...ladder].sort((left, right) => left - right)).toEqual(ladder);
        const fitted = ladder.reduce((sum, value, place) => sum + value * (ratings[place] ?? 0), 0);
        const total = sums.reduce((sum, value) => sum + value, 0) * 2_500;
        expect(fitted).toBeLessThanOrEqual(total);
        expect(total - fitted).toBeLessThan(ratings.reduce((sum, count) => sum + count, 0) + 1);
      }),
    );
  });
});
