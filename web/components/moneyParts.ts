/** The bar of a reward: four parts that sum to it exactly. */
import { type Stream, streamedAmount } from './streamedAmount.ts';

/** A reward as the chain keeps it, in the token's smallest unit. */
export interface RewardMoney {
  /** Paid at once, when the score reached its quorum. */
  readonly paid: bigint;
  readonly stream?: Stream;
  /** Paid only if the measured outcome holds. */
  readonly waits: bigint;
}

/** The four parts at a moment. */
export interface MoneyParts {
  readonly paid: bigint;
  readonly streamed: bigint;
  readonly toStream: bigint;
  readonly waits: bigint;
  readonly total: bigint;
}

/** Splits a reward at a moment; a stopped stream's rest is neither to come nor part of the total. */
export function moneyParts(money: RewardMoney, timeMs: number): MoneyParts {
  const { stream } = money;
  const streamed = stream === undefined ? 0n : streamedAmount(stream, timeMs);
  const whole = stream === undefined ? 0n : streamedAmount(stream, stream.endMs);
  const toStream = whole - streamed;
  return {
    paid: money.paid,
    streamed,
    toStream,
    waits: money.waits,
    total: money.paid + streamed + toStream + money.waits,
  };
}
