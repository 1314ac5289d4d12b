/** Delegation: lend voting power to delegates by share and track, take it back, and offer to be a delegate. */

import { z } from 'zod';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { address, amount, id, sum, text } from '#chain/scalars.ts';
import { daos, epochAt, policies, trackName } from '../daos/state.ts';
import { stakes } from '../tokens/state.ts';
import { epoch } from '../treasury/state.ts';
import { changeAccess, changeReceived } from './followStake.ts';
import {
  type Delegation,
  delegates,
  delegation,
  epochsAheadMax,
  given,
  grant,
  isSame,
  loansOf,
  received,
  statement,
  windowOf,
} from './state.ts';

const { events, errors, transaction } = vocabulary(
  {
    set: z.strictObject({ dao: id, account: address, amount, grants: z.array(grant).max(64) }),
    lent: z.strictObject({ dao: id, account: address, delegate: address }),
    listed: z.strictObject({ dao: id, delegate: address }),
    presented: z.strictObject({ dao: id, delegate: address, statement: text(1_000) }),
  },
  {
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    beforeDiffers: {
      status: 409,
      message: 'This account lends something else now; read its delegation again and carry it as it is.',
    },
    nothingLent: {
      status: 422,
      message: 'A delegation lends more than nothing; to end one, give no grants and the amount zero.',
    },
    ownDelegate: { status: 422, message: 'An account cannot lend power to itself.' },
    repeated: { status: 422, message: 'A track stands in two grants, or a delegate twice in one.' },
    aboveWhole: { status: 422, message: 'The shares of a grant are more than 1,000,000 together.' },
    expiryPast: { status: 422, message: 'A grant would end before the running epoch.' },
    expiryTooFar: { status: 422, message: 'A grant lasts at most twelve epochs beyond the running one.' },
  },
);
type Code = keyof typeof errors;

const hasTwice = (values: readonly string[]): boolean => new Set(values).size !== values.length;

/** What is wrong with a delegation that an account makes in an epoch; undefined when it holds. */
const faultOf = ({ amount: whole, grants }: Delegation, sender: string, now: number): Code | undefined => {
  if ((whole === 0n) !== (grants.length === 0)) return 'nothingLent';
  if (hasTwice(grants.flatMap(({ tracks }) => tracks))) return 'repeated';
  for (const { expires, shares } of grants) {
    if (shares.some(({ delegate }) => delegate === sender)) return 'ownDelegate';
    if (hasTwice(shares.map(({ delegate }) => delegate))) return 'repeated';
    if (shares.reduce((total, { ppm }) => total + ppm, 0) > 1_000_000) return 'aboveWhole';
    if (expires < now) return 'expiryPast';
    if (expires > now + epochsAheadMax) return 'expiryTooFar';
  }
  return undefined;
};

const set = transaction({
  doc: 'Lend staked power to delegates by share and track until an epoch, or take it back; whoever has the stake sends it.',
  payload: z.strictObject({
    dao: id,
    amount,
    grants: delegation.shape.grants,
    /** What the account lends now, carried so that its sums can be declared; absent where it lends nothing. */
    before: delegation.optional(),
  }),
  weight: 2,
  access: ({ sender, payload: { dao, amount: whole, grants, before } }) => ({
    policy: policies.read(dao),
    given: given.write(dao, sender),
    // A draw that is given back at once: nobody lends stake that is leaving in the same block.
    stake: stakes.draw(whole, dao, sender),
    back: stakes.add(dao, sender),
    ...changeAccess(dao, before, { amount: whole, grants }),
  }),
  apply(cells, { sender, payload, time, genesisTime, emit, reject }) {
    const { dao, amount: whole, grants, before } = payload;
    const policy = cells.policy.get() ?? reject('daoNotFound');
    if (!isSame(cells.given.get(), before)) reject('beforeDiffers');
    const next = { amount: whole, grants };
    const fault = faultOf(next, sender, epochAt(time, genesisTime, policy.epochMs));
    if (fault !== undefined) return reject(fault);
    cells.stake.draw(whole);
    cells.back.add(whole);
    changeReceived(cells, before, next);
    if (grants.length === 0) cells.given.delete();
    else cells.given.set(next);
    emit('set', { dao, account: sender, ...next });
    const lenders = new Set(grants.flatMap(({ shares }) => shares.map(({ delegate }) => delegate)));
    for (const delegate of lenders) emit('lent', { dao, account: sender, delegate });
    return undefined;
  },
});

