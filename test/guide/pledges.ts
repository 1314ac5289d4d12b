/** Pledges: tokens that an account sets aside where everyone can see them, and takes back when it likes. */
import { z } from 'zod';
import { accumulator } from '#chain/access.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import { address, amount, id, sum } from '#chain/scalars.ts';
import { balances, heldByToken } from '#governance/tokens/state.ts';

const pledged = accumulator('pledges.pledged', [id, address]);

const moved = z.strictObject({ token: id, account: address, amount });
const { events, errors, transaction } = vocabulary(
  { made: moved, withdrawn: moved },
  { zeroAmount: { status: 422, message: 'The amount must be more than zero.' } },
);

const make = transaction({
  doc: 'Set units of a token aside for all to see; the holder sends it.',
  payload: z.strictObject({ token: id, amount }),
  access: ({ sender, payload }) => ({
    free: balances.draw(payload.amount, payload.token, sender),
    pledged: pledged.add(payload.token, sender),
  }),
  apply({ free, pledged }, { sender, payload, emit, reject }) {
    if (payload.amount === 0n) reject('zeroAmount');
    free.draw(payload.amount);
    pledged.add(payload.amount);
    emit('made', { ...payload, account: sender });
  },
});

const withdraw = transaction({
  doc: 'Take pledged units back; whoever pledged them sends it.',
  payload: z.strictObject({ token: id, amount }),
  access: ({ sender, payload }) => ({
    pledged: pledged.draw(payload.amount, payload.token, sender),
    free: balances.add(payload.token, sender),
  }),
  apply({ pledged, free }, { sender, payload, emit, reject }) {
    if (payload.amount === 0n) reject('zeroAmount');
    pledged.draw(payload.amount);
    free.add(payload.amount);
    emit('withdrawn', { ...payload, account: sender });
  },
});

const getPledge = query({
  doc: 'What an account has pledged of a token.',
  path: '/pledges/{token}/{account}',
  params: z.strictObject({ token: id, account: address }),
  result: z.strictObject({ token: id, account: address, pledged: sum }),
  read: ({ get }, { token, account }) => ({ token, account, pledged: get(pledged.read(token, account)) }),
});

export const pledges = defineModule({
  name: 'pledges',
  doc: 'Tokens set aside where everyone can see them.',
  state: [pledged],
  events,
  errors,
  transactions: { make, withdraw },
  queries: { getPledge },
  lists: {
    pledges: {
      doc: 'Pledges, newest first.',
      path: '/pledges',
      event: 'made',
      filters: ['token', 'account'],
      item: 'getPledge',
    },
  },
  holdings: { 'pledges.pledged': heldByToken },
  movements: {
    made: [outOf('account', 'pledge')],
    withdrawn: [into('account', 'pledge')],
  },
});
