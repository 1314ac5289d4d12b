/** Shares of those who leave: worked examples, and no order of leaving that takes more than there is. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { outstandingOf, shareOf } from './state.ts';

it('fifty of a thousand shares take 250 of 5,000', () => {
  expect(shareOf({ keptPpm: 0 }, 50n, 5_000n, 1_000n)).toBe(250n);
  expect(shareOf({ keptPpm: 100_000 }, 50n, 5_000n, 1_000n)).toBe(225n);
  expect(shareOf({ keptPpm: 1_000_000 }, 50n, 5_000n, 1_000n)).toBe(0n);
  expect(shareOf({ keptPpm: 0 }, 1n, 1n, 3n)).toBe(0n);
  expect(shareOf({ keptPpm: 0 }, 0n, 5_000n, 0n)).toBe(0n);
});

it('what the treasury holds of its own token is nobody’s, and what is burned or never minted neither', () => {
  expect(outstandingOf(1_000n, 400n, 100n, 200n)).toBe(300n);
});

it('leavers never take more than there is, who stays loses nothing to rounding, and the last one takes all', () => {
  const stake = fc.bigInt({ min: 1n, max: 10n ** 12n });
  fc.assert(
    fc.property(
      fc.array(stake, { minLength: 1, maxLength: 12 }),
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.integer({ min: 0, max: 1_000_000 }),
      (stakes, held, keptPpm) => {
        let [left, outstanding] = [held, stakes.reduce((all, one) => all + one, 0n)];
        for (const burned of stakes) {
          const perUnit = [left, outstanding] as const;
          left -= shareOf({ keptPpm }, burned, left, outstanding);
          outstanding -= burned;
          expect(left).toBeGreaterThanOrEqual(0n);
          // A unit that stays stands for as much as before, or more.
          expect(left * perUnit[1]).toBeGreaterThanOrEqual(perUnit[0] * outstanding);
        }
        if (keptPpm === 0) expect(left).toBe(0n);
      },
    ),
  );
});
