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

  it('is what the chain accrued when a measured outcome took a part back', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 15n),
        fc.integer({ min: 0, max: 1_200_000 }),
        fc.bigInt(0n, 100n),
        (amount, passedMs, percent) => {
          const held = amount / 5n;
          const returned = (held * percent) / 100n;
          const counts = { lines: 4, standing: 3, reverted: 0, adopters: 0, at: 901_000 };
          const outcome = { ...counts, released: String(held - returned), returned: String(returned) };
          const work = { ...facts(amount, 400_000, 200_000, 1_000), outcome };
          const nowMs = 901_000 + passedMs;
          const parts = moneyParts(moneyOf(work, nowMs), nowMs);
          expect(parts.waits).toBe(0n);
          expect(parts.total).toBe(amount - returned);
          expect(parts.paid + parts.streamed).toBe(accruedBy(work, nowMs));
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
