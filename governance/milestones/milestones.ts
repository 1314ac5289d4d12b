/** Milestones: an agreement pays a payee part by part, as a reviewer accepts what is delivered. */

import { z } from 'zod';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import { address, amount, id, text, totalAmount } from '#chain/scalars.ts';
import { balances } from '../tokens/state.ts';
import {
  type Agreement,
  agreement,
  agreementStates,
  agreements,
  heldOf,
  isWaiting,
  partNumber,
  partStates,
  stateOfAgreement,
  stateOfPart,
  terms,
} from './state.ts';

const about = { agreement: id, part: partNumber };
const note = text(1_000, 1);
const { events, errors, transaction } = vocabulary(
  {
    opened: z.strictObject({ agreement: id, payer: address, ...terms, amount }),
    delivered: z.strictObject({ ...about, payee: address, note, contentId: id.optional() }),
    accepted: z.strictObject({ ...about, token: id, payer: address, payee: address, amount }),
    declined: z.strictObject({ ...about, reviewer: address, reason: note }),
    closed: z.strictObject({ agreement: id, token: id, payer: address, returned: amount }),
  },
  {
    notFound: { status: 404, message: 'No agreement has this id with these values.' },
    noPart: { status: 404, message: 'The agreement has no such part.' },
    zeroAmount: { status: 422, message: 'The amount of each part must be more than zero.' },
    ownReviewer: { status: 422, message: 'Nobody reviews what is paid to the same account.' },
    tooSoon: { status: 422, message: 'Parts are delivered by a time after the agreement opens.' },
    notPayee: { status: 403, message: 'Only the payee of the agreement may deliver.' },
    notReviewer: { status: 403, message: 'Only the reviewer of the agreement may do this now.' },
    notPayer: {
      status: 403,
      message: 'Until the time to deliver is over only the payer may close the agreement.',
    },
    tooLate: { status: 409, message: 'The time to deliver, or to decline what was delivered, is over.' },
    alreadyDelivered: { status: 409, message: 'This part is delivered and waits for its reviewer.' },
    notDelivered: { status: 409, message: 'Nothing was delivered for this part.' },
    alreadyAccepted: { status: 409, message: 'This part is accepted and paid.' },
    reviewOpen: { status: 409, message: 'A part that was delivered waits for its reviewer.' },
    ended: { status: 409, message: 'All of this agreement is paid or returned.' },
  },
);

const open = transaction({
  doc: 'Set money aside that a payee receives part by part as a reviewer accepts what is delivered; whoever pays sends it, a DAO by vote.',
  payload: z.strictObject(terms),
  weight: 2,
  access: ({ sender, payload: { token, parts }, id }) => ({
    from: balances.draw(totalAmount(parts), token, sender),
    agreement: agreements.write(id),
  }),
  apply(cells, { sender, payload, id, time, emit, reject }) {
    const total = totalAmount(payload.parts);
    if (payload.parts.some((part) => part.amount === 0n)) reject('zeroAmount');
    if (payload.reviewer === payload.payee) reject('ownReviewer');
    if (payload.deliverBy <= time) reject('tooSoon');
    cells.from.draw(total);
    cells.agreement.set({ payer: sender, ...payload });
    emit('opened', { agreement: id, payer: sender, ...payload, amount: total });
  },
});

const deliver = transaction({
  doc: 'Deliver a part, with a note and content where there is some, before the time to deliver is over; the payee sends it.',
  payload: z.strictObject({ ...about, note, contentId: id.optional() }),
  access: ({ payload }) => ({ agreement: agreements.write(payload.agreement) }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.agreement.get() ?? reject('notFound');
    if (stored.payee !== sender) reject('notPayee');
    const found = heldPart(stored, payload.part, time);
    if (typeof found === 'string') return reject(found);
    const { part, state } = found;
    if (state !== 'open') reject('alreadyDelivered');
    if (time >= stored.deliverBy) reject('tooLate');
    cells.agreement.set(withPart(stored, payload.part, { ...part, deliveredAt: time }));
    emit('delivered', { ...payload, payee: sender });
  },
});

