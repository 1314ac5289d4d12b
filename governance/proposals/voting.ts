/** Voting: a vote that can be changed, and a ballot that can be added up with others. */

import { z } from 'zod';
import { height, id, text } from '#chain/scalars.ts';
import { ballots, carriedPower, carriedVote, countPower, powerAccess, takeBack } from './ballotPower.ts';
import { choice, type Proposal, stateOf, type Votes } from './proposalState.ts';
import { count, lateTallies, proposals, tallies, tallyAccess, votesOf } from './state.ts';
import { transaction } from './vocabulary.ts';

const ballotFields = { proposal: id, token: id, snapshotHeight: height, choice };
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
    const before = cells.ballot.get();
    const counted = countPower(cells, payload.power, stored, { before, time });
    if (typeof counted === 'string') return reject(counted);
    const { power } = counted;
    if (before?.choice === payload.choice && before.power === power) reject('alreadyVoted');
    const changes = [
      ...(before === undefined ? [] : [{ choice: before.choice, before: before.power, after: 0n }]),
      { choice: payload.choice, before: 0n, after: power },
      ...takeBack(cells, payload.power, stored, before),
    ];
    cells.ballot.set({ choice: payload.choice, ...counted });
    for (const one of changes) count(cells, stored, time, one.choice, one.after - one.before);
    emit('voted', {
      proposal: payload.proposal,
      dao: stored.dao,
      voter: sender,
      choice: payload.choice,
      power,
      reason: payload.reason,
    });
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
    const counted = countPower(cells, payload.power, stored, { before: undefined, time });
    if (typeof counted === 'string') return reject(counted);
    const { power } = counted;
    cells.ballot.set({ choice: payload.choice, ...counted });
    count(cells, stored, time, payload.choice, power);
    const { proposal, choice } = payload;
    emit('voted', { proposal, dao: stored.dao, voter: sender, choice, power, reason: '' });
    return undefined;
  },
});
