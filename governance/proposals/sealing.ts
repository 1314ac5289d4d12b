/** Sealed ballots: nobody reads what they choose while voting is open; they count when they are opened after it. */

import { z } from 'zod';
import { bytes, height, id, text } from '#chain/scalars.ts';
import { ballots, carriedVote, countPower, powerAccess, takeBack } from './ballotPower.ts';
import { ballotSeal } from './ballotSeal.ts';
import { choice, type Proposal, type ProposalState, stateOf, type Votes } from './proposalState.ts';
import { count, proposals, sealedBallots, tallyAccess } from './state.ts';
import { transaction } from './vocabulary.ts';

const nothing = { against: 0n, for: 0n, abstain: 0n };
const noVotes: Votes = { all: nothing, late: nothing, extra: nothing };
/** Where ballots are sealed no vote moves the end of voting, so that until the last one is opened the state is one of time alone. */
const stateOfSealed = (stored: Proposal, time: number): ProposalState => stateOf(stored, noVotes, time);

export const sealBallot = transaction({
  doc: 'Seal a ballot, or another one in its place, while voting is open on a proposal whose ballots are sealed; whoever has power at its snapshot sends it.',
  payload: z.strictObject({
    proposal: id,
    /** SHA-256 of the choice under a salt, as `ballotSeal` makes it. */
    seal: id,
  }),
  access: ({ sender, payload }) => ({
    proposal: proposals.read(payload.proposal),
    sealed: sealedBallots.write(payload.proposal, sender),
  }),
  apply({ proposal, sealed }, { sender, payload, time, emit, reject }) {
    const stored = proposal.get() ?? reject('notFound');
    if (stored.revealMs === undefined) reject('ballotsOpen');
    const state = stateOfSealed(stored, time);
    if (state !== 'active') reject(state === 'pending' ? 'notOpenYet' : 'closed');
    sealed.set({ seal: payload.seal });
    emit('sealed', { proposal: payload.proposal, dao: stored.dao, voter: sender });
  },
});

export const openBallot = transaction({
  doc: 'Open a sealed ballot, which then counts, after voting and before the time for it is over; whoever sealed it sends it.',
  payload: z.strictObject({
    proposal: id,
    token: id,
    snapshotHeight: height,
    choice,
    salt: bytes(32),
    reason: text(500),
    /** Absent where own stake alone counts. */
    power: carriedVote.optional(),
  }),
  access: ({ sender, payload: { proposal: key, ...payload } }) => ({
    proposal: proposals.read(key),
    ...powerAccess({ sender, payload: { proposal: key, ...payload } }),
    sealed: sealedBallots.write(key, sender),
    ballot: ballots.write(key, sender),
    ...tallyAccess(key),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { proposal: key, token, snapshotHeight, choice: chosen, salt, reason } = payload;
    const stored = cells.proposal.get() ?? reject('notFound');
    if (stored.revealMs === undefined) reject('ballotsOpen');
    if (stored.token !== token || stored.snapshotHeight !== snapshotHeight) reject('wrongToken');
    const state = stateOfSealed(stored, time);
    if (state === 'pending' || state === 'active') reject('notRevealing');
    if (state !== 'revealing') reject('closed');
    const { seal } = cells.sealed.get() ?? reject('noSeal');
    if (ballotSeal(key, sender, chosen, salt) !== seal) reject('sealDiffers');
    // The cut-off lets delegators answer the ballots of delegates, and these nobody could read.
    const counted = countPower(cells, payload.power, stored, { before: undefined, time: stored.voteStart });
    if (typeof counted === 'string') return reject(counted);
    const { power } = counted;
    const changes = [
      { choice: chosen, before: 0n, after: power },
      ...takeBack(cells, payload.power, stored, undefined),
    ];
    cells.sealed.delete();
    cells.ballot.set({ choice: chosen, ...counted });
    for (const one of changes) count(cells, stored, time, one.choice, one.after - one.before);
    emit('voted', { proposal: key, dao: stored.dao, voter: sender, choice: chosen, power, reason });
    return undefined;
  },
});
