/** Revealing a score: the (2f + 1)th valid reveal sets the score, draws the whole amount and pays the immediate part. */

import { z } from 'zod';
import { codecOf, encodeValue } from '#chain/codec.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { type Address, address, amount, bytes, type Id } from '#chain/scalars.ts';
import { commitHash } from '#scoring/attestation.ts';
import { amountOfScores, immediatePart } from '../contributions/payment.ts';
import {
  type Contribution,
  contributions,
  earned,
  escrow,
  exposed,
  newcomerAllowance,
  workKind,
} from '../contributions/state.ts';
import { balances, stakes } from '../tokens/state.ts';
import { budgets } from '../treasury/state.ts';
import { attestation, bonds, committees, coverage, rounds } from './state.ts';

/** What paying needs beside the attestation; proven by the stored contribution and committee. */
const pay = z.strictObject({ author: address, kind: workKind, amountMax: amount, fee: amount });
export const revealPayload = z.strictObject({ attestation, salt: bytes(32), pay });
export type RevealPayload = z.output<typeof revealPayload>;

export const revealAccess = ({ sender, payload }: { sender: Address; payload: RevealPayload }) => {
  const { dao, contribution, epoch } = payload.attestation;
  const { author, kind, amountMax, fee } = payload.pay;
  return {
    committee: committees.read(dao),
    bond: bonds.read(dao, sender),
    round: rounds.write(contribution),
    contribution: contributions.write(contribution),
    feeBudgetOpening: budgets.read(dao, 'scoring', epoch),
    feeBudget: budgets.draw(fee, dao, 'scoring', epoch),
    feeTo: balances.add(dao, sender),
    budgetOpening: budgets.read(dao, kind, epoch),
    budget: budgets.draw(amountMax, dao, kind, epoch),
    payee: balances.add(dao, author),
    escrow: escrow.add(dao, contribution),
    stake: stakes.read(dao, author),
    earned: earned.read(dao, author),
    exposed: exposed.write(dao, author),
    knownCoverage: coverage.read(dao, 'known'),
    newcomerCoverage: coverage.read(dao, 'newcomer'),
    knownDraw: coverage.draw(amountMax, dao, 'known'),
    newcomerDraw: coverage.draw(amountMax, dao, 'newcomer'),
    allowance: newcomerAllowance.read(dao, epoch),
    allowanceDraw: newcomerAllowance.draw(amountMax, dao, epoch),
  };
};

const attestationCodec = codecOf(attestation);
/** The hash that a scorer commits to (PROTOCOL 8.3). */
export const commitmentOf = (scorer: Address, salt: string, value: z.output<typeof attestation>): Id =>
  commitHash(fromHex(scorer), fromHex(salt), encodeValue(attestationCodec, value));

/** Which part of an attestation does not fit the contribution, as a code of `scorers`; undefined when all fits. */
export const faultOfAttestation = (
  { attestation: said, pay: paid }: RevealPayload,
  stored: Contribution,
): 'wrongContent' | 'wrongModel' | 'wrongPosition' | 'wrongPay' | undefined => {
  if (said.dao !== stored.dao || said.contentId !== stored.contentId) return 'wrongContent';
  if (said.modelHash !== stored.modelHash || said.extractorHash !== stored.extractorHash) return 'wrongModel';
  const { height, index } = stored.asOf;
  if (said.asOf.height !== height || said.asOf.index !== index || said.epoch !== stored.epoch)
    return 'wrongPosition';
  const fits =
    paid.author === stored.author && paid.kind === stored.kind && paid.amountMax === stored.rule.cap;
  return fits ? undefined : 'wrongPay';
};

interface Amounts {
  get(): bigint;
}
interface Draws {
  draw(amount: bigint): void;
}
interface Adds {
  add(amount: bigint): void;
}
interface PayCells {
  readonly budgetOpening: Amounts;
  readonly budget: Draws;
  readonly payee: Adds;
  readonly escrow: Adds;
  readonly stake: Amounts;
  readonly earned: Amounts;
  readonly exposed: { get(): Readonly<{ amount: bigint }> | undefined; set(value: { amount: bigint }): void };
  readonly knownCoverage: Amounts;
  readonly newcomerCoverage: Amounts;
  readonly knownDraw: Draws;
  readonly newcomerDraw: Draws;
  readonly allowance: Amounts;
  readonly allowanceDraw: Draws;
}

/**
 * Draws the amount from the budget, pays the immediate part and escrows the rest. What an earlier, voided score had
 * paid stays with the author and counts as paid. Returns what changed in the contribution.
 */
export const payScore = (cells: PayCells, stored: Contribution, scores: number[], time: number) => {
  const { rule, paidSoFar } = stored;
  const worth = amountOfScores(stored, scores, cells.budgetOpening.get() + paidSoFar);
  const amountNow = worth > paidSoFar ? worth : paidSoFar;
  const atStake = cells.stake.get() + cells.earned.get();
  // A reopened contribution keeps its class, so that what was covered is given back where it was taken.
  const payeeClass = stored.payeeClass ?? (atStake === 0n ? 'newcomer' : 'known');
  const exposedBefore = cells.exposed.get()?.amount ?? 0n;
  const target = immediatePart(rule, amountNow, {
    standing: atStake - exposedBefore,
    allowance: cells.allowance.get(),
    newcomer: payeeClass === 'newcomer',
    coverage: (payeeClass === 'known' ? cells.knownCoverage : cells.newcomerCoverage).get(),
  });
  const paidNow = target > paidSoFar ? target - paidSoFar : 0n;
  cells.budget.draw(amountNow - paidSoFar);
  if (paidNow > 0n) {
    cells.payee.add(paidNow);
    if (payeeClass === 'known') {
      cells.knownDraw.draw(paidNow);
      cells.exposed.set({ amount: exposedBefore + paidNow });
    } else {
      cells.newcomerDraw.draw(paidNow);
      cells.allowanceDraw.draw(paidNow);
    }
  }
  cells.escrow.add(amountNow - paidSoFar - paidNow);
  const changed = {
    scores,
    amount: amountNow,
    immediate: paidSoFar + paidNow,
    paidSoFar: paidSoFar + paidNow,
    covered: stored.covered + paidNow,
    payeeClass,
    scoredAt: time,
  };
  return { changed, paidNow };
};
