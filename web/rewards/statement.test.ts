/** The statement's figures add up to what the chain counts, and its file is safe to open. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RewardJson } from '#api/client/answers.ts';
import {
  type MoneyFacts,
  monthBounds,
  monthOf,
  monthsBetween,
  outstandingOf,
  statementCsv,
} from './statement.ts';

const rule: MoneyFacts['rule'] = {
  rate: '1000000000',
  cap: '1000000000',
  weights: [250_000, 250_000, 250_000, 250_000],
  immediatePpm: 400_000,
  streamPpm: 500_000,
  vestingPpm: 100_000,
  streamMs: 1000,
  vestingMs: 5000,
  unacceptedMs: 10_000,
  scoringMs: 1000,
};

describe('outstandingOf', () => {
  it('leaves nothing out: paid, claimable and to come are the amount at every moment', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 24n), fc.nat(8000), fc.nat(8000), (amount, claimedAt, later) => {
        const immediate = (amount * 4n) / 10n;
        const item: MoneyFacts = {
          amount: String(amount),
          immediate: String(immediate),
          acceptedAt: 1_000_000,
          paidSoFar: String(immediate),
          rule,
        };
        const before = outstandingOf(item, 1_000_000 + claimedAt);
        const paidSoFar = immediate + before.claimable;
        const after = outstandingOf({ ...item, paidSoFar: String(paidSoFar) }, 1_000_000 + claimedAt + later);
        expect(paidSoFar + after.claimable + after.toCome).toBe(amount);
        expect(after.toCome).toBeLessThanOrEqual(before.toCome);
        expect(after.waits).toBe(0n);
      }),
    );
  });

  it('waits before acceptance and is nothing after a return or before a score', () => {
    const scored = { amount: '100', immediate: '40', paidSoFar: '40', rule };
    expect(outstandingOf(scored, 5).waits).toBe(60n);
    expect(outstandingOf({ ...scored, settledAt: 9 }, 10).waits).toBe(0n);
    expect(outstandingOf({ paidSoFar: '0', rule }, 5)).toEqual({ claimable: 0n, toCome: 0n, waits: 0n });
  });
});

describe('months', () => {
  it('hold each moment, meet without a gap, and are listed newest first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10 * 86_400_000, max: 4e12 }), (timeMs) => {
        const bounds = monthBounds(monthOf(timeMs));
        expect(bounds !== undefined && bounds.from <= timeMs && timeMs < bounds.to).toBe(true);
        if (bounds === undefined) return;
        const months = monthsBetween(bounds.from - 1, timeMs);
        expect(months).toEqual([monthOf(timeMs), monthOf(bounds.from - 1)]);
      }),
    );
    expect(monthBounds('2026-13')).toBeUndefined();
    expect(monthBounds('November')).toBeUndefined();
  });
});

describe('statementCsv', () => {
  it('writes exact amounts and disarms formulas', () => {
    const reward: RewardJson = {
      id: 'aa.3',
      transaction: 'aa',
      height: 7,
      index: 0,
      event: 3,
      time: 0,
      module: 'scorers',
      account: 'merit1',
      token: 'bb',
      amount: '1200500000',
      dao: 'bb',
      contribution: 'cc',
      kind: 'code',
      part: 'immediate',
    };
    const token = { symbol: 'MRT', decimals: 6 };
    const csv = statementCsv([{ reward, token, daoName: 'North, "Wind"', title: '=1+1' }]);
    expect(csv.split('\r\n')[1]).toBe(
      `1970-01-01T00:00:00.000Z,1200.500000,MRT,"North, ""Wind""",cc,'=1+1,code,immediate,7,aa`,
    );
  });
});
