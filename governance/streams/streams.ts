/** Streams: salaries, grants and vesting paid by the millisecond, out of money that is set aside when they open. */

import { z } from 'zod';
import { amountMax } from '#chain/limits.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import { address, amount, id, timeMs } from '#chain/scalars.ts';
import { balances } from '../tokens/state.ts';
import { extended, streamedAt } from './schedule.ts';
import { type Stream, stateOfStream, stream, streamStates, streams, terms } from './state.ts';

const about = { stream: id, token: id, payer: address, payee: address };
const { events, errors, transaction } = vocabulary(
  {
    opened: z.strictObject({ stream: id, payer: address, ...terms }),
    toppedUp: z.strictObject({ ...about, amount, endAt: timeMs }),
    claimed: z.strictObject({ ...about, amount }),
    canceled: z.strictObject({ ...about, amount, returned: amount }),
  },
  {
    notFound: { status: 404, message: 'No stream has this id with these values.' },
    zeroAmount: { status: 422, message: 'The amount must be more than zero.' },
    wrongTimes: {
      status: 422,
      message: 'A stream starts, reaches its cliff and ends in this order, and ends no earlier than before.',
    },
    aboveDeposit: { status: 422, message: 'The parts that arrive at once are more than the whole stream.' },
    tooMuch: { status: 422, message: 'Over its life a stream carries at most 2^96 − 1 units.' },
    notPayer: { status: 403, message: 'Only the payer of this stream may do this.' },
    notCancelable: { status: 409, message: 'This stream was opened as one that cannot be canceled.' },
    ended: { status: 409, message: 'This stream is paid out or canceled.' },
    nothingToClaim: { status: 409, message: 'Nothing more of this stream has arrived yet.' },
  },
);

const open = transaction({
  doc: 'Set money aside that arrives at a payee from a start over a cliff to an end; whoever pays it sends it, a DAO by vote.',
  payload: z.strictObject(terms),
  access: ({ sender, payload: { token, deposit }, id }) => ({
    from: balances.draw(deposit, token, sender),
    stream: streams.write(id),
  }),
  apply(cells, { sender, payload, id, emit, reject }) {
    const { deposit, startAt, cliffAt, endAt, startAmount, cliffAmount } = payload;
    if (deposit === 0n) reject('zeroAmount');
    if (cliffAt < startAt || endAt <= cliffAt) reject('wrongTimes');
    if (startAmount + cliffAmount > deposit) reject('aboveDeposit');
    cells.from.draw(deposit);
    cells.stream.set({ payer: sender, ...payload, withdrawn: 0n });
    emit('opened', { stream: id, payer: sender, ...payload });
  },
});

