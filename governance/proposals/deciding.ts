/** What ends a proposal: its author, a veto, a delay, its execution, a second try, and the end of its deposit. */

import { z } from 'zod';
import { daoAddress } from '#chain/crypto/address.ts';
import { type Address, address, amount, type Call, calls, type Id, id, text } from '#chain/scalars.ts';
import { roles, rolesAt } from '../daos/state.ts';
import { balances } from '../tokens/state.ts';
import { spendGuard } from '../treasury/spendLimit.ts';
import { depositGoesTo, executableAt, expiresAt, hasEnded, type Proposal, stateOf } from './proposalState.ts';
import { deposits, hashOfActions, lateTallies, proposals, tallies, votesOf } from './state.ts';
import { transaction } from './vocabulary.ts';

const about = { proposal: id, dao: id };
const decidedBy = (key: Id) => ({
  proposal: proposals.write(key),
  tally: tallies.read(key),
  late: lateTallies.read(key),
});
const byOfficer = (sender: Address, { proposal: key, dao }: { proposal: Id; dao: Id }) => ({
  ...decidedBy(key),
  own: roles.read(dao, sender),
});

/** The proposal of this id where it is the DAO’s; undefined counts as not found. */
const ofDao = (stored: Readonly<Proposal> | undefined, dao: Id): Readonly<Proposal> | undefined =>
  stored?.dao === dao ? stored : undefined;

export const cancel = transaction({
  doc: 'Cancel a proposal while voting is open or before; its author sends it.',
  payload: z.strictObject(about),
  access: ({ payload }) => decidedBy(payload.proposal),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = ofDao(cells.proposal.get(), payload.dao) ?? reject('notFound');
    if (stored.author !== sender) reject('notAuthor');
    const state = stateOf(stored, votesOf(cells.tally, cells.late), time);
    if (state !== 'pending' && state !== 'active') reject('cannotCancel');
    cells.proposal.set({ ...stored, canceledAt: time, canceledBy: sender });
    emit('canceled', { ...payload, by: sender });
  },
});

export const veto = transaction({
  doc: 'Stop a proposal before its actions run; whoever has a role that its track gives a veto sends it.',
  payload: z.strictObject({ ...about, reason: text(500, 1) }),
  access: ({ sender, payload }) => byOfficer(sender, payload),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = ofDao(cells.proposal.get(), payload.dao) ?? reject('notFound');
    if (!rolesAt(cells.own.get(), time).some((role) => stored.vetoers.includes(role))) reject('notVetoer');
    if (hasEnded(stateOf(stored, votesOf(cells.tally, cells.late), time))) reject('cannotVeto');
    cells.proposal.set({ ...stored, vetoedAt: time, vetoedBy: sender });
    emit('vetoed', { ...payload, by: sender });
  },
});

export const delay = transaction({
  doc: 'Make the timelock of a proposal longer by its voting time, once; a guardian of the DAO sends it.',
  payload: z.strictObject({ ...about, reason: text(500, 1) }),
  access: ({ sender, payload }) => byOfficer(sender, payload),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = ofDao(cells.proposal.get(), payload.dao) ?? reject('notFound');
    if (!rolesAt(cells.own.get(), time).includes('guardian')) reject('notGuardian');
    if (stored.delayedMs !== undefined) reject('alreadyDelayed');
    if (hasEnded(stateOf(stored, votesOf(cells.tally, cells.late), time))) reject('cannotVeto');
    const delayedMs = stored.voteEnd - stored.voteStart;
    cells.proposal.set({ ...stored, delayedMs });
    emit('delayed', { ...payload, by: sender, delayedMs });
  },
});

const ofActions = z.strictObject({ ...about, actions: calls });
const asTheDao = (dao: Id, actions: readonly Call[]) => ({
  sender: daoAddress(dao),
  calls: actions,
  guard: spendGuard(dao),
});
/** Places of the actions that were rejected and may be tried again, as a fact of the proposal. */
const failedOf = (places: readonly number[]) => (places.length === 0 ? {} : { failed: [...places] });

