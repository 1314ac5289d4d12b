/** Rounds in which scorers measure what became of accepted work. */

import { z } from 'zod';
import { collection } from '#chain/access.ts';
import { address, id, timeMs } from '#chain/scalars.ts';
import { outcomeFacts } from '../contributions/state.ts';
import { commit, committeeMax } from '../scorers/state.ts';

/** What a scorer commits to. */
export const measurement = z.strictObject({
  contribution: id,
  /** The acceptance that the outcome is of: work that is accepted anew is measured anew. */
  acceptedAt: timeMs,
  facts: outcomeFacts,
});
export const outcomeReveal = z.strictObject({ scorer: address, facts: outcomeFacts, at: timeMs });
const round = z.strictObject({
  acceptedAt: timeMs,
  commits: z.array(commit).max(committeeMax),
  reveals: z.array(outcomeReveal).max(committeeMax),
});
export type OutcomeRound = z.output<typeof round>;
export const outcomeRounds = collection('outcomes.rounds', [id], round);

/** The round of an acceptance; what was said about an earlier one counts no more. */
export const roundOf = (stored: Readonly<OutcomeRound> | undefined, acceptedAt: number): OutcomeRound =>
  stored?.acceptedAt === acceptedAt ? stored : { acceptedAt, commits: [], reveals: [] };