const accept = transaction({
  doc: 'Accept what was delivered for a part, which pays it; the reviewer sends it, and anyone once the reviewer was silent for too long.',
  payload: z.strictObject({ ...about, token: id, payee: address }),
  access: ({ payload }) => ({
    agreement: agreements.write(payload.agreement),
    balance: balances.add(payload.token, payload.payee),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.agreement.get() ?? reject('notFound');
    const { token, payee, payer } = stored;
    if (token !== payload.token || payee !== payload.payee) reject('notFound');
    const found = heldPart(stored, payload.part, time);
    if (typeof found === 'string') return reject(found);
    const { part, state } = found;
    if (state === 'open') reject('notDelivered');
    if (state === 'delivered' && stored.reviewer !== sender) reject('notReviewer');
    cells.balance.add(part.amount);
    cells.agreement.set(withPart(stored, payload.part, { ...part, acceptedAt: time }));
    emit('accepted', { ...payload, payer, amount: part.amount });
  },
});

const decline = transaction({
  doc: 'Decline what was delivered for a part, with the reason, while it may be reviewed; the reviewer sends it, and the payee may deliver again.',
  payload: z.strictObject({ ...about, reason: note }),
  access: ({ payload }) => ({ agreement: agreements.write(payload.agreement) }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.agreement.get() ?? reject('notFound');
    if (stored.reviewer !== sender) reject('notReviewer');
    const found = heldPart(stored, payload.part, time);
    if (typeof found === 'string') return reject(found);
    const { part, state } = found;
    if (state === 'open') reject('notDelivered');
    if (state === 'due') reject('tooLate');
    const { deliveredAt: _, ...again } = part;
    cells.agreement.set(withPart(stored, payload.part, again));
    emit('declined', { ...payload, reviewer: sender });
  },
});

const close = transaction({
  doc: 'Return what was not accepted while nothing waits for its reviewer; the payer sends it, and anyone once the time to deliver is over.',
  payload: z.strictObject({ agreement: id, token: id, payer: address }),
  access: ({ payload }) => ({
    agreement: agreements.write(payload.agreement),
    balance: balances.add(payload.token, payload.payer),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.agreement.get() ?? reject('notFound');
    if (stored.token !== payload.token || stored.payer !== payload.payer) reject('notFound');
    const returned = heldOf(stored);
    if (returned === 0n) reject('ended');
    if (time < stored.deliverBy && stored.payer !== sender) reject('notPayer');
    if (isWaiting(stored)) reject('reviewOpen');
    cells.balance.add(returned);
    cells.agreement.set({ ...stored, closedAt: time });
    emit('closed', { ...payload, returned });
  },
});

/** A part that still holds its amount, and where it stands; the code where there is none. */
const heldPart = (stored: Readonly<Agreement>, number: number, time: number) => {
  const part = stored.parts[number];
  if (part === undefined) return 'noPart';
  const state = stateOfPart(stored, part, time);
  if (state === 'returned') return 'ended';
  return state === 'accepted' ? 'alreadyAccepted' : { part, state };
};
const withPart = (
  stored: Readonly<Agreement>,
  number: number,
  part: Agreement['parts'][number],
): Agreement => ({
  ...stored,
  parts: stored.parts.map((one, i) => (i === number ? part : one)),
});

const getAgreement = query({
  doc: 'An agreement: its terms, where each part stands, and what it still holds.',
  path: '/agreements/{agreement}',
  params: z.strictObject({ agreement: id }),
  result: agreement.extend({
    agreement: id,
    state: z.enum(agreementStates),
    /** Where each part stands, in the order of the parts. */
    states: z.array(z.enum(partStates)),
    held: amount,
    accepted: amount,
  }),
  notFound: 'milestones.notFound',
  read({ get, time }, { agreement: key }) {
    const stored = get(agreements.read(key));
    if (stored === undefined) return undefined;
    return {
      agreement: key,
      ...stored,
      parts: [...stored.parts],
      state: stateOfAgreement(stored, time),
      states: stored.parts.map((part) => stateOfPart(stored, part, time)),
      held: heldOf(stored),
      accepted: totalAmount(stored.parts.filter(({ acceptedAt }) => acceptedAt !== undefined)),
    };
  },
});

export const milestonesModule = defineModule({
  name: 'milestones',
  doc: 'Agreements that pay part by part, as a reviewer accepts what is delivered.',
  state: [agreements],
  events,
  errors,
  transactions: { open, deliver, accept, decline, close },
  queries: { getAgreement },
  lists: {
    agreements: {
      doc: 'Agreements, newest first.',
      path: '/agreements',
      event: 'opened',
      filters: ['token', 'payer', 'payee', 'reviewer'],
      item: 'getAgreement',
    },
    deliveries: {
      doc: 'What payees delivered.',
      path: '/deliveries',
      event: 'delivered',
      filters: ['agreement', 'payee'],
    },
    refusals: {
      doc: 'What reviewers declined, with the reasons.',
      path: '/declined-deliveries',
      event: 'declined',
      filters: ['agreement', 'reviewer'],
    },
    payments: {
      doc: 'Parts that were accepted and paid.',
      path: '/agreement-payments',
      event: 'accepted',
      filters: ['agreement', 'token', 'payer', 'payee'],
    },
  },
  holdings: {
    'milestones.agreements': (_, value) => {
      const stored = value as Agreement;
      return [{ token: stored.token, amount: heldOf(stored) }];
    },
  },
  movements: {
    opened: [outOf('payer', 'agreement')],
    accepted: [into('payee', 'agreement')],
    closed: [into('payer', 'agreement', 'returned')],
  },
});
