/** Payouts: one decision pays thousands, in pages of a list whose Merkle root was voted on. */

import { z } from 'zod';
import { accumulator, collection } from '#chain/access.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import { address, amount, id, integer, sum, text, timeMs, totalAmount } from '#chain/scalars.ts';
import { balances, heldByToken } from '../tokens/state.ts';
import { isPage, pageNumber, pagePath, pagesMax, payments } from './pages.ts';

const terms = {
  token: id,
  /** Merkle root of the pages. */
  root: id,
  pages: integer(1, pagesMax),
  /** What all pages pay together. */
  total: amount,
  /** From then on no page is paid, and what is left returns. */
  closesAt: timeMs,
  memo: text(140),
};
const payout = z.strictObject({
  payer: address,
  ...terms,
  closedAt: timeMs.optional(),
  returned: amount.optional(),
});
export const payouts = collection('payouts.payouts', [id], payout);
/** Pages that were paid: a written cell each, so that no page is paid twice. */
const paidPages = collection('payouts.pages', [id, pageNumber], z.strictObject({ paidAt: timeMs }));
/** What a payout still holds. Pages draw from it in parallel. */
export const escrow = accumulator('payouts.escrow', [id, id]);

const { events, errors, transaction } = vocabulary(
  {
    opened: z.strictObject({ payout: id, payer: address, ...terms }),
    pagePaid: z.strictObject({ payout: id, token: id, page: pageNumber, payments: integer(1, 64), amount }),
    paid: z.strictObject({ payout: id, token: id, account: address, amount }),
    closed: z.strictObject({ payout: id, token: id, payer: address, returned: amount }),
  },
  {
    notFound: { status: 404, message: 'No payout has this id with these values.' },
    zeroAmount: { status: 422, message: 'The amount must be more than zero.' },
    closesTooSoon: { status: 422, message: 'A payout closes later than it opens.' },
    wrongPage: { status: 422, message: 'These payments are not this page of the list that was decided.' },
    alreadyPaid: { status: 409, message: 'This page is already paid.' },
    closed: { status: 409, message: 'The time to pay the pages of this payout is over.' },
    notDue: { status: 409, message: 'Pages of this payout may still be paid.' },
    alreadyClosed: { status: 409, message: 'This payout is already closed.' },
    remainderDiffers: { status: 409, message: 'The amount differs from what the payout still holds.' },
  },
);

const open = transaction({
  doc: 'Set aside what a list of payments pays, named by its Merkle root; whoever pays sends it, a DAO by vote.',
  payload: z.strictObject(terms),
  access: ({ sender, payload: { token, total }, id }) => ({
    from: balances.draw(total, token, sender),
    escrow: escrow.add(token, id),
    payout: payouts.write(id),
  }),
  apply(cells, { sender, payload, id, time, emit, reject }) {
    if (payload.total === 0n) reject('zeroAmount');
    if (payload.closesAt <= time) reject('closesTooSoon');
    cells.from.draw(payload.total);
    cells.escrow.add(payload.total);
    cells.payout.set({ payer: sender, ...payload });
    emit('opened', { payout: id, payer: sender, ...payload });
  },
});

const payPage = transaction({
  doc: 'Pay one page of a payout, whose path leads to the root that was decided; anyone may send it once.',
  payload: z.strictObject({ payout: id, token: id, page: pageNumber, payments, path: pagePath }),
  weight: 4,
  access: ({ payload: { payout: key, token, page, payments: list } }) => ({
    payout: payouts.read(key),
    page: paidPages.write(key, page),
    escrow: escrow.draw(totalAmount(list), token, key),
    to: list.map(({ account }) => balances.add(token, account)),
  }),
  apply(cells, { payload, time, emit, reject }) {
    const stored = cells.payout.get() ?? reject('notFound');
    const { payout: key, token, page, payments: list, path } = payload;
    if (stored.token !== token) reject('notFound');
    if (time >= stored.closesAt) reject('closed');
    if (cells.page.get() !== undefined) reject('alreadyPaid');
    if (!isPage(stored.root, stored.pages, page, list, path)) reject('wrongPage');
    const paid = totalAmount(list);
    cells.escrow.draw(paid);
    cells.page.set({ paidAt: time });
    list.forEach((one, i) => {
      cells.to[i]?.add(one.amount);
      emit('paid', { payout: key, token, ...one });
    });
    emit('pagePaid', { payout: key, token, page, payments: list.length, amount: paid });
  },
});

