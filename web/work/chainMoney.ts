/** A contribution's money as the chain counts it, at any moment: the same integers as in the state transition. */
import { accruedAt, heldAt, owedOf, vestingPart } from '#governance/contributions/payment.ts';
import type { Contribution } from '#governance/contributions/state.ts';
import type { RewardMoney } from '../components/moneyParts.ts';
import type { ContributionItem } from '../session/forYou.ts';
import { ruleOf } from './estimatePay.ts';

/** The parts of a contribution that decide what has accrued. */
export type AccrualFacts = Pick<
  ContributionItem,
  'amount' | 'immediate' | 'acceptedAt' | 'outcome' | 'paidSoFar' | 'rule'
>;
/** The parts of a contribution that decide where its money is. */
export type MoneyFacts = AccrualFacts & Pick<ContributionItem, 'state'>;

/** A contribution in the form that the chain's own functions of money read; they read these fields alone. */
export function storedOf({ amount, immediate, rule, acceptedAt, outcome }: AccrualFacts): Contribution {
  return {
    amount: BigInt(amount ?? 0),
    immediate: BigInt(immediate ?? 0),
    rule: ruleOf(rule),
    ...(acceptedAt === undefined ? {} : { acceptedAt }),
    ...(outcome === undefined
      ? {}
      : {
          outcome: { ...outcome, released: BigInt(outcome.released), returned: BigInt(outcome.returned) },
        }),
  } as Contribution;
}

/** What has accrued to the author by a moment of header time, claimed or not. */
export function accruedBy(facts: MoneyFacts, timeMs: number): bigint {
  return accruedAt(storedOf(facts), timeMs);
}

/** What is held for the outcome at a moment. */
export function heldBy(facts: AccrualFacts, timeMs: number): bigint {
  return heldAt(storedOf(facts), timeMs);
}

/** What streams after acceptance: the amount without what is paid at once and what is held for the outcome. */
export function streamedBy(facts: AccrualFacts): bigint {
  return BigInt(facts.amount ?? 0) - BigInt(facts.immediate ?? 0) - vestingPart(storedOf(facts));
}

/** What could be claimed at a moment. */
export function claimableBy(facts: MoneyFacts, timeMs: number): bigint {
  const due = accruedBy(facts, timeMs) - BigInt(facts.paidSoFar);
  return facts.acceptedAt === undefined || due < 0n ? 0n : due;
}

/** The parts that the money card draws at a moment; what went back to the budget is in none of them. */
export function moneyOf(facts: MoneyFacts, timeMs: number): RewardMoney {
  const total = BigInt(facts.amount ?? 0);
  const paid = BigInt(facts.immediate ?? 0);
  if (facts.acceptedAt === undefined) {
    return { paid, waits: facts.state === 'returned' ? 0n : total - paid };
  }
  const waits = heldBy(facts, timeMs);
  const streamed = streamedBy(facts);
  return {
    paid: owedOf(storedOf(facts)) - streamed - waits,
    waits,
    stream: {
      startMs: facts.acceptedAt,
      endMs: facts.acceptedAt + facts.rule.streamMs,
      total: streamed,
    },
  };
}
