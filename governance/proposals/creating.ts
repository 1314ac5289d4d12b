/** Creating a proposal by the rules of its track, and editing it until voting opens. */

import { z } from 'zod';
import { amount, type Call, calls, type Id, id } from '#chain/scalars.ts';
import {
  daos,
  epochAt,
  policies,
  roles,
  rolesAt,
  seatCount,
  type Track,
  trackName,
  tracks,
} from '../daos/state.ts';
import { defaultRule, mixOf, powerRules, totalOf } from '../power/state.ts';
import { allKinds, totalReputation } from '../reputation/state.ts';
import { balances, stakes, totalStaked } from '../tokens/state.ts';
import { deposits, hashOfActions, proposals } from './state.ts';
import { mayCarry, spendingOf } from './trackActions.ts';
import { body, title, transaction } from './vocabulary.ts';

interface Limited extends Pick<Track, 'name'> {
  readonly spendMax: bigint | undefined;
}
/** Why a track may not decide these actions, as a code; undefined when it may. */
const faultOfActions = (
  dao: Id,
  { name, spendMax }: Limited,
  actions: readonly Call[],
): 'actionNeeded' | 'actionNotAllowed' | 'spendsTooMuch' | undefined => {
  if (name !== 'signal' && actions.length === 0) return 'actionNeeded';
  if (actions.some(({ kind }) => !mayCarry(name, kind))) return 'actionNotAllowed';
  if (spendMax === undefined) return undefined;
  const spent = spendingOf(dao, actions);
  return spent === undefined || spent > spendMax ? 'spendsTooMuch' : undefined;
};
/** What a proposal takes over from its track. */
const fixedBy = ({ name, delayMs: _, votingMs: __, ...fixed }: Track) => ({ track: name, ...fixed });

export const create = transaction({
  doc: 'Propose actions of the DAO, or a signal without any; a member or staker sends it.',
  payload: z.strictObject({
    dao: id,
    track: trackName,
    title,
    body,
    actions: calls,
    /** What the track asks for; absent where it asks for nothing. */
    deposit: amount.optional(),
  }),
  weight: 2,
  access: ({ sender, payload: { dao, deposit = 0n }, id }) => ({
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
    purse: balances.draw(deposit, dao, sender),
    held: deposits.add(dao, id),
  }),
  apply(cells, { sender, payload, id, height, time, genesisTime, emit, reject }) {
    const { token } = cells.dao.get() ?? reject('daoNotFound');
    const { epochMs } = cells.policy.get() ?? reject('daoNotFound');
    const track = cells.tracks.get()?.tracks.find((one) => one.name === payload.track) ?? reject('noTrack');
    if (!rolesAt(cells.own.get(), time).includes('member') && cells.stake.get() === 0n) reject('notMember');
    const { name, spendMax } = track;
    const fault = faultOfActions(payload.dao, { name, spendMax }, payload.actions);
    if (fault !== undefined) reject(fault);
    const { deposit = 0n } = payload;
    if (deposit !== track.deposit) reject('wrongDeposit');
    if (deposit > 0n) cells.purse.draw(deposit);
    cells.held.add(deposit);
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
      title: payload.title,
      actionsHash: hashOfActions(payload.actions),
      actionCount: payload.actions.length,
      createdAt: time,
      snapshotHeight: height - 1,
      voteStart,
      voteEnd,
      ...fixedBy(track),
      epoch: epochAt(time, genesisTime, epochMs),
      delegatesUntil: voteEnd - Math.floor((track.votingMs * powerRule.cutOffPpm) / 1_000_000),
      ...(mix === undefined ? {} : { mix }),
      totalPower: totalOf(mix, staked),
    });
    emit('created', { proposal: id, author: sender, voteStart, voteEnd, ...payload, deposit });
    return undefined;
  },
});

export const edit = transaction({
  doc: 'Change title, text and actions of a proposal until voting opens; its author sends it.',
  payload: z.strictObject({ proposal: id, dao: id, title, body, actions: calls }),
  weight: 2,
  access: ({ payload }) => ({ proposal: proposals.write(payload.proposal) }),
  apply({ proposal }, { sender, payload, time, emit, reject }) {
    const stored = proposal.get() ?? reject('notFound');
    if (stored.dao !== payload.dao) reject('notFound');
    if (stored.author !== sender) reject('notAuthor');
    const ended = stored.canceledAt !== undefined || stored.vetoedAt !== undefined;
    if (time >= stored.voteStart || ended) reject('cannotEdit');
    const { dao, track: name, spendMax } = stored;
    const fault = faultOfActions(dao, { name, spendMax }, payload.actions);
    if (fault !== undefined) reject(fault);
    proposal.set({
      ...stored,
      title: payload.title,
      actionsHash: hashOfActions(payload.actions),
      actionCount: payload.actions.length,
      editedAt: time,
    });
    emit('edited', payload);
    return undefined;
  },
});
