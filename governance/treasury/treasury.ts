/** The treasury: plans a budget for each kind of work, opens and closes it epoch by epoch, and pays what is voted. */

import { z } from 'zod';
import { daoAddress } from '#chain/crypto/address.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import { address, amount, id, sum, text, timeMs, totalAmount } from '#chain/scalars.ts';
import { allowances, newcomerAllowance, rules } from '../contributions/state.ts';
import { daos, epochAt, epochEndsAt, isDao, policies } from '../daos/state.ts';
import { balances, heldByToken } from '../tokens/state.ts';
import { getLimit, liftLimit, limitVocabulary, renewLimit, setLimit } from './limitKinds.ts';
import { limitAccess, limits, spend, spendable } from './spendLimit.ts';
import { budgetKind, budgets, epoch, epochClosesAt, epochs, plans } from './state.ts';

const line = z.strictObject({ kind: budgetKind, amount });
const lines = z.array(line).max(3);
const payment = z.strictObject({ account: address, amount });

const { events, errors, transaction } = vocabulary(
  {
    budgetSet: z.strictObject({ dao: id, kind: budgetKind, amountPerEpoch: amount }),
    epochOpened: z.strictObject({ dao: id, epoch, budgets: lines }),
    epochClosed: z.strictObject({ dao: id, epoch, returned: lines }),
    sent: z.strictObject({ dao: id, account: address, token: id, amount, memo: text(140) }),
  },
  {
    notFound: { status: 404, message: 'No DAO has this id.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
    wrongEpoch: { status: 409, message: 'This epoch is not running now.' },
    alreadyOpen: { status: 409, message: 'The budgets of this epoch are already open.' },
    planDiffers: { status: 409, message: 'The amounts differ from the budgets that the DAO planned.' },
    notOpen: { status: 409, message: 'The budgets of this epoch were never opened.' },
    alreadyClosed: { status: 409, message: 'This epoch is already closed and nothing came back since.' },
    windowOpen: { status: 409, message: 'Contributions of this epoch may still be paid.' },
    remainderDiffers: { status: 409, message: 'The amounts differ from what is left in the budgets.' },
    zeroAmount: { status: 422, message: 'The amount must be more than zero.' },
    repeated: { status: 422, message: 'A kind is named twice.' },
  },
);

const setBudget = transaction({
  doc: 'Set how much each coming epoch gets for a kind; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, kind: budgetKind, amountPerEpoch: amount }),
  access: ({ payload }) => ({ dao: daos.read(payload.dao), plan: plans.write(payload.dao, payload.kind) }),
  apply({ dao, plan }, { sender, payload, emit, reject }) {
    if (dao.get() === undefined) reject('notFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    plan.set({ amountPerEpoch: payload.amountPerEpoch });
    emit('budgetSet', payload);
  },
});

const openEpoch = transaction({
  doc: 'Move the planned budgets of the running epoch out of the treasury; anyone may send it once an epoch.',
  payload: z.strictObject({ dao: id, epoch, budgets: lines }),
  access: ({ payload: { dao, epoch: number, budgets: list } }) => ({
    opened: epochs.write(dao, number),
    allowance: allowances.read(dao),
    newcomers: newcomerAllowance.add(dao, number),
    treasury: balances.draw(totalAmount(list), dao, daoAddress(dao)),
    plans: budgetKind.options.map((kind) => plans.read(dao, kind)),
    ...limitAccess(dao, dao, totalAmount(list)),
    budgets: list.map(({ kind }) => budgets.add(dao, kind, number)),
  }),
  apply(cells, { sender, payload, time, genesisTime, emit, reject }) {
    const policy = cells.policy.get() ?? reject('notFound');
    if (epochAt(time, genesisTime, policy.epochMs) !== payload.epoch) reject('wrongEpoch');
    if (cells.opened.get() !== undefined) reject('alreadyOpen');
    if (new Set(payload.budgets.map(({ kind }) => kind)).size !== payload.budgets.length) reject('repeated');
    budgetKind.options.forEach((kind, i) => {
      const planned = cells.plans[i]?.get()?.amountPerEpoch ?? 0n;
      const offered = payload.budgets.find((one) => one.kind === kind)?.amount ?? 0n;
      if (planned !== offered) reject('planDiffers');
    });
    cells.treasury.draw(totalAmount(payload.budgets));
    // As an action of the DAO it is watched already, like every draw of an action.
    if (!isDao(payload.dao, sender))
      spend(cells, totalAmount(payload.budgets), { time, genesisTime, reject });
    payload.budgets.forEach(({ amount: planned }, i) => {
      cells.budgets[i]?.add(planned);
    });
    cells.newcomers.add(cells.allowance.get()?.newcomersPerEpoch ?? 0n);
    cells.opened.set({ openedAt: time });
    emit('epochOpened', payload);
  },
});

const closeEpoch = transaction({
  doc: 'Return what is left of an epoch whose last window has passed, and again what came back since; anyone may send it.',
  payload: z.strictObject({ dao: id, epoch, remainders: lines }),
  access: ({ payload: { dao, epoch: number, remainders } }) => ({
    policy: policies.read(dao),
    opened: epochs.write(dao, number),
    rules: [rules.read(dao, 'code'), rules.read(dao, 'document')],
    treasury: balances.add(dao, daoAddress(dao)),
    left: remainders.map(({ kind }) => budgets.read(dao, kind, number)),
    draws: remainders.map(({ kind, amount: left }) => budgets.draw(left, dao, kind, number)),
  }),
  apply(cells, { payload, time, genesisTime, emit, reject }) {
    const { epochMs } = cells.policy.get() ?? reject('notFound');
    const stored = cells.opened.get() ?? reject('notOpen');
    // Work that is settled late gives back to a closed epoch; closing it again brings that home.
    if (stored.closedAt !== undefined && totalAmount(payload.remainders) === 0n) reject('alreadyClosed');
    const closesAt = epochClosesAt(
      genesisTime,
      epochMs,
      payload.epoch,
      cells.rules.map((one) => one.get()),
    );
    if (time < closesAt) reject('windowOpen');
    const kinds = new Set(payload.remainders.map(({ kind }) => kind));
    if (kinds.size !== budgetKind.options.length || payload.remainders.length !== kinds.size)
      reject('remainderDiffers');
    payload.remainders.forEach(({ amount: left }, i) => {
      if (cells.left[i]?.get() !== left) reject('remainderDiffers');
      cells.draws[i]?.draw(left);
    });
    cells.treasury.add(totalAmount(payload.remainders));
    cells.opened.set({ ...stored, closedAt: time });
    emit('epochClosed', { dao: payload.dao, epoch: payload.epoch, returned: payload.remainders });
  },
});

const pay = transaction({
  doc: 'Send the DAO’s own tokens to up to 100 accounts; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, payments: z.array(payment).min(1).max(100), memo: text(140) }),
  access: ({ sender, payload: { dao, payments } }) => ({
    dao: daos.read(dao),
    from: balances.draw(totalAmount(payments), dao, sender),
    to: payments.map(({ account }) => balances.add(dao, account)),
  }),
  apply(cells, { sender, payload, emit, reject }) {
    const { token } = cells.dao.get() ?? reject('notFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    if (payload.payments.some((one) => one.amount === 0n)) reject('zeroAmount');
    cells.from.draw(totalAmount(payload.payments));
    payload.payments.forEach((one, i) => {
      cells.to[i]?.add(one.amount);
      emit('sent', { dao: payload.dao, ...one, token, memo: payload.memo });
    });
  },
});

const getTreasury = query({
  doc: 'What a DAO holds, and the budgets of the running epoch.',
  path: '/daos/{dao}/treasury',
  params: z.strictObject({ dao: id }),
  result: z.strictObject({
    dao: id,
    token: id,
    balance: sum,
    epoch,
    epochEndsAt: timeMs,
    opened: z.boolean(),
    newcomersLeft: sum,
    budgets: z.array(z.strictObject({ kind: budgetKind, amountPerEpoch: amount, left: sum })).max(3),
  }),
  notFound: 'treasury.notFound',
  read({ get, time, genesisTime }, { dao }) {
    const facts = get(daos.read(dao));
    const policy = get(policies.read(dao));
    if (facts === undefined || policy === undefined) return undefined;
    const now = epochAt(time, genesisTime, policy.epochMs);
    const planned = budgetKind.options.flatMap((kind) => {
      const plan = get(plans.read(dao, kind));
      return plan === undefined ? [] : [{ kind, ...plan, left: get(budgets.read(dao, kind, now)) }];
    });
    return {
      dao,
      token: facts.token,
      balance: get(balances.read(dao, facts.account)),
      epoch: now,
      epochEndsAt: epochEndsAt(now, genesisTime, policy.epochMs),
      opened: get(epochs.read(dao, now)) !== undefined,
      newcomersLeft: get(newcomerAllowance.read(dao, now)),
      budgets: planned,
    };
  },
});

export const treasury = defineModule({
  name: 'treasury',
  doc: 'Budgets for each kind of work and epoch, and payments that members voted.',
  state: [plans, budgets, epochs, limits, spendable],
  events: { ...events, ...limitVocabulary.events },
  errors: { ...errors, ...limitVocabulary.errors },
  transactions: { setBudget, openEpoch, closeEpoch, pay, setLimit, liftLimit, renewLimit },
  queries: { getTreasury, getLimit },
  lists: {
    payments: {
      doc: 'Payments out of treasuries that members voted.',
      path: '/payments',
      event: 'sent',
      filters: ['dao', 'account'],
    },
  },
  holdings: { 'treasury.budgets': heldByToken },
  movements: {
    sent: [outOf('dao', 'payment'), into('account', 'payment')],
    epochOpened: [outOf('dao', 'budget', 'budgets')],
    epochClosed: [into('dao', 'budget', 'returned')],
  },
});
