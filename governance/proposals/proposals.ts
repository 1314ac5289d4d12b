/** Proposals: members propose actions of the DAO, vote with staked power, and anyone executes what carried. */

import { z } from 'zod';
import { accumulators, collection } from '#chain/access.ts';
import { codecOf, encodeValue } from '#chain/codec.ts';
import { daoAddress } from '#chain/crypto/address.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { address, amount, type Call, calls, height, id, signedSum, text, timeMs } from '#chain/scalars.ts';
import { sha256Hex } from '#hash';
import { daos, epochAt, policies, roles, seatCount, trackName, tracks } from '../daos/state.ts';
import { defaultRule, mixOf, powerRules, totalOf } from '../power/state.ts';
import { allKinds, totalReputation } from '../reputation/state.ts';
import { stakes, totalStaked } from '../tokens/tokens.ts';
import { spendGuard } from '../treasury/spendLimit.ts';
import {
  ballots,
  carriedPower,
  carriedVote,
  countPower,
  overridden,
  powerAccess,
  takeBack,
} from './ballotPower.ts';
import {
  carried,
  choice,
  defeatReason,
  executableAt,
  expiresAt,
  proposal,
  proposalState,
  quorumReached,
  reasonOf,
  stateOf,
  type Tally,
  tally,
  thresholdReached,
} from './proposalState.ts';
import { mayCarry } from './trackActions.ts';
import { voterPower, voterPowerOf } from './voterPower.ts';

export const proposals = collection('proposals.items', [id], proposal);
const signedTally = z.strictObject({ against: signedSum, for: signedSum, abstain: signedSum });
/** A changed vote takes its old power back, so sums are signed; the ballot is the written cell that justifies it. */
export const tallies = accumulators('proposals.tallies', [id], signedTally, ['against', 'for', 'abstain'], {
  signed: true,
  checkpointed: true,
});

const actionsCodec = codecOf(calls);
/** SHA-256 of the canonical bytes of a list of actions. */
const hashOfActions = (actions: readonly Call[]): string =>
  sha256Hex(encodeValue(actionsCodec, [...actions]));

const body = text(8_000);
const { events, errors, transaction } = vocabulary(
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
    }),
    voted: z.strictObject({
      proposal: id,
      dao: id,
      voter: address,
      choice,
      power: amount,
      reason: text(500),
    }),
    canceled: z.strictObject({ proposal: id, dao: id, by: address }),
    executed: z.strictObject({
      proposal: id,
      dao: id,
      /** The code that rejected each action; empty where it took effect. */
      outcomes: z.array(text(64)).max(64),
    }),
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
    notAuthor: { status: 403, message: 'Only the author or a guardian of the DAO may cancel.' },
    cannotCancel: { status: 409, message: 'This proposal is already decided.' },
    wrongActions: { status: 422, message: 'These are not the actions that were voted on.' },
    notQueued: { status: 409, message: 'Only a proposal that carried and is not executed may run.' },
    timelocked: { status: 409, message: 'The timelock of this proposal has not passed yet.' },
    actionFailed: { status: 409, message: 'An action that must not fail was rejected, so nothing was done.' },
  },
);

