/** Exits: whoever does not agree burns stake and leaves with a share of the treasury. */

import { z } from 'zod';
import { daoAddress } from '#chain/crypto/address.ts';
import { defineModule, query, type StateReader, vocabulary } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import { address, amount, type Id, id, ppm, sum } from '#chain/scalars.ts';
import { daos, isDao, policies } from '../daos/state.ts';
import { delegation, given } from '../delegation/state.ts';
import { carried, stakeOutAccess, takeStakeOut } from '../tokens/stakeOut.ts';
import { balances, burned, stakes, tokens, unissued } from '../tokens/state.ts';
import { limitAccess, spend } from '../treasury/spendLimit.ts';
import { assetsMax, exitRule, exitRules, outstandingOf, type Part, part, parts, shareOf } from './state.ts';

const { events, errors, transaction } = vocabulary(
  {
    ruleSet: z.strictObject({ dao: id, rule: exitRule }),
    ruleLifted: z.strictObject({ dao: id }),
    /** The stake that was burned. */
    left: z.strictObject({ dao: id, account: address, amount }),
    /** One token of a share. */
    received: z.strictObject({ dao: id, account: address, token: id, amount }),
  },
  {
    notFound: { status: 404, message: 'No DAO has this id.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
    noExit: { status: 409, message: 'This DAO lets nobody leave with a share of its treasury.' },
    ownToken: { status: 422, message: 'The DAO’s own token is no asset: its owners share the others.' },
    repeated: { status: 422, message: 'A token is named twice.' },
    zeroAmount: { status: 422, message: 'The amount must be more than zero.' },
    delegationDiffers: {
      status: 409,
      message:
        'This stake is lent to delegates; carry the delegation as it is now and what of it stays lent.',
    },
    notAnAsset: { status: 422, message: 'The DAO gives no share of this token.' },
    shareDiffers: {
      status: 409,
      message: 'The share is smaller than the amount that is carried; ask for it again.',
    },
  },
);

const setRule = transaction({
  doc: 'Let members leave with a share of these tokens of the treasury; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, rule: exitRule }),
  access: ({ payload: { dao } }) => ({ dao: daos.read(dao), rule: exitRules.write(dao) }),
  apply({ dao, rule }, { sender, payload, emit, reject }) {
    if (dao.get() === undefined) reject('notFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    const { assets } = payload.rule;
    if (new Set(assets).size !== assets.length) reject('repeated');
    if (assets.includes(payload.dao)) reject('ownToken');
    rule.set(payload.rule);
    emit('ruleSet', payload);
  },
});

const liftRule = transaction({
  doc: 'Let nobody leave with a share any more; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id }),
  access: ({ payload: { dao } }) => ({ dao: daos.read(dao), rule: exitRules.write(dao) }),
  apply({ dao, rule }, { sender, payload, emit, reject }) {
    if (dao.get() === undefined) reject('notFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    if (rule.get() === undefined) reject('noExit');
    rule.delete();
    emit('ruleLifted', payload);
  },
});

/** A spending limit counts here too: else who mints by vote and leaves would go around it. */
const limitsOf = (dao: Id, list: readonly Part[]) => {
  const each = list.map(({ token, amount: taken }) => limitAccess(dao, token, taken));
  return {
    policy: policies.read(dao),
    limits: each.map(({ limit }) => limit),
    spendables: each.map(({ spendable }) => spendable),
  };
};

const leave = transaction({
  doc: 'Burn stake and receive its share of the treasury, at least what is carried; the holder sends it, with what of the stake is lent or stands behind requests.',
  payload: z.strictObject({
    dao: id,
    /** The stake that is burned. */
    amount,
    /** What is received of each token: at most the share, which is that of the block before. */
    parts,
    ...carried,
  }),
  weight: 2,
  access: ({ sender, payload }) => {
    const { dao, parts: list } = payload;
    return {
      rule: exitRules.read(dao),
      token: tokens.read(dao),
      unissued: unissued.read(dao),
      burnedBefore: burned.read(dao),
      own: balances.read(dao, daoAddress(dao)),
      burned: burned.add(dao),
      ...stakeOutAccess({ ...payload, token: dao, sender }),
      ...limitsOf(dao, list),
      held: list.map((one) => balances.read(one.token, daoAddress(dao))),
      from: list.map((one) => balances.draw(one.amount, one.token, daoAddress(dao))),
      to: list.map((one) => balances.add(one.token, sender)),
    };
  },
  apply(cells, { sender, payload, time, genesisTime, emit, reject }) {
    const { dao, amount: burning, parts: list } = payload;
    const { cap } = cells.token.get() ?? reject('notFound');
    const rule = cells.rule.get() ?? reject('noExit');
    if (burning === 0n) reject('zeroAmount');
    if (new Set(list.map(({ token }) => token)).size !== list.length) reject('repeated');
    if (list.some(({ token }) => !rule.assets.includes(token))) reject('notAnAsset');
    takeStakeOut(cells, payload, reject);
    const all = outstandingOf(cap, cells.unissued.get(), cells.burnedBefore.get(), cells.own.get());
    cells.burned.add(burning);
    emit('left', { dao, account: sender, amount: burning });
    list.forEach((one, i) => {
      if (one.amount > shareOf(rule, burning, cells.held[i]?.get() ?? 0n, all)) reject('shareDiffers');
      const [limit, spendable] = [cells.limits[i], cells.spendables[i]];
      if (limit !== undefined && spendable !== undefined)
        spend({ policy: cells.policy, limit, spendable }, one.amount, { time, genesisTime, reject });
      cells.from[i]?.draw(one.amount);
      cells.to[i]?.add(one.amount);
      emit('received', { dao, account: sender, ...one });
    });
  },
});

const outstandingNow = ({ get }: StateReader, dao: Id): bigint => {
  const { cap } = get(tokens.read(dao)) ?? { cap: 0n };
  return outstandingOf(
    cap,
    get(unissued.read(dao)),
    get(burned.read(dao)),
    get(balances.read(dao, daoAddress(dao))),
  );
};

const getExit = query({
  doc: 'What those who leave a DAO have a share of, and of how much its token stands for it.',
  path: '/daos/{dao}/exit',
  params: z.strictObject({ dao: id }),
  result: z.strictObject({
    dao: id,
    /** Whether members can leave with a share. */
    open: z.boolean(),
    keptPpm: ppm,
    /** Units of the DAO’s token that the treasury does not hold. */
    outstanding: sum,
    /** What the treasury holds of each token that there is a share of. */
    assets: z.array(part).max(assetsMax),
  }),
  notFound: 'exits.notFound',
  read(state, { dao }) {
    if (state.get(daos.read(dao)) === undefined) return undefined;
    const { assets = [], keptPpm = 0 } = state.get(exitRules.read(dao)) ?? {};
    return {
      dao,
      open: assets.length > 0,
      keptPpm,
      outstanding: outstandingNow(state, dao),
      assets: assets.map((token) => ({ token, amount: state.get(balances.read(token, daoAddress(dao))) })),
    };
  },
});

const getShare = query({
  doc: 'What an account would receive now for all of its stake.',
  path: '/daos/{dao}/exit/{account}',
  params: z.strictObject({ dao: id, account: address }),
  result: z.strictObject({
    dao: id,
    account: address,
    staked: amount,
    parts: z.array(part).max(assetsMax),
    /** What it lends, which leaving carries; absent where it lends nothing. */
    delegation: delegation.optional(),
  }),
  notFound: 'exits.notFound',
  read(state, { dao, account }) {
    const { get } = state;
    if (get(daos.read(dao)) === undefined) return undefined;
    const rule = get(exitRules.read(dao));
    const staked = get(stakes.read(dao, account));
    const all = outstandingNow(state, dao);
    const lent = get(given.read(dao, account));
    return {
      dao,
      account,
      staked,
      parts: (rule?.assets ?? []).map((token) => ({
        token,
        amount: shareOf(rule ?? { keptPpm: 0 }, staked, get(balances.read(token, daoAddress(dao))), all),
      })),
      ...(lent === undefined ? {} : { delegation: { amount: lent.amount, grants: [...lent.grants] } }),
    };
  },
});

export const exitsModule = defineModule({
  name: 'exits',
  doc: 'Members who do not agree burn stake and leave with a share of the treasury.',
  state: [exitRules],
  events,
  errors,
  transactions: { setRule, liftRule, leave },
  queries: { getExit, getShare },
  lists: {
    exits: {
      doc: 'Stake that members burned to leave with a share.',
      path: '/exits',
      event: 'left',
      filters: ['dao', 'account'],
    },
    shares: {
      doc: 'What members received who left.',
      path: '/exit-shares',
      event: 'received',
      filters: ['dao', 'account', 'token'],
    },
  },
  movements: { received: [outOf('dao', 'exit'), into('account', 'exit')] },
});
