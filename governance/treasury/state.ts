/** Budgets: what a DAO spends on each kind of work in an epoch. */

import { z } from 'zod';
import { accumulator, collection } from '#chain/access.ts';
import { amount, id, integer, timeMs } from '#chain/scalars.ts';
import { epochEndsAt } from '../daos/state.ts';

/** What a budget is for: a kind of work, or the scorers’ fees. */
export const budgetKind = z.enum(['code', 'document', 'scoring']);
export const epoch = integer(0, 0xffff_ffff);

/** How much each epoch gets for a kind. */
export const plans = collection(
  'treasury.plans',
  [id, budgetKind],
  z.strictObject({ amountPerEpoch: amount }),
  { frozen: true },
);
/** What is left to draw, by DAO, kind and epoch; in the DAO’s own token. */
export const budgets = accumulator('treasury.budgets', [id, budgetKind, epoch]);
/** When an epoch’s budgets were opened and closed. */
export const epochs = collection(
  'treasury.epochs',
  [id, epoch],
  z.strictObject({ openedAt: timeMs, closedAt: timeMs.optional() }),
);

/** The times that a rule for work gives: to be scored, to be accepted, to stream, and to the outcome, which is scored too. */
interface Windows {
  readonly scoringMs: number;
  readonly unacceptedMs: number;
  readonly streamMs: number;
  readonly vestingMs: number;
}

/** From when an epoch may be closed: its end, and then the longest way of a contribution under any of the rules. */
export const epochClosesAt = (
  genesisTime: number,
  epochMs: number,
  number: number,
  rules: readonly (Windows | undefined)[],
): number => {
  const ways = rules.map((rule) =>
    rule === undefined ? 0 : 2 * rule.scoringMs + rule.unacceptedMs + rule.streamMs + rule.vestingMs,
  );
  return epochEndsAt(number, genesisTime, epochMs) + Math.max(0, ...ways);
};