export const execute = transaction({
  doc: 'Run the actions of a proposal that carried, after its timelock, as the DAO; anyone may send it.',
  payload: ofActions,
  access: ({ payload }) => decidedBy(payload.proposal),
  calls: ({ payload }) => asTheDao(payload.dao, payload.actions),
  apply(cells, { payload, time, call, emit, reject }) {
    const stored = ofDao(cells.proposal.get(), payload.dao) ?? reject('notFound');
    if (hashOfActions(payload.actions) !== stored.actionsHash) reject('wrongActions');
    const votes = votesOf(cells.tally, cells.late);
    if (stateOf(stored, votes, time) !== 'queued') reject('notQueued');
    if (time < executableAt(stored, votes)) reject('timelocked');
    const outcomes = payload.actions.map((action, index) => {
      const code = call(index) ?? '';
      if (code !== '' && !action.mayFail) reject('actionFailed');
      return code;
    });
    const failed = outcomes.flatMap((code, index) => (code === '' ? [] : [index]));
    cells.proposal.set({ ...stored, executedAt: time, ...failedOf(failed) });
    emit('executed', { proposal: payload.proposal, dao: stored.dao, outcomes });
  },
});

export const retry = transaction({
  doc: 'Run the actions of an executed proposal that were rejected again, until it expires; anyone may send it.',
  payload: ofActions,
  access: ({ payload }) => decidedBy(payload.proposal),
  calls: ({ payload }) => asTheDao(payload.dao, payload.actions),
  apply(cells, { payload, time, call, emit, reject }) {
    const stored = ofDao(cells.proposal.get(), payload.dao) ?? reject('notFound');
    if (stored.actionsHash !== hashOfActions(payload.actions)) reject('wrongActions');
    const { failed: places, ...rest } = stored;
    if (places === undefined || time >= expiresAt(stored, votesOf(cells.tally, cells.late)))
      return reject('nothingToRetry');
    const outcomes = places.map((place) => call(place) ?? '');
    // Where nothing took effect nothing is kept, and whoever sent it learns why.
    if (outcomes.every((code) => code !== '')) reject('actionFailed');
    cells.proposal.set({ ...rest, ...failedOf(places.filter((_, i) => outcomes[i] !== '')) });
    emit('retried', { proposal: payload.proposal, dao: stored.dao, places: [...places], outcomes });
    return undefined;
  },
});

export const settle = transaction({
  doc: 'Send the deposit of an ended proposal to its author, or to the treasury where it was vetoed or two thirds were against it; anyone may send it.',
  payload: z.strictObject({ ...about, author: address, deposit: amount }),
  access: ({ payload: { proposal: key, dao, author, deposit } }) => ({
    proposal: proposals.read(key),
    tally: tallies.read(key),
    late: lateTallies.read(key),
    opening: deposits.read(dao, key),
    held: deposits.draw(deposit, dao, key),
    author: balances.add(dao, author),
    treasury: balances.add(dao, daoAddress(dao)),
  }),
  apply(cells, { payload, time, emit, reject }) {
    const stored = cells.proposal.get() ?? reject('notFound');
    const { dao, author, deposit } = payload;
    if (stored.dao !== dao || stored.author !== author || stored.deposit !== deposit) reject('notFound');
    if (cells.opening.get() === 0n) reject('nothingHeld');
    const goesTo = depositGoesTo(stored, votesOf(cells.tally, cells.late), time) ?? reject('depositHeld');
    cells.held.draw(deposit);
    cells[goesTo].add(deposit);
    const to = goesTo === 'author' ? author : daoAddress(dao);
    emit('depositSettled', { proposal: payload.proposal, dao, author, to, amount: deposit });
    return undefined;
  },
});
