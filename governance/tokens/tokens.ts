/** Tokens: issue with a cap, mint by the owner, transfer, and stake for voting power. */

import { z } from 'zod';
import { chainParameters } from '#chain/chainState.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import {
  type Address,
  address,
  amount,
  durationMs,
  type Id,
  id,
  sum,
  timeMs,
  totalAmount,
} from '#chain/scalars.ts';
import { follow, followAccess, following } from '../delegation/followStake.ts';
import { carried, stakeOutAccess, takeStakeOut } from './stakeOut.ts';
import {
  balances,
  burned,
  heldByToken,
  stakes,
  tokenFields,
  tokens,
  totalStaked,
  unbondings,
  unbondingTimes,
  unissued,
} from './state.ts';

const moved = z.strictObject({ token: id, account: address, amount });
const { events, errors, transaction } = vocabulary(
  {
    issued: z.strictObject({ token: id, ...tokenFields }),
    minted: moved,
    transferred: z.strictObject({ token: id, sender: address, account: address, amount }),
    staked: moved,
    unstaked: z.strictObject({ unbonding: id, token: id, account: address, amount, releaseAt: timeMs }),
    released: z.strictObject({ unbonding: id, token: id, account: address, amount }),
  },
  {
    notFound: { status: 404, message: 'No token has this id.' },
    notOwner: { status: 403, message: 'Only the owner of this token may mint it.' },
    zeroAmount: { status: 422, message: 'The amount must be more than zero.' },
    aboveCap: { status: 422, message: 'The first holders would receive more than the cap.' },
    unbondingNotFound: { status: 404, message: 'No stake on its way back has this id with these values.' },
    delegationDiffers: {
      status: 409,
      message:
        'This stake is lent to delegates; carry the delegation as it is now and what of it stays lent.',
    },
    unbondingNotDue: { status: 409, message: 'This stake is still unbonding.' },
  },
);

const issue = transaction({
  doc: 'Create a token with a cap that can never grow; anyone may send it and becomes its owner.',
  payload: z.strictObject({
    symbol: tokenFields.symbol,
    name: tokenFields.name,
    decimals: tokenFields.decimals,
    cap: amount,
    initial: z.array(z.strictObject({ account: address, amount })).max(100),
  }),
  access: ({ payload, id }) => ({
    token: tokens.write(id),
    unissued: unissued.add(id),
    holders: payload.initial.map((holder) => balances.add(id, holder.account)),
  }),
  apply(cells, { sender, payload, id, emit, reject }) {
    const { initial, ...token } = payload;
    const given = totalAmount(initial);
    if (payload.cap === 0n) reject('zeroAmount');
    if (given > payload.cap) reject('aboveCap');
    cells.token.set({ ...token, owner: sender });
    cells.unissued.add(payload.cap - given);
    initial.forEach((holder, i) => {
      cells.holders[i]?.add(holder.amount);
    });
    emit('issued', { token: id, ...token, owner: sender });
    for (const holder of initial) emit('minted', { token: id, ...holder });
  },
});

const mint = transaction({
  doc: 'Mint new units of a token within its cap; only its owner, a DAO’s account, may send it.',
  payload: z.strictObject({ token: id, account: address, amount }),
  access: ({ payload }) => ({
    token: tokens.read(payload.token),
    unissued: unissued.draw(payload.amount, payload.token),
    balance: balances.add(payload.token, payload.account),
  }),
  apply({ token, unissued, balance }, { sender, payload, emit, reject }) {
    const { owner } = token.get() ?? reject('notFound');
    if (owner !== sender) reject('notOwner');
    if (payload.amount === 0n) reject('zeroAmount');
    unissued.draw(payload.amount);
    balance.add(payload.amount);
    emit('minted', payload);
  },
});

const transfer = transaction({
  doc: 'Send units of a token to another account; the holder sends it.',
  payload: z.strictObject({ token: id, account: address, amount }),
  access: ({ sender, payload }) => ({
    from: balances.draw(payload.amount, payload.token, sender),
    to: balances.add(payload.token, payload.account),
  }),
  apply({ from, to }, { sender, payload, emit, reject }) {
    if (payload.amount === 0n) reject('zeroAmount');
    from.draw(payload.amount);
    to.add(payload.amount);
    emit('transferred', { ...payload, sender });
  },
});

const stake = transaction({
  doc: 'Stake units for voting power, which counts from the next proposal, and lend more of it where the delegation is carried; the holder sends it.',
  payload: z.strictObject({ token: id, amount, delegation: following.optional() }),
  access: ({ sender, payload }) => ({
    from: balances.draw(payload.amount, payload.token, sender),
    stake: stakes.add(payload.token, sender),
    total: totalStaked.add(payload.token),
    ...followAccess(payload.token, sender, payload.delegation),
  }),
  apply({ from, stake, total, ...lent }, { sender, payload, emit, reject }) {
    const { token, amount: added, delegation } = payload;
    if (added === 0n) reject('zeroAmount');
    if (delegation !== undefined && !follow(lent, delegation, delegation.before.amount + added))
      reject('delegationDiffers');
    from.draw(added);
    stake.add(added);
    total.add(added);
    emit('staked', { token, amount: added, account: sender });
  },
});

