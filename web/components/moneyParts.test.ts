/** The four parts of a reward sum to it at every moment, and a stream never runs past its cap or back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneyParts } from './moneyParts.ts';
import { streamedAmount, streamedASecond } from './streamedAmount.ts';

const stream = { startMs: 1000, endMs: 5000, total: 400n };
const amount = fc.bigInt({ min: 0n, max: 2n ** 96n - 1n });
const moment = fc.integer({ min: 0, max: 10_000 });

describe('money', () => {
  it('streams evenly between its ends', () => {
    expect([0, 1000, 2000, 4999.9, 5000, 9000].map((timeMs) => streamedAmount(stream, timeMs))).toEqual([
      0n,
      0n,
      100n,
      399n,
      400n,
      400n,
    ]);
    expect(streamedASecond(stream)).toBe(100n);
  });

  it('a stopped stream keeps what had arrived', () => {
    expect(streamedAmount({ ...stream, cap: 150n }, 2000)).toBe(100n);
    expect(streamedAmount({ ...stream, cap: 150n }, 4000)).toBe(150n);
    expect(moneyParts({ paid: 0n, waits: 0n, stream: { ...stream, cap: 150n } }, 4000).toStream).toBe(0n);
  });

  it('parts sum to the same reward at every moment', () => {
    fc.assert(
      fc.property(amount, amount, amount, moment, moment, (paid, total, waits, early, late) => {
        const money = { paid, waits, stream: { ...stream, total } };
        const first = moneyParts(money, Math.min(early, late));
        const second = moneyParts(money, Math.max(early, late));
        for (const parts of [first, second]) {
          expect(parts.paid + parts.streamed + parts.toStream + parts.waits).toBe(paid + total + waits);
          expect(parts.total).toBe(paid + total + waits);
        }
        expect(second.streamed >= first.streamed).toBe(true);
      }),
    );
  });
});