const topUp = transaction({
  doc: 'Add money to a stream and set its end anew; its payer sends it, and what has arrived stays arrived.',
  payload: z.strictObject({ stream: id, token: id, amount, endAt: timeMs }),
  access: ({ sender, payload: { stream: key, token, amount: added } }) => ({
    from: balances.draw(added, token, sender),
    stream: streams.write(key),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.stream.get() ?? reject('notFound');
    const { stream: key, token, amount: added, endAt } = payload;
    if (stored.token !== token) reject('notFound');
    if (stored.payer !== sender) reject('notPayer');
    if (stored.withdrawn === stored.deposit) reject('ended');
    if (added === 0n) reject('zeroAmount');
    if (endAt < stored.endAt || endAt <= time) reject('wrongTimes');
    // What was paid out may come back as a top-up, so the sum over a life is not bounded by the token’s cap.
    if (stored.deposit + added > amountMax) reject('tooMuch');
    cells.from.draw(added);
    cells.stream.set({ ...stored, ...extended(stored, added, endAt, time) });
    const { payer, payee } = stored;
    emit('toppedUp', { stream: key, token, payer, payee, amount: added, endAt });
  },
});

const claim = transaction({
  doc: 'Pay what has arrived of a stream to its payee; anyone may send it.',
  payload: z.strictObject({ stream: id, token: id, payee: address }),
  access: ({ payload: { stream: key, token, payee } }) => ({
    stream: streams.write(key),
    balance: balances.add(token, payee),
  }),
  apply(cells, { payload, time, emit, reject }) {
    const stored = cells.stream.get() ?? reject('notFound');
    if (stored.token !== payload.token || stored.payee !== payload.payee) reject('notFound');
    if (stored.withdrawn === stored.deposit) reject('ended');
    const due = streamedAt(stored, time) - stored.withdrawn;
    if (due <= 0n) reject('nothingToClaim');
    cells.balance.add(due);
    cells.stream.set({ ...stored, withdrawn: stored.withdrawn + due });
    emit('claimed', { ...payload, payer: stored.payer, amount: due });
  },
});

const cancel = transaction({
  doc: 'End a stream: what has arrived goes to the payee, the rest returns to the payer, who sends it.',
  payload: z.strictObject({ stream: id, token: id, payee: address }),
  access: ({ sender, payload: { stream: key, token, payee } }) => ({
    stream: streams.write(key),
    payee: balances.add(token, payee),
    payer: balances.add(token, sender),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.stream.get() ?? reject('notFound');
    if (stored.token !== payload.token || stored.payee !== payload.payee) reject('notFound');
    if (stored.payer !== sender) reject('notPayer');
    if (stored.withdrawn === stored.deposit) reject('ended');
    if (!stored.cancelable) reject('notCancelable');
    const arrived = streamedAt(stored, time);
    const due = arrived - stored.withdrawn;
    const returned = stored.deposit - arrived;
    cells.payee.add(due);
    cells.payer.add(returned);
    // The cell holds nothing any more; what was paid stays readable.
    cells.stream.set({
      ...stored,
      ...settledAt(stored, arrived),
      canceledAt: time,
    });
    emit('canceled', { ...payload, payer: sender, amount: due, returned });
  },
});
/** A stream that ends with what has arrived: its deposit is that, and all of it is paid. */
const settledAt = ({ startAmount, cliffAmount }: Stream, arrived: bigint) => ({
  deposit: arrived,
  withdrawn: arrived,
  startAmount: startAmount < arrived ? startAmount : arrived,
  cliffAmount: startAmount + cliffAmount <= arrived ? cliffAmount : 0n,
});

const getStream = query({
  doc: 'A stream: its terms, what has arrived and been paid by now, and where it stands.',
  path: '/streams/{stream}',
  params: z.strictObject({ stream: id }),
  result: stream.extend({
    stream: id,
    state: z.enum(streamStates),
    /** What has arrived by now, and what of it waits to be claimed. */
    arrived: amount,
    claimable: amount,
    /** What the stream still holds. */
    held: amount,
  }),
  notFound: 'streams.notFound',
  read({ get, time }, { stream: key }) {
    const stored = get(streams.read(key));
    if (stored === undefined) return undefined;
    const arrived = stored.canceledAt === undefined ? streamedAt(stored, time) : stored.deposit;
    return {
      stream: key,
      ...stored,
      state: stateOfStream(stored, time),
      arrived,
      claimable: arrived - stored.withdrawn,
      held: stored.deposit - stored.withdrawn,
    };
  },
});

export const streamsModule = defineModule({
  name: 'streams',
  doc: 'Money set aside for a payee that arrives by time: salaries, grants, vesting.',
  state: [streams],
  events,
  errors,
  transactions: { open, topUp, claim, cancel },
  queries: { getStream },
  lists: {
    streams: {
      doc: 'Streams, newest first.',
      path: '/streams',
      event: 'opened',
      filters: ['token', 'payer', 'payee'],
      item: 'getStream',
    },
    claims: {
      doc: 'Payments out of streams.',
      path: '/stream-payments',
      event: 'claimed',
      filters: ['stream', 'token', 'payer', 'payee'],
    },
  },
  holdings: {
    'streams.streams': (_, value) => {
      const { token, deposit, withdrawn } = value as Stream;
      return [{ token, amount: deposit - withdrawn }];
    },
  },
  movements: {
    opened: [outOf('payer', 'stream', 'deposit')],
    toppedUp: [outOf('payer', 'stream')],
    claimed: [into('payee', 'stream')],
    canceled: [into('payee', 'stream'), into('payer', 'stream', 'returned')],
  },
});
