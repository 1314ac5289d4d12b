/** The events and errors of proposals, and the maker of their transactions. */

import { z } from 'zod';
import { vocabulary } from '#chain/module.ts';
import { address, amount, calls, durationMs, id, integer, text, timeMs } from '#chain/scalars.ts';
import { trackName } from '../daos/state.ts';
import { choice } from './proposalState.ts';

export const body = text(8_000);
export const title = text(140, 1);
const about = { proposal: id, dao: id };
export const { events, errors, transaction } = vocabulary(
  {
    created: z.strictObject({
      proposal: id,
      dao: id,
      author: address,
      track: trackName,
      title: text(140),
      body,
      actions: calls,
      voteStart: timeMs,
      voteEnd: timeMs,
      deposit: amount,
    }),
    edited: z.strictObject({ ...about, title: text(140), body, actions: calls }),
    voted: z.strictObject({
      proposal: id,
      dao: id,
      voter: address,
      choice,
      power: amount,
      reason: text(500),
    }),
    /** A ballot was sealed; what it chooses is told by `voted` when it is opened. */
    sealed: z.strictObject({ ...about, voter: address }),
    canceled: z.strictObject({ ...about, by: address }),
    vetoed: z.strictObject({ ...about, by: address, reason: text(500) }),
    delayed: z.strictObject({ ...about, by: address, delayedMs: durationMs, reason: text(500) }),
    executed: z.strictObject({
      ...about,
      /** The code that rejected each action; empty where it took effect. */
      outcomes: z.array(text(64)).max(64),
    }),
    /** Actions that had been rejected were tried again: their places, and the code of each. */
    retried: z.strictObject({
      ...about,
      places: z.array(integer(0, 63)).max(64),
      outcomes: z.array(text(64)).max(64),
    }),
    depositSettled: z.strictObject({ ...about, author: address, to: address, amount }),
  },
  {
    notFound: { status: 404, message: 'No proposal has this id.' },
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    noTrack: { status: 422, message: 'The DAO has no such track.' },
    notMember: { status: 403, message: 'Only members of the DAO may propose.' },
    actionNeeded: { status: 422, message: 'Only the track signal takes a proposal without an action.' },
    actionNotAllowed: {
      status: 422,
      message: 'This track may not decide such an action; the track constitution may.',
    },
    wrongToken: { status: 422, message: 'The vote names another token or snapshot than the proposal.' },
    notOpenYet: { status: 409, message: 'Voting on this proposal has not opened yet.' },
    closed: { status: 409, message: 'Voting on this proposal is over.' },
    ballotCast: {
      status: 409,
      message: 'This account has a ballot on this proposal; a vote of its own changes it.',
    },
    alreadyVoted: { status: 409, message: 'This account has already voted this way on this proposal.' },
    ballotsSealed: {
      status: 409,
      message: 'Ballots on this proposal are sealed while voting is open: seal one, and open it afterwards.',
    },
    ballotsOpen: { status: 409, message: 'Ballots on this proposal are open: vote on it without a seal.' },
    notRevealing: { status: 409, message: 'Sealed ballots are opened when voting is over.' },
    noSeal: { status: 404, message: 'No sealed ballot of this account waits to be opened.' },
    sealDiffers: {
      status: 422,
      message: 'The sealed ballot holds another choice, or was sealed with another salt.',
    },
    wrongPower: {
      status: 422,
      message: 'The power carried is not that of this proposal and of its snapshot; ask for it again.',
    },
    powerNotCarried: {
      status: 422,
      message:
        'Reputation or membership counts on this proposal, so the vote must carry what its power is made of.',
    },
    pastCutOff: {
      status: 409,
      message: 'Power received from others counts only until the cut-off before the close.',
    },
    lentAway: {
      status: 403,
      message: 'All power of this account was lent to delegates; carry the delegation to take it back.',
    },
    noVotingPower: {
      status: 403,
      message: 'This account had no voting power when the proposal was created.',
    },
    wrongDeposit: {
      status: 422,
      message: 'The deposit differs from what the track asks for, which GET /v1/daos/{dao} says.',
    },
    spendsTooMuch: {
      status: 422,
      message:
        'The actions pay more than a proposal of this track may, or in another token than the DAO’s own; a larger track may decide them.',
    },
    notAuthor: { status: 403, message: 'Only the author may do this.' },
    cannotEdit: { status: 409, message: 'A proposal can be edited only until voting on it opens.' },
    cannotCancel: { status: 409, message: 'Voting on this proposal is over.' },
    notVetoer: { status: 403, message: 'The track gives this account no veto.' },
    cannotVeto: { status: 409, message: 'This proposal has ended.' },
    notGuardian: { status: 403, message: 'Only a guardian of the DAO may delay a proposal.' },
    alreadyDelayed: { status: 409, message: 'A proposal can be delayed once.' },
    depositHeld: { status: 409, message: 'The deposit is held until the proposal has ended.' },
    nothingHeld: { status: 409, message: 'No deposit is held for this proposal.' },
    nothingToRetry: { status: 409, message: 'No action of this proposal waits to be tried again.' },
    wrongActions: { status: 422, message: 'These are not the actions that were voted on.' },
    notQueued: { status: 409, message: 'Only a proposal that carried and is not executed may run.' },
    timelocked: { status: 409, message: 'The timelock of this proposal has not passed yet.' },
    actionFailed: { status: 409, message: 'An action that must not fail was rejected, so nothing was done.' },
  },
);
