/** Reputation fades as the reference's worked example says, without a step, and never exceeds its total. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultDecay, exponentAt, halfLivesMax, indexAt } from './ledger.ts';

const hour = 3_600_000;
const day = 24 * hour;
const start = 1_700_000_000_000;
const rule = defaultDecay(start);
/** What points earned at one time are worth at another. */
const worthAt = (earned: bigint, from: number, time: number): bigint =>
  (earned * indexAt(rule, from)) / indexAt(rule, time);

describe('fading', () => {
  // Formula F6: r × 0.999679150010889 an hour, half of it after 2,160 hours.
  it.each([
    ['an hour', hour, 999.67915],
    ['a day', day, 992.3279],
    ['30 days', 30 * day, 793.7005],
    ['90 days', 90 * day, 500],
    ['180 days', 180 * day, 250],
  ])('leaves of a thousand, after %s, what the example says', (_, passed, expected) => {
    const earned = 1_000_000_000n;
    for (const from of [start, start + 12_345_678_901])
      expect(Number(worthAt(earned, from, from + passed)) / 1e6).toBeCloseTo(expected, 3);
  });

  it('halves exactly at the half-life of genesis', () =>
    expect(worthAt(1_000n, start, start + rule.halfLifeMs)).toBe(500n));

  it('goes on without a jump when the half-life changes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000 * day }),
        fc.integer({ min: 30 * day, max: 720 * day }),
        (passed, halfLifeMs) => {
          const at = start + passed;
          const next = { halfLifeMs, since: at, exponent: exponentAt(rule, at) };
          expect(indexAt(next, at)).toBe(indexAt(rule, at));
        },
      ),
    );
  });

  it('never falls in value of the index, and stops after the last half-life', () => {
    const times = fc.integer({ min: 0, max: 2 * halfLivesMax * rule.halfLifeMs });
    fc.assert(
      fc.property(times, times, (left, right) => {
        const [early, late] = left < right ? [left, right] : [right, left];
        expect(indexAt(rule, start + late) >= indexAt(rule, start + early)).toBe(true);
      }),
    );
    const last = start + halfLivesMax * rule.halfLifeMs;
    expect(indexAt(rule, last)).toBe(1n << 80n);
    expect(indexAt(rule, last + 1_000 * day)).toBe(1n << 80n);
  });
});
