/** The money card's parts and the chain's accrual are the same sum at every moment. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneyParts } from '../components/moneyParts.ts';
import { accruedBy, claimableBy, type MoneyFacts, moneyOf } from './chainMoney.ts';

const facts = (amount: bigint, immediatePpm: number, vestingPpm: number, acceptedAt?: number): MoneyFacts => {
  const immediate = (amount * BigInt(immediatePpm)) / 1_000_000n;
  return {
    amount: String(amount),
    immediate: String(immediate),
    paidSoFar: String(immediate),
    state: acceptedAt === undefined ? 'scored' : 'accepted',
    ...(acceptedAt === undefined ? {} : { acceptedAt }),
    rule: {
      rate: '1',
      cap: '1',
      weights: [1_000_000, 0, 0, 0],
      immediatePpm,
      streamPpm: 1_000_000 - immediatePpm - vestingPpm,
      vestingPpm,
      streamMs: 600_000,
      vestingMs: 900_000,
      unacceptedMs: 1,
      scoringMs: 1,
    },
  };
};

describe('money of a contribution', () => {
  it('has arrived as far as the chain says it accrued', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 15n),
        fc.integer({ min: 0, max: 500_000 }),
        fc.integer({ min: 0, max: 500_000 }),
        fc.integer({ min: 0, max: 1_200_000 }),
        (amount, immediatePpm, vestingPpm, passedMs) => {
          const work = facts(amount, immediatePpm, vestingPpm, 1_000);
          const nowMs = 1_000 + passedMs;
          const parts = moneyParts(moneyOf(work, nowMs), nowMs);
          expect(parts.paid + parts.streamed).toBe(accruedBy(work, nowMs));
          expect(parts.total).toBe(amount);
          expect(claimableBy(work, nowMs)).toBe(accruedBy(work, nowMs) - BigInt(work.paidSoFar));
        },
      ),
    );
  });

  it('waits for acceptance, and is gone once it went back', () => {
    const work = facts(100n, 400_000, 0);
    expect(moneyOf(work, 5)).toEqual({ paid: 40n, waits: 60n });
    expect(moneyOf({ ...work, state: 'returned' }, 5)).toEqual({ paid: 40n, waits: 0n });
    expect(claimableBy(work, 5)).toBe(0n);
  });
});
