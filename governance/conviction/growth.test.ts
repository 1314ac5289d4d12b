/** The worked examples of conviction voting, and its integers against a reference in exact fractions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Change,
  fullOf,
  grown,
  passesAt,
  standingsAt,
  stepDecay,
  stepsPerHalfLife,
  supportOf,
  thresholdOf,
  unit,
} from './growth.ts';

const nineTenths = 9_000_000n;

describe('growth', () => {
  it.each([
    [0, 0n],
    [1, 300n],
    [2, 570n],
    [10, 1_954n],
    [10_000, 3_000n],
  ])('of 300 units by nine tenths, after %i steps: %i', (steps, expected) =>
    expect(grown(0n, 300n, steps, nineTenths)).toBe(expected),
  );

  it('falls when nobody stands behind it any more', () =>
    expect(grown(1_954n, 0n, 5, nineTenths)).toBe(1_154n));

  it('comes to the support over a tenth', () => {
    expect(fullOf(300n, nineTenths)).toBe(3_000n);
    expect([3_000n, 3_009n, 3_010n].map((one) => supportOf(one, nineTenths))).toEqual([300n, 300n, 301n]);
  });

  it.each([
    [24, 0.2929],
    [48, 0.5],
    [96, 0.75],
    [144, 0.875],
  ])('after %i of 48 steps a half-life reaches the share %f of all', (steps, share) => {
    const support = 10n ** 18n;
    expect(Number(grown(0n, support, steps)) / Number(fullOf(support))).toBeCloseTo(share, 4);
  });
});

describe('thresholds', () => {
  const terms = {
    funds: 1_000n,
    staked: 1_000n,
    weight: 20_000n,
    maxRatio: 2_000_000n,
    minimumStake: 0n,
  };
  it.each([
    [50n, 888n],
    [100n, 2_000n],
    [150n, 8_000n],
    [200n, undefined],
    [201n, undefined],
  ])('of %i out of a thousand: %s', (requested, expected) =>
    expect(thresholdOf({ ...terms, requested }, nineTenths)).toBe(expected),
  );

  it('is out of reach where the treasury is empty', () =>
    expect(thresholdOf({ ...terms, requested: 1n, funds: 0n }, nineTenths)).toBeUndefined());

  it('is passed by 300 units first after eleven steps', () => {
    expect(grown(0n, 300n, 10, nineTenths) > 2_000n).toBe(false);
    expect(grown(0n, 300n, 11, nineTenths)).toBe(2_059n);
  });

  it.each([
    [50_000n, 0.1111],
    [100_000n, 0.25],
    [150_000n, 1],
  ])('for %i of a million ask the share %f of all stake', (requested, share) => {
    const staked = 1_000_000_000n;
    const threshold = thresholdOf({ ...terms, requested, funds: 1_000_000n, staked, weight: 25_000n });
    expect(Number(threshold) / Number(fullOf(staked))).toBeCloseTo(share, 4);
  });

  it('never asks for less than the full conviction of the minimum', () =>
    expect(thresholdOf({ ...terms, requested: 50n, minimumStake: 100n }, nineTenths)).toBe(1_000n));
});

/** Support that changes over time, the oldest first, and never falls below nothing. */
const histories = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 100 }),
      support: fc.bigInt({ min: 0n, max: (1n << 96n) - 1n }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((list) => {
    let [step, support] = [0, 0n];
    return list.map(({ gap, support: next }): Change => {
      const change = { step: step + gap, amount: next - support };
      [step, support] = [change.step, next];
      return change;
    });
  });

/** Conviction as an exact fraction: the sum over all changes of Δx(1 − a^t)/(1 − a). */
const exactly = (changes: readonly Change[], step: number): readonly [bigint, bigint] => {
  let numerator = 0n;
  const denominator = unit ** BigInt(step) * (unit - stepDecay);
  for (const change of changes) {
    const passed = BigInt(Math.max(0, step - change.step));
    numerator +=
      change.amount * unit * (unit ** passed - stepDecay ** passed) * unit ** (BigInt(step) - passed);
  }
  return [numerator, denominator];
};

describe('conviction', () => {
  it('differs from exact fractions by no more than a unit a change', () => {
    fc.assert(
      fc.property(histories, fc.nat(300), (changes, later) => {
        const step = (changes.at(-1)?.step ?? 0) + later;
        const [found] = standingsAt(changes, 0n, [step]);
        const [numerator, denominator] = exactly(changes, step);
        const error = (found?.conviction ?? 0n) * denominator - numerator;
        const most = (BigInt(changes.length) + 1n) * denominator;
        expect(error <= most && -error <= most).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same whether it is asked for once or at other steps too', () => {
    fc.assert(
      fc.property(histories, fc.nat(50), fc.array(fc.nat(1_000)), (changes, later, asked) => {
        const last = (changes.at(-1)?.step ?? 0) + later;
        const places = asked.filter((step) => step < last).sort((left, right) => left - right);
        const [alone] = standingsAt(changes, 0n, [last]);
        expect(standingsAt(changes, 0n, [...places, last]).at(-1)).toEqual(alone);
      }),
    );
  });

  it('is never negative nor above the full conviction of the most support', () => {
    fc.assert(
      fc.property(histories, fc.nat(300), (changes, later) => {
        const step = (changes.at(-1)?.step ?? 0) + later;
        let [support, most] = [0n, 0n];
        for (const { amount } of changes) {
          support += amount;
          if (support > most) most = support;
        }
        const conviction = standingsAt(changes, 0n, [step])[0]?.conviction ?? -1n;
        expect(conviction >= 0n && conviction <= fullOf(most) + BigInt(changes.length)).toBe(true);
      }),
    );
  });

  it('has all of what stood behind it before the first change', () =>
    expect(standingsAt([{ step: 7, amount: -300n }], 300n, [7, 7 + stepsPerHalfLife])).toEqual([
      { step: 7, support: 0n, conviction: fullOf(300n) },
      { step: 7 + stepsPerHalfLife, support: 0n, conviction: grown(fullOf(300n), 0n, stepsPerHalfLife) },
    ]));
});

describe('the step at which it passes', () => {
  const support = 1_000_000n;
  const standing = { step: 5, support, conviction: 0n };
  it('is the first above the threshold, and none where it never is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: fullOf(support) - 1n }), (threshold) => {
        const step = passesAt(standing, threshold) ?? 0;
        expect(grown(0n, support, step - 5) > threshold).toBe(true);
        expect(grown(0n, support, Math.max(0, step - 6)) > threshold).toBe(false);
      }),
    );
    expect(passesAt(standing, fullOf(support) + 1n)).toBeUndefined();
  });
  it('is now where it is above already, also while it falls', () => {
    expect(passesAt({ step: 5, support: 0n, conviction: 10n }, 9n)).toBe(5);
    expect(passesAt({ step: 5, support: 0n, conviction: 10n }, 10n)).toBeUndefined();
  });
});