const create = transaction({
  doc: 'Propose actions of the DAO, or a signal without any; a member or staker sends it.',
  payload: z.strictObject({ dao: id, track: trackName, title: text(140, 1), body, actions: calls }),
  weight: 2,
  access: ({ sender, payload: { dao }, id }) => ({
    dao: daos.read(dao),
    tracks: tracks.read(dao),
    own: roles.read(dao, sender),
    stake: stakes.read(dao, sender),
    total: totalStaked.read(dao),
    policy: policies.read(dao),
    powerRule: powerRules.read(dao),
    reputation: totalReputation.read(dao),
    members: seatCount.read(dao),
    proposal: proposals.write(id),
  }),
  apply(cells, { sender, payload, id, height, time, genesisTime, emit, reject }) {
    const { token } = cells.dao.get() ?? reject('daoNotFound');
    const { epochMs } = cells.policy.get() ?? reject('daoNotFound');
    const track = cells.tracks.get()?.tracks.find((one) => one.name === payload.track) ?? reject('noTrack');
    if (cells.own.get()?.roles.includes('member') !== true && cells.stake.get() === 0n) reject('notMember');
    if (payload.track !== 'signal' && payload.actions.length === 0) reject('actionNeeded');
    if (payload.actions.some(({ kind }) => !mayCarry(payload.track, kind))) reject('actionNotAllowed');
    const voteStart = time + track.delayMs;
    const voteEnd = voteStart + track.votingMs;
    const staked = cells.total.get();
    const powerRule = cells.powerRule.get() ?? defaultRule;
    const mix = mixOf(powerRule, {
      staked,
      reputation: allKinds(cells.reputation.get()),
      members: cells.members.get(),
    });
    cells.proposal.set({
      dao: payload.dao,
      token,
      author: sender,
      track: track.name,
      title: payload.title,
      actionsHash: hashOfActions(payload.actions),
      actionCount: payload.actions.length,
      createdAt: time,
      snapshotHeight: height - 1,
      voteStart,
      voteEnd,
      timelockMs: track.timelockMs,
      expiryMs: track.expiryMs,
      quorumPpm: track.quorumPpm,
      thresholdPpm: track.thresholdPpm,
      epoch: epochAt(time, genesisTime, epochMs),
      delegatesUntil: voteEnd - Math.floor((track.votingMs * powerRule.cutOffPpm) / 1_000_000),
      ...(mix === undefined ? {} : { mix }),
      totalPower: totalOf(mix, staked),
    });
    emit('created', { proposal: id, author: sender, voteStart, voteEnd, ...payload });
  },
});