const unstake = transaction({
  doc: 'Take stake out, which has no power at once and comes back after the unbonding time; the holder sends it, with what of the stake is lent or stands behind requests.',
  payload: z.strictObject({ token: id, amount, ...carried }),
  access: ({ sender, payload, id }) => ({
    time: unbondingTimes.read(payload.token),
    parameters: chainParameters.read(),
    ...stakeOutAccess({ ...payload, sender }),
    unbonding: unbondings.write(id),
  }),
  apply(cells, { sender, payload, id, time, emit, reject }) {
    const { token, amount: taken } = payload;
    if (taken === 0n) reject('zeroAmount');
    takeStakeOut(cells, payload, reject);
    const shortest = cells.parameters.get()?.unbondingMinMs ?? 0;
    const releaseAt = time + Math.max(cells.time.get() ?? 0, shortest);
    const leaving = { account: sender, token, amount: taken, releaseAt };
    cells.unbonding.set(leaving);
    emit('unstaked', { unbonding: id, ...leaving });
  },
});

const release = transaction({
  doc: 'Give back stake whose unbonding time has passed; anyone may send it for its holder.',
  payload: z.strictObject({ unbonding: id, account: address, token: id, amount }),
  access: ({ payload }) => ({
    unbonding: unbondings.write(payload.unbonding),
    balance: balances.add(payload.token, payload.account),
  }),
  apply({ unbonding, balance }, { payload, time, emit, reject }) {
    const stored = unbonding.get() ?? reject('unbondingNotFound');
    const { account, token, amount: owed } = payload;
    if (stored.account !== account || stored.token !== token || stored.amount !== owed)
      reject('unbondingNotFound');
    if (time < stored.releaseAt) reject('unbondingNotDue');
    unbonding.delete();
    balance.add(owed);
    emit('released', payload);
  },
});

const getToken = query({
  doc: 'A token, with what was minted, staked and burned.',
  path: '/tokens/{token}',
  params: z.strictObject({ token: id }),
  result: z.strictObject({
    token: id,
    ...tokenFields,
    minted: sum,
    staked: sum,
    burned: sum,
    unbondingMs: durationMs,
  }),
  notFound: 'tokens.notFound',
  read({ get }, { token }) {
    const stored = get(tokens.read(token));
    if (stored === undefined) return undefined;
    return {
      token,
      ...stored,
      minted: stored.cap - get(unissued.read(token)),
      staked: get(totalStaked.read(token)),
      burned: get(burned.read(token)),
      unbondingMs: Math.max(
        get(unbondingTimes.read(token)) ?? 0,
        get(chainParameters.read())?.unbondingMinMs ?? 0,
      ),
    };
  },
});

const getBalance = query({
  doc: 'What an account holds of a token: free and staked.',
  path: '/tokens/{token}/balances/{account}',
  params: z.strictObject({ token: id, account: address }),
  result: z.strictObject({ token: id, account: address, free: sum, staked: sum }),
  read: ({ get }, { token, account }) => ({
    token,
    account,
    free: get(balances.read(token, account)),
    staked: get(stakes.read(token, account)),
  }),
});

const getUnbonding = query({
  doc: 'Stake on its way back.',
  path: '/unbondings/{unbonding}',
  params: z.strictObject({ unbonding: id }),
  result: z.strictObject({
    unbonding: id,
    account: address,
    token: id,
    amount,
    releaseAt: timeMs,
    due: z.boolean(),
  }),
  notFound: 'tokens.unbondingNotFound',
  read({ get, time }, { unbonding }) {
    const stored = get(unbondings.read(unbonding));
    return stored === undefined ? undefined : { unbonding, ...stored, due: time >= stored.releaseAt };
  },
});

type Unbonding = { readonly token: Id; readonly amount: bigint; readonly account: Address };

export const tokensModule = defineModule({
  name: 'tokens',
  doc: 'Tokens with a cap: issue, mint, transfer, and stake for voting power.',
  state: [tokens, unissued, balances, burned, stakes, totalStaked, unbondingTimes, unbondings],
  events,
  errors,
  transactions: { issue, mint, transfer, stake, unstake, release },
  queries: { getToken, getBalance, getUnbonding },
  lists: {
    tokens: { doc: 'Tokens issued.', path: '/tokens', event: 'issued', filters: ['owner'], item: 'getToken' },
    transfers: {
      doc: 'Transfers between accounts.',
      path: '/transfers',
      event: 'transferred',
      filters: ['token', 'sender', 'account'],
    },
    unbondings: {
      doc: 'Stake on its way back.',
      path: '/unbondings',
      event: 'unstaked',
      filters: ['token', 'account'],
      item: 'getUnbonding',
    },
  },
  holdings: {
    'tokens.unissued': heldByToken,
    'tokens.balances': heldByToken,
    'tokens.burned': heldByToken,
    'tokens.stakes': heldByToken,
    'tokens.unbondings': (_, value) => [value as Unbonding],
  },
  movements: {
    minted: [into('account', 'mint')],
    transferred: [outOf('sender', 'transfer'), into('account', 'transfer')],
    staked: [outOf('account', 'stake')],
    released: [into('account', 'stake')],
  },
});
