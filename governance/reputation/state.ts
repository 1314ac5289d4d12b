/** Reputation: what members earned with accepted work, by kind of work, and how fast a DAO lets it fade. */

import { z } from 'zod';
import { accumulators, collection } from '#chain/access.ts';
import { address, id, sum } from '#chain/scalars.ts';
import { pointsOf } from '../contributions/payment.ts';
import { type Contribution, workKind } from '../contributions/state.ts';
import { type Decay, decay, indexAt } from './ledger.ts';

const byKind = z.strictObject({ code: sum, document: sum });
type ByKind = z.output<typeof byKind>;
/** Points times the index of when they were earned: key is DAO, account. Nothing moves it to another account. */
export const reputations = accumulators('reputation.items', [id, address], byKind, workKind.options, {
  checkpointed: true,
});
/** The same of all accounts of a DAO. */
export const totalReputation = accumulators('reputation.totals', [id], byKind, workKind.options, {
  checkpointed: true,
});
export const decays = collection('reputation.decays', [id], decay, { frozen: true });

/** What accepted work earns: the points of its score under its own rule, 1,000,000 at most, none below zero. */
export const pointsOfWork = (work: Contribution): bigint => {
  if (work.scores === undefined) return 0n;
  const earned = pointsOf(work, work.scores);
  return earned > 0n ? earned : 0n;
};
/** What is added to the ledger for points that are earned at a time. */
export const mintedAt = (rule: Decay, earned: bigint, time: number): bigint => earned * indexAt(rule, time);
/** All kinds together. */
export const allKinds = (stored: ByKind): bigint =>
  workKind.options.reduce((total, kind) => total + stored[kind], 0n);
