/** Estimates of pay follow the chain's rule at its edges. */
import { describe, expect, it } from 'vitest';
import { estimatePay, type RuleJson, type Standing } from './estimatePay.ts';

const rule: RuleJson = {
  rate: '1000000',
  cap: '900000',
  weights: [250_000, 250_000, 250_000, 250_000],
  immediatePpm: 400_000,
  streamPpm: 600_000,
  vestingPpm: 0,
  streamMs: 1,
  vestingMs: 0,
  unacceptedMs: 1,
  scoringMs: 1,
};
const standing: Standing = {
  budget: 10_000_000n,
  stake: 0n,
  own: [],
  newcomersLeft: 10_000_000n,
  coverage: { known: 10_000_000n, newcomer: 10_000_000n },
};
const half = [5000, 5000, 5000, 5000];

describe('estimatePay', () => {
  it('counts scores as people’s ratings correct them, all but quantity', () => {
    const none = Array.from({ length: 10 }, () => 0);
    const correction = { quality: none, impact: none, value: none };
    expect(estimatePay({ rule, correction }, half, standing).total).toBe(125_000n);
  });

  it('pays the share of the rate that the scores earn', () => {
    expect(estimatePay({ rule }, half, standing)).toEqual({
      total: 312_500n,
      atOnce: 125_000n,
      newcomer: true,
    });
  });

  it('stops at the cap of the rule and at what the budget holds', () => {
    expect(estimatePay({ rule }, [10_000, 10_000, 10_000, 10_000], standing).total).toBe(900_000n);
    expect(estimatePay({ rule }, half, { ...standing, budget: 7n }).total).toBe(7n);
  });

  it('pays a newcomer at once no more than is left for newcomers', () => {
    expect(estimatePay({ rule }, half, { ...standing, newcomersLeft: 5n }).atOnce).toBe(5n);
  });

  it('counts stake and accepted work less what is exposed for who is known', () => {
    const open = { amount: '90', immediate: '30', payeeClass: 'known' as const };
    const accepted = {
      amount: '90',
      immediate: '30',
      payeeClass: 'known' as const,
      acceptedAt: 1,
      settledAt: 1,
    };
    const known = estimatePay({ rule }, half, { ...standing, stake: 100n, own: [open, accepted] });
    expect(known).toEqual({ total: 312_500n, atOnce: 160n, newcomer: false });
  });
});