const close = transaction({
  doc: 'Return what is left of a payout to its payer once its time is over; anyone may send it.',
  payload: z.strictObject({ payout: id, token: id, payer: address, left: amount }),
  access: ({ payload: { payout: key, token, payer, left } }) => ({
    payout: payouts.write(key),
    left: escrow.read(token, key),
    escrow: escrow.draw(left, token, key),
    balance: balances.add(token, payer),
  }),
  apply(cells, { payload, time, emit, reject }) {
    const stored = cells.payout.get() ?? reject('notFound');
    const { payout: key, token, payer, left } = payload;
    if (stored.token !== token || stored.payer !== payer) reject('notFound');
    if (stored.closedAt !== undefined) reject('alreadyClosed');
    if (time < stored.closesAt) reject('notDue');
    // No page is paid from `closesAt` on, so what the block opened with is what is left.
    if (cells.left.get() !== left) reject('remainderDiffers');
    cells.escrow.draw(left);
    cells.balance.add(left);
    cells.payout.set({ ...stored, closedAt: time, returned: left });
    emit('closed', { payout: key, token, payer, returned: left });
  },
});

const getPayout = query({
  doc: 'A payout: what was decided, and what it still holds.',
  path: '/payouts/{payout}',
  params: z.strictObject({ payout: id }),
  result: payout.extend({
    payout: id,
    left: sum,
    paid: sum,
    state: z.enum(['open', 'paid', 'due', 'closed']),
  }),
  notFound: 'payouts.notFound',
  read({ get, time }, { payout: key }) {
    const stored = get(payouts.read(key));
    if (stored === undefined) return undefined;
    const left = get(escrow.read(stored.token, key));
    const open_ = left === 0n ? 'paid' : time < stored.closesAt ? 'open' : 'due';
    const state = stored.closedAt === undefined ? open_ : 'closed';
    return { payout: key, ...stored, left, paid: stored.total - left - (stored.returned ?? 0n), state };
  },
});

const getPage = query({
  doc: 'Whether a page of a payout is paid.',
  path: '/payouts/{payout}/pages/{page}',
  params: z.strictObject({ payout: id, page: pageNumber }),
  result: z.strictObject({ payout: id, page: pageNumber, paid: z.boolean() }),
  read: ({ get }, { payout: key, page }) => ({
    payout: key,
    page,
    paid: get(paidPages.read(key, page)) !== undefined,
  }),
});

export const payoutsModule = defineModule({
  name: 'payouts',
  doc: 'One decision pays thousands: a list under a Merkle root, paid page by page out of money set aside.',
  state: [payouts, paidPages, escrow],
  events,
  errors,
  transactions: { open, payPage, close },
  queries: { getPayout, getPage },
  lists: {
    payouts: {
      doc: 'Payouts, newest first.',
      path: '/payouts',
      event: 'opened',
      filters: ['token', 'payer'],
      item: 'getPayout',
    },
    payments: {
      doc: 'Payments of payouts.',
      path: '/payout-payments',
      event: 'paid',
      filters: ['payout', 'token', 'account'],
    },
  },
  holdings: { 'payouts.escrow': heldByToken },
  movements: {
    opened: [outOf('payer', 'payout', 'total')],
    paid: [into('account', 'payout')],
    closed: [into('payer', 'payout', 'returned')],
  },
});
