/** Budgets: what a DAO spends on each kind of work in an epoch. */

import { z } from 'zod';
import { accumulator, collection } from '#chain/access.ts';
import { amount, id, integer, timeMs } from '#chain/scalars.ts';

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
