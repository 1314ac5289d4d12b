/** Voting: a vote that can be changed, and a ballot that can be added up with others. */

import { z } from 'zod';
import { text } from '#chain/scalars.ts';
import { ballotFields, ballots, carriedPower, carriedVote, countBallot, powerAccess } from './ballotPower.ts';
import { type Proposal, stateOf, type Votes } from './proposalState.ts';
import { lateTallies, proposals, tallies, tallyAccess, votesOf } from './state.ts';
import { transaction } from './vocabulary.ts';

type Carried = Parameters<typeof powerAccess>[0];
/** Reads of tallies give what the block opened with, which joins no two ballots; a late quorum decides how long voting lasts. */
const ballotAccess = (cast: Carried) => {
  const { proposal: key } = cast.payload;
  return {
    proposal: proposals.read(key),
    ...powerAccess(cast),
    ballot: ballots.write(key, cast.sender),
    tallyOpening: tallies.read(key),
    lateOpening: lateTallies.read(key),
    ...tallyAccess(key),
  };
};
/** Why no ballot can be cast on a proposal now, as a code; undefined where one can. */
const faultOfBallot = (
  stored: Proposal,
  votes: Votes,
  { token, snapshotHeight }: Carried['payload'],
  time: number,
): 'wrongToken' | 'ballotsSealed' | 'notOpenYet' | 'closed' | undefined => {
  if (stored.token !== token || stored.snapshotHeight !== snapshotHeight) return 'wrongToken';
  if (stored.revealMs !== undefined) return 'ballotsSealed';
  const state = stateOf(stored, votes, time);
  if (state === 'active') return undefined;
  return state === 'pending' ? 'notOpenYet' : 'closed';
};

export const vote = transaction({
  doc: 'Vote on a proposal, change a vote, or take back what delegates received, while voting is open; whoever had power at its snapshot sends it.',
  payload: z.strictObject({
    ...ballotFields,
    reason: text(500),
    /** Absent where own stake alone counts. */
    power: carriedVote.optional(),
  }),
  access: (request) => ballotAccess(request),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.proposal.get() ?? reject('notFound');
    const fault = faultOfBallot(stored, votesOf(cells.tallyOpening, cells.lateOpening), payload, time);
    if (fault !== undefined) reject(fault);
    const power = countBallot(cells, payload, stored, time);
    if (typeof power === 'string') return reject(power);
    const { proposal, choice, reason } = payload;
    emit('voted', { proposal, dao: stored.dao, voter: sender, choice, power, reason });
    return undefined;
  },
});

export const castBallot = transaction({
  doc: 'Cast a first ballot on a proposal, which may be signed with a voting key and added up with others; whoever had power at its snapshot sends it.',
  payload: z.strictObject({
    ...ballotFields,
    power: carriedPower.optional(),
  }),
  aggregated: { heightOf: ({ snapshotHeight }) => snapshotHeight },
  access: (request) => ballotAccess(request),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.proposal.get() ?? reject('notFound');
    const fault = faultOfBallot(stored, votesOf(cells.tallyOpening, cells.lateOpening), payload, time);
    if (fault !== undefined) reject(fault);
    if (cells.ballot.get() !== undefined) reject('ballotCast');
    const power = countBallot(cells, payload, stored, time);
    if (typeof power === 'string') return reject(power);
    const { proposal, choice } = payload;
    emit('voted', { proposal, dao: stored.dao, voter: sender, choice, power, reason: '' });
    return undefined;
  },
});
