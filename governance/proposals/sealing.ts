/** Sealed ballots: nobody reads what they choose while voting is open; they count when they are opened after it. */

import { z } from 'zod';
import { bytes, id, text } from '#chain/scalars.ts';
import { ballotFields, ballots, carriedVote, countBallot, powerAccess } from './ballotPower.ts';
import { ballotSeal } from './ballotSeal.ts';
import { type Proposal, type ProposalState, stateOf, type Votes } from './proposalState.ts';
import { proposals, sealedBallots, tallyAccess } from './state.ts';
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
    ...ballotFields,
    salt: bytes(32),
    reason: text(500),
    /** Absent where own stake alone counts. */
    power: carriedVote.optional(),
  }),
  access: (cast) => {
    const { proposal: key } = cast.payload;
    return {
      proposal: proposals.read(key),
      ...powerAccess(cast),
      sealed: sealedBallots.write(key, cast.sender),
      ballot: ballots.write(key, cast.sender),
      ...tallyAccess(key),
    };
  },
  apply(cells, { sender, payload, time, emit, reject }) {
    const { proposal: key, token, snapshotHeight, choice, salt, reason } = payload;
    const stored = cells.proposal.get() ?? reject('notFound');
    if (stored.revealMs === undefined) reject('ballotsOpen');
    if (stored.token !== token || stored.snapshotHeight !== snapshotHeight) reject('wrongToken');
    const state = stateOfSealed(stored, time);
    if (state === 'pending' || state === 'active') reject('notRevealing');
    if (state !== 'revealing') reject('closed');
    const { seal } = cells.sealed.get() ?? reject('noSeal');
    if (ballotSeal(key, sender, choice, salt) !== seal) reject('sealDiffers');
    // The cut-off lets delegators answer the ballots of delegates; these nobody could read, so they count as of the start.
    const power = countBallot(cells, payload, stored, stored.voteStart);
    if (typeof power === 'string') return reject(power);
    cells.sealed.delete();
    emit('voted', { proposal: key, dao: stored.dao, voter: sender, choice, power, reason });
    return undefined;
  },
});
