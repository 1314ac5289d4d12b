/** Voting methods against worked examples and against a plain count of ballots. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addedTo,
  allRankings,
  byPairs,
  byRunOff,
  bySums,
  type Method,
  marksFit,
  pairsOf,
  rankingKey,
  rankingKeyMax,
  squareRoot,
} from './methods.ts';

const sumsOf = (
  method: Method,
  ballots: readonly (readonly [number[], bigint])[],
  choices: number,
): bigint[] => {
  const sums = Array.from({ length: choices }, () => 0n);
  for (const [marks, power] of ballots)
    for (const [choice, own] of addedTo(method, marks, power)) sums[choice] = (sums[choice] ?? 0n) + own;
  return sums;
};
const matrixOf = (ballots: readonly (readonly [number[], bigint])[], choices: number): bigint[][] => {
  const matrix = Array.from({ length: choices }, () => Array.from({ length: choices }, () => 0n));
  for (const [marks, power] of ballots)
    for (const [better, worse] of pairsOf(marks, choices)) {
      const row = matrix[better];
      if (row !== undefined) row[worse] = (row[worse] ?? 0n) + power;
    }
  return matrix;
};

describe('voting methods', () => {
  it('quadratic: one voice of 100 against four of 25 is 40 to 160', () => {
    const ballots = [[[0], 100n], ...Array.from({ length: 4 }, () => [[1], 25n])] as [number[], bigint][];
    expect(bySums('quadratic', sumsOf('quadratic', ballots, 2), 200n)).toMatchObject({
      figures: [40n, 160n],
      winner: 1,
    });
  });

  it('ranked: the capital of Tennessee goes to the third city, by first preferences it would be the first', () => {
    // Memphis 42, Nashville 26, Chattanooga 15, Knoxville 17: the example that textbooks use.
    const rankings = [
      { marks: [0, 1, 2, 3], power: 42n },
      { marks: [1, 2, 3, 0], power: 26n },
      { marks: [2, 3, 1, 0], power: 15n },
      { marks: [3, 2, 1, 0], power: 17n },
    ];
    const { winner, rounds } = byRunOff(rankings, 4);
    expect(winner).toBe(3);
    expect(rounds).toEqual([
      [42n, 26n, 15n, 17n],
      [42n, 26n, -1n, 32n],
      [42n, -1n, -1n, 58n],
    ]);
    // By pairs Nashville beats everyone.
    const ballots = rankings.map(({ marks, power }): [number[], bigint] => [marks, power]);
    expect(byPairs(matrixOf(ballots, 4), 4)).toMatchObject({ winner: 1, figures: [0n, 6n, 4n, 2n] });
  });

  it('weighted and approval add what each choice was given; ties go to the lower choice', () => {
    expect(bySums('weighted', sumsOf('weighted', [[[250_000, 750_000], 100n]], 2), 100n)).toMatchObject({
      figures: [25n, 75n],
      winner: 1,
    });
    const approvals: [number[], bigint][] = [
      [[0, 2], 10n],
      [[1, 2], 5n],
      [[0, 1], 5n],
    ];
    expect(bySums('approval', sumsOf('approval', approvals, 3), 20n)).toMatchObject({
      figures: [15n, 10n, 15n],
      winner: 0,
    });
    expect(bySums('single', [0n, 0n], 0n).winner).toBeUndefined();
    expect(byRunOff([], 3).winner).toBeUndefined();
    expect(
      byPairs(
        [
          [0n, 0n],
          [0n, 0n],
        ],
        2,
      ).winner,
    ).toBeUndefined();
  });

  it('marks fit their method and nothing else', () => {
    const cases: [Method, number[], boolean][] = [
      ['single', [2], true],
      ['single', [3], false],
      ['single', [0, 1], false],
      ['quadratic', [0], true],
      ['approval', [0, 2], true],
      ['approval', [2, 0], false],
      ['approval', [1, 1], false],
      ['weighted', [500_000, 500_000, 0], true],
      ['weighted', [500_000, 500_001, 0], false],
      ['weighted', [1_000_000], false],
      ['ranked', [2, 0], true],
      ['ranked', [2, 2], false],
      ['copeland', [0, 1, 2], true],
      ['copeland', [0, 1, 3], false],
    ];
    for (const [method, marks, expected] of cases)
      expect([method, marks, marksFit(method, marks, 3)]).toEqual([method, marks, expected]);
  });

  it('every ranking has a key of its own', () => {
    const all = allRankings(6);
    expect(all).toHaveLength(1_956);
    expect(new Set(all.map(rankingKey)).size).toBe(1_956);
    expect(Math.max(...all.map(rankingKey))).toBeLessThanOrEqual(rankingKeyMax);
  });

  it('a square root is the greatest whole number whose square fits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 200n }), (value) => {
        const root = squareRoot(value);
        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
      }),
    );
  });

  it('a run-off never depends on the order of ballots, and who has more than half of all first places wins', () => {
    const ranking = fc.record({
      marks: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }),
      power: fc.bigInt({ min: 1n, max: 50n }),
    });
    fc.assert(
      fc.property(fc.array(ranking, { minLength: 1, maxLength: 12 }), (ballots) => {
        const outcome = byRunOff(ballots, 4);
        expect(byRunOff([...ballots].reverse(), 4)).toEqual(outcome);
        const total = ballots.reduce((sum, { power }) => sum + power, 0n);
        const firsts = [0, 1, 2, 3].map((choice) =>
          ballots.reduce((sum, { marks, power }) => (marks[0] === choice ? sum + power : sum), 0n),
        );
        const majority = firsts.findIndex((own) => own * 2n > total);
        if (majority >= 0) expect(outcome.winner).toBe(majority);
        expect(outcome.rounds.length).toBeLessThanOrEqual(4);
      }),
    );
  });
});
