/** The worked examples of linear streams, and what holds for all of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extended, type Schedule, streamedAt } from './schedule.ts';

const unit = 1_000_000_000_000_000_000n;
const plain: Schedule = {
  deposit: 10_000n,
  startAt: 0,
  cliffAt: 0,
  endAt: 365,
  startAmount: 0n,
  cliffAmount: 0n,
};

describe('what has arrived', () => {
  const withCliff: Schedule = {
    deposit: 1_000n * unit,
    startAt: 0,
    cliffAt: 100,
    endAt: 400,
    startAmount: 0n,
    cliffAmount: 100n * unit,
  };
  it.each([
    [99, 0n],
    [100, 100n * unit],
    [250, 550n * unit],
    [399, 996_999_999_999_999_999_400n],
    [400, 1_000n * unit],
    [401, 1_000n * unit],
  ])('with a cliff, at %i: %i', (time, expected) => {
    expect(streamedAt(withCliff, time)).toBe(expected);
  });

  it.each([
    [0, 0n],
    [1, 27n],
    [73, 2_000n],
    [146, 4_000n],
    [364, 9_972n],
    [365, 10_000n],
  ])('without a cliff, at %i: %i', (time, expected) => {
    expect(streamedAt(plain, time)).toBe(expected);
  });

  it('has the first amount from the start, and everything where the parts make the whole', () => {
    const parts = { ...withCliff, startAt: 10, startAmount: 5n, cliffAmount: withCliff.deposit - 5n };
    expect([9, 10, 99, 100].map((time) => streamedAt(parts, time))).toEqual([0n, 5n, 5n, parts.deposit]);
  });
});

const schedules = fc
  .record({
    deposit: fc.bigInt({ min: 1n, max: (1n << 96n) - 1n }),
    startAt: fc.nat(1_000),
    cliff: fc.nat(1_000),
    rest: fc.integer({ min: 1, max: 10_000 }),
    first: fc.nat(1_000),
    second: fc.nat(1_000),
  })
  .map(({ deposit, startAt, cliff, rest, first, second }): Schedule => {
    const startAmount = (deposit * BigInt(first)) / 2_000n;
    return {
      deposit,
      startAt,
      cliffAt: startAt + cliff,
      endAt: startAt + cliff + rest,
      startAmount,
      cliffAmount: (deposit * BigInt(second)) / 2_000n,
    };
  });

it('never falls, never passes the deposit, and is whole at the end', () => {
  fc.assert(
    fc.property(schedules, fc.nat(13_000), fc.nat(500), (schedule, time, later) => {
      const now = streamedAt(schedule, time);
      expect(now >= 0n && now <= schedule.deposit).toBe(true);
      expect(streamedAt(schedule, time + later) >= now).toBe(true);
      expect(streamedAt(schedule, schedule.endAt)).toBe(schedule.deposit);
    }),
  );
});

it('an extension takes back nothing that has arrived, and ends with all of it', () => {
  fc.assert(
    fc.property(schedules, fc.nat(13_000), fc.nat(500), fc.nat(10_000), (schedule, time, later, added) => {
      const endAt = Math.max(schedule.endAt, time + 1) + later;
      const longer = extended(schedule, BigInt(added), endAt, time);
      expect(streamedAt(longer, time)).toBe(streamedAt(schedule, time));
      expect(streamedAt(longer, endAt)).toBe(schedule.deposit + BigInt(added));
    }),
  );
});
