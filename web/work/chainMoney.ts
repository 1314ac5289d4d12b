/** A contribution's money as the chain counts it, at any moment: the same integers as in the state transition. */
import { accruedAt, vestingPart } from '#governance/contributions/payment.ts';
import type { Contribution } from '#governance/contributions/state.ts';
import type { RewardMoney } from '../components/moneyParts.ts';
import type { ContributionItem } from '../session/forYou.ts';
import { ruleOf } from './estimatePay.ts';

/** The parts of a contribution that decide where its money is. */
export type MoneyFacts = Pick<
  ContributionItem,
  'amount' | 'immediate' | 'acceptedAt' | 'paidSoFar' | 'rule' | 'state'
>;

/** What has accrued to the author by a moment of header time, claimed or not. */
export function accruedBy(facts: MoneyFacts, timeMs: number): bigint {
  // The chain's own function reads these fields alone.
  const stored = {
    amount: BigInt(facts.amount ?? 0),
    immediate: BigInt(facts.immediate ?? 0),
    rule: ruleOf(facts.rule),
    ...(facts.acceptedAt === undefined ? {} : { acceptedAt: facts.acceptedAt }),
  } as Contribution;
  return accruedAt(stored, timeMs);
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
  const vesting = vestingPart(ruleOf(facts.rule), total);
  const vested = timeMs >= facts.acceptedAt + facts.rule.vestingMs;
  return {
    paid: vested ? paid + vesting : paid,
    waits: vested ? 0n : vesting,
    stream: {
      startMs: facts.acceptedAt,
      endMs: facts.acceptedAt + facts.rule.streamMs,
      total: total - paid - vesting,
    },
  };
}
