/** One small module for tests of the node: coins to issue and transfer, a note, a key to add and to drop, a fault. */
import { z } from 'zod';
import { accumulator, collection } from '#chain/access.ts';
import { accountKey, accountKeys } from '#chain/chainState.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { address, amount, sum, text } from '#chain/scalars.ts';

export const balances = accumulator('coins.balances', [address]);
export const notes = collection('coins.notes', [address], z.strictObject({ text: text(2000) }));

const { events, errors, transaction } = vocabulary(
  { transferred: z.strictObject({ from: address, to: address, amount }) },
  { toSelf: { status: 422, message: 'Coins are not sent to oneself.' } },
);

const issue = transaction({
  doc: 'Make coins; genesis alone does it.',
  payload: z.strictObject({ to: address, amount }),
  access: ({ payload }) => ({ balance: balances.add(payload.to) }),
  apply({ balance }, { payload }) {
    balance.add(payload.amount);
  },
});

const transfer = transaction({
  doc: 'Send coins; the sender sends it.',
  payload: z.strictObject({ to: address, amount }),
  access: ({ sender, payload }) => ({
    from: balances.draw(payload.amount, sender),
    to: balances.add(payload.to),
  }),
  apply({ from, to }, { sender, payload, emit, reject }) {
    if (sender === payload.to) reject('toSelf');
    from.draw(payload.amount);
    to.add(payload.amount);
    emit('transferred', { from: sender, to: payload.to, amount: payload.amount });
  },
});

const note = transaction({
  doc: 'Write a note; the sender sends it.',
  payload: z.strictObject({ text: text(2000) }),
  access: ({ sender }) => ({ note: notes.write(sender) }),
  apply({ note: cell }, { payload }) {
    cell.set({ text: payload.text });
  },
});

const replaceKey = transaction({
  doc: 'Give the account another key instead of its own; the sender sends it.',
  payload: accountKey,
  access: ({ sender }) => ({ keys: accountKeys.write(sender) }),
  apply({ keys }, { payload }) {
    keys.set({ keys: [payload] });
  },
});

const fail = transaction({
  doc: 'Fail in a way that is a bug; anyone may send it.',
  payload: z.strictObject({ where: z.enum(['access', 'apply']) }),
  access({ payload }) {
    if (payload.where === 'access') throw new TypeError('This access fails on purpose.');
    return {};
  },
  apply() {
    throw new TypeError('This transition fails on purpose.');
  },
});

const balance = query({
  doc: 'The coins of an account.',
  path: '/coins/{account}',
  params: z.strictObject({ account: address }),
  result: z.strictObject({ balance: sum }),
  read: (state, { account }) => ({ balance: state.get(balances.read(account)) }),
});

export const coins = defineModule({
  name: 'coins',
  doc: 'Coins for tests.',
  state: [balances, notes],
  events,
  errors,
  transactions: { issue, transfer, note, replaceKey, fail },
  queries: { balance },
  lists: {},
});

export const modules = [coins];