const vote = transaction({
  doc: 'Vote on a proposal, change a vote, or take back what delegates received, while voting is open; whoever had power at its snapshot sends it.',
  payload: z.strictObject({
    proposal: id,
    token: id,
    snapshotHeight: height,
    choice,
    reason: text(500),
    /** Absent where own stake alone counts. */
    power: carriedVote.optional(),
  }),
  access: ({ sender, payload: { proposal: key, ...payload } }) => ({
    proposal: proposals.read(key),
    ...powerAccess({ sender, payload: { proposal: key, ...payload } }),
    ballot: ballots.write(key, sender),
    tally: tallies.add(key),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.proposal.get() ?? reject('notFound');
    if (stored.token !== payload.token || stored.snapshotHeight !== payload.snapshotHeight)
      reject('wrongToken');
    if (time < stored.voteStart) reject('notOpenYet');
    if (time >= stored.voteEnd || stored.canceledAt !== undefined) reject('closed');
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
    for (const one of changes) cells.tally.add({ [one.choice]: one.after - one.before });
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

const castBallot = transaction({
  doc: 'Cast a first ballot on a proposal, which may be signed with a voting key and added up with others; whoever had power at its snapshot sends it.',
  payload: z.strictObject({
    proposal: id,
    token: id,
    snapshotHeight: height,
    choice,
    power: carriedPower.optional(),
  }),
  aggregated: { heightOf: ({ snapshotHeight }) => snapshotHeight },
  access: ({ sender, payload: { proposal: key, ...payload } }) => ({
    proposal: proposals.read(key),
    ...powerAccess({ sender, payload: { proposal: key, ...payload } }),
    ballot: ballots.write(key, sender),
    tally: tallies.add(key),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.proposal.get() ?? reject('notFound');
    if (stored.token !== payload.token || stored.snapshotHeight !== payload.snapshotHeight)
      reject('wrongToken');
    if (time < stored.voteStart) reject('notOpenYet');
    if (time >= stored.voteEnd || stored.canceledAt !== undefined) reject('closed');
    if (cells.ballot.get() !== undefined) reject('ballotCast');
    const counted = countPower(cells, payload.power, stored, { before: undefined, time });
    if (typeof counted === 'string') return reject(counted);
    const { power } = counted;
    cells.ballot.set({ choice: payload.choice, ...counted });
    cells.tally.add({ [payload.choice]: power });
    const { proposal, choice } = payload;
    emit('voted', { proposal, dao: stored.dao, voter: sender, choice, power, reason: '' });
    return undefined;
  },
});

const cancel = transaction({
  doc: 'Cancel a proposal before it is executed; its author while voting is open, a guardian also during the timelock.',
  payload: z.strictObject({ proposal: id, dao: id }),
  access: ({ sender, payload }) => ({
    proposal: proposals.write(payload.proposal),
    tally: tallies.read(payload.proposal),
    own: roles.read(payload.dao, sender),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.proposal.get() ?? reject('notFound');
    if (stored.dao !== payload.dao) reject('notFound');
    const guardian = cells.own.get()?.roles.includes('guardian') === true;
    if (stored.author !== sender && !guardian) reject('notAuthor');
    const state = stateOf(stored, cells.tally.get() as Tally, time);
    const open = state === 'pending' || state === 'active';
    if (!open && !(guardian && state === 'queued')) reject('cannotCancel');
    cells.proposal.set({ ...stored, canceledAt: time, canceledBy: sender });
    emit('canceled', { proposal: payload.proposal, dao: stored.dao, by: sender });
  },
});

const execute = transaction({
  doc: 'Run the actions of a proposal that carried, after its timelock, as the DAO; anyone may send it.',
  payload: z.strictObject({ proposal: id, dao: id, actions: calls }),
  access: ({ payload }) => ({
    proposal: proposals.write(payload.proposal),
    tally: tallies.read(payload.proposal),
  }),
  calls: ({ payload }) => ({
    sender: daoAddress(payload.dao),
    calls: payload.actions,
    guard: spendGuard(payload.dao),
  }),
  apply(cells, { payload, time, call, emit, reject }) {
    const stored = cells.proposal.get() ?? reject('notFound');
    if (stored.dao !== payload.dao) reject('notFound');
    if (hashOfActions(payload.actions) !== stored.actionsHash) reject('wrongActions');
    if (stateOf(stored, cells.tally.get() as Tally, time) !== 'queued') reject('notQueued');
    if (time < executableAt(stored)) reject('timelocked');
    const outcomes = payload.actions.map((action, index) => {
      const code = call(index) ?? '';
      if (code !== '' && !action.mayFail) reject('actionFailed');
      return code;
    });
    cells.proposal.set({ ...stored, executedAt: time });
    emit('executed', { proposal: payload.proposal, dao: stored.dao, outcomes });
  },
});

const getProposal = query({
  doc: 'A proposal: its rule, its tally, its state now and when it changes next.',
  path: '/proposals/{proposal}',
  params: z.strictObject({ proposal: id }),
  result: proposal.extend({
    proposal: id,
    tally,
    state: proposalState,
    quorumReached: z.boolean(),
    thresholdReached: z.boolean(),
    passing: z.boolean(),
    executableAt: timeMs,
    expiresAt: timeMs,
    defeatReason: defeatReason.optional(),
  }),
  notFound: 'proposals.notFound',
  read({ get, time }, { proposal: key }) {
    const stored = get(proposals.read(key));
    if (stored === undefined) return undefined;
    const votes = get(tallies.read(key)) as Tally;
    const state = stateOf(stored, votes, time);
    return {
      proposal: key,
      ...stored,
      tally: { against: votes.against, for: votes.for, abstain: votes.abstain },
      state,
      quorumReached: quorumReached(stored, votes),
      thresholdReached: thresholdReached(stored, votes),
      passing: carried(stored, votes),
      executableAt: executableAt(stored),
      expiresAt: expiresAt(stored),
      ...(state === 'defeated' ? { defeatReason: reasonOf(stored, votes) } : {}),
    };
  },
});

const getPower = query({
  doc: 'What an account may vote with on a proposal and why, and how it voted: everything as of the block before the proposal.',
  path: '/proposals/{proposal}/power/{account}',
  params: z.strictObject({ proposal: id, account: address }),
  result: voterPower,
  notFound: 'proposals.notFound',
  read(state, { proposal: key, account }) {
    const stored = state.get(proposals.read(key));
    return stored === undefined ? undefined : voterPowerOf(state, { proposal: key, account, stored });
  },
});

export const proposalsModule = defineModule({
  name: 'proposals',
  doc: 'Members propose actions of the DAO, vote with staked power, and anyone executes what carried.',
  state: [proposals, ballots, overridden, tallies],
  events,
  errors,
  transactions: { create, vote, castBallot, cancel, execute },
  queries: { getProposal, getPower },
  lists: {
    proposals: {
      doc: 'Proposals, newest first.',
      path: '/proposals',
      event: 'created',
      filters: ['dao', 'author', 'track'],
      item: 'getProposal',
    },
    votes: {
      doc: 'Votes cast and changed.',
      path: '/votes',
      event: 'voted',
      filters: ['proposal', 'voter', 'dao'],
    },
  },
});