const present = transaction({
  doc: 'Say in a DAO why others should lend their power to this account, or nothing to step back; anyone may send it.',
  payload: z.strictObject({ dao: id, statement }),
  access: ({ sender, payload: { dao } }) => ({ dao: daos.read(dao), own: delegates.write(dao, sender) }),
  apply({ dao, own }, { sender, payload, emit, reject }) {
    if (dao.get() === undefined) reject('daoNotFound');
    if (own.get() === undefined) emit('listed', { dao: payload.dao, delegate: sender });
    own.set({ statement: payload.statement });
    emit('presented', { dao: payload.dao, delegate: sender, statement: payload.statement });
  },
});

const getDelegation = query({
  doc: 'What an account lends in a DAO now; no grants where it lends nothing.',
  path: '/daos/{dao}/delegations/{account}',
  params: z.strictObject({ dao: id, account: address }),
  result: delegation.extend({ dao: id, account: address }),
  read({ get }, { dao, account }) {
    const lent = get(given.read(dao, account));
    return { dao, account, amount: lent?.amount ?? 0n, grants: [...(lent?.grants ?? [])] };
  },
});

const loan = z.strictObject({ track: trackName, expires: epoch, amount: sum });

const getLoan = query({
  doc: 'What an account lends to one delegate now, by track; nothing where it was taken back.',
  path: '/daos/{dao}/delegations/{account}/{delegate}',
  params: z.strictObject({ dao: id, account: address, delegate: address }),
  result: z.strictObject({
    dao: id,
    account: address,
    delegate: address,
    loans: z.array(loan).max(trackName.options.length),
  }),
  read({ get }, { dao, account, delegate }) {
    const lent = get(given.read(dao, account));
    const loans = lent === undefined ? [] : loansOf(lent).filter((one) => one.delegate === delegate);
    return {
      dao,
      account,
      delegate,
      loans: loans.map(({ track, expires, amount: part }) => ({ track, expires, amount: part })),
    };
  },
});

const getDelegate = query({
  doc: 'A delegate of a DAO: the statement, the own stake, and what is received for each track in the running epoch.',
  path: '/daos/{dao}/delegates/{delegate}',
  params: z.strictObject({ dao: id, delegate: address }),
  result: z.strictObject({
    dao: id,
    delegate: address,
    statement,
    staked: sum,
    received: z.array(z.strictObject({ track: trackName, amount: sum })).max(trackName.options.length),
  }),
  notFound: 'delegation.daoNotFound',
  read({ get, time, genesisTime }, { dao, delegate }) {
    const policy = get(policies.read(dao));
    if (policy === undefined) return undefined;
    const epochs = windowOf(epochAt(time, genesisTime, policy.epochMs));
    const byTrack = trackName.options.map((track) => ({
      track,
      amount: epochs.reduce((total, one) => total + get(received.read(dao, delegate, track, one)), 0n),
    }));
    return {
      dao,
      delegate,
      statement: get(delegates.read(dao, delegate))?.statement ?? '',
      staked: get(stakes.read(dao, delegate)),
      received: byTrack,
    };
  },
});

export const delegationModule = defineModule({
  name: 'delegation',
  doc: 'Lend voting power to delegates by share, track and time, and take it back whenever you vote yourself.',
  state: [given, received, delegates],
  events,
  errors,
  transactions: { set, present },
  queries: { getDelegation, getLoan, getDelegate },
  lists: {
    delegates: {
      doc: 'Accounts that offered to be delegates.',
      path: '/delegates',
      event: 'listed',
      filters: ['dao', 'delegate'],
      item: 'getDelegate',
    },
    delegators: {
      doc: 'Accounts that lent power to a delegate, with what each still lends.',
      path: '/delegators',
      event: 'lent',
      filters: ['dao', 'account', 'delegate'],
      item: 'getLoan',
    },
  },
});
