/** A module that touches cells in every way the kit allows, for tests of execution; its rules mean nothing. */

import { z } from 'zod';
import { accumulator, accumulators, collection } from '#chain/access.ts';
import { accountKeys, feeCredit, votingKeys } from '#chain/chainState.ts';
import { ChainFault } from '#chain/errors.ts';
import { defineModule, type Module, vocabulary } from '#chain/module.ts';
import { address, amount, bytes, call, height, integer, signedSum, sum, text } from '#chain/scalars.ts';

const slot = integer(0, 65_535);
const delta = integer(-1000, 1000);
const line = text(400);

export const balances = accumulator('arena.balances', [slot]);
const notes = collection('arena.notes', [slot], line);
const policies = collection('arena.policies', [slot], integer(0, 1_000_000), { frozen: true });
const powers = accumulator('arena.powers', [slot], { checkpointed: true });
const debts = accumulator('arena.debts', [slot], { signed: true });
const tallies = accumulators('arena.tallies', [slot], z.strictObject({ yes: sum, no: sum }), ['yes', 'no'], {
  checkpointed: true,
});
const leanings = accumulators(
  'arena.leanings',
  [slot],
  z.strictObject({ left: signedSum, right: signedSum }),
  ['left', 'right'],
  { signed: true },
);
const diaries = collection('arena.diaries', [slot], line, { checkpointed: true });

const { events, errors, transaction } = vocabulary(
  {
    moved: z.strictObject({ from: slot, to: slot, amount }),
    noted: z.strictObject({ slot, before: line }),
    saw: z.strictObject({ slot, value: signedSum }),
    ran: z.strictObject({ codes: z.array(text(64)).max(8) }),
  },
  { refused: { status: 409, message: 'The test asked for this.' } },
);

const transfer = transaction({
  doc: 'Move an amount from any slot to any slot; anyone may send it.',
  payload: z.strictObject({ from: slot, to: slot, amount }),
  access: ({ payload }) => ({
    from: balances.draw(payload.amount, payload.from),
    to: balances.add(payload.to),
  }),
  apply({ from, to }, { payload, emit }) {
    from.draw(payload.amount);
    to.add(payload.amount);
    emit('moved', payload);
  },
});

const drawTwice = transaction({
  doc: 'Draw twice from one slot under one ceiling; anyone may send it.',
  payload: z.strictObject({ from: slot, ceiling: amount, first: amount, second: amount }),
  access: ({ payload }) => ({
    from: balances.draw(payload.ceiling, payload.from),
    back: balances.add(payload.from),
  }),
  apply({ from, back }, { payload }) {
    from.draw(payload.first);
    back.add(1n);
    from.draw(payload.second);
  },
});

const note = transaction({
  doc: 'Write or delete a note and tell what was there; anyone may send it.',
  payload: z.strictObject({ slot, line: line.optional(), refuse: z.boolean() }),
  access: ({ payload }) => ({ note: notes.write(payload.slot), count: balances.add(payload.slot) }),
  apply({ note, count }, { payload, emit, reject }) {
    emit('noted', { slot: payload.slot, before: note.get() ?? '' });
    count.add(3n);
    if (payload.line === undefined) note.delete();
    else note.set(payload.line);
    if (payload.refuse) reject('refused');
  },
});

const copy = transaction({
  doc: 'Append one note to another; anyone may send it.',
  payload: z.strictObject({ from: slot, to: slot }),
  access: ({ payload }) => ({ from: notes.read(payload.from), to: notes.write(payload.to) }),
  apply({ from, to }) {
    to.set(`${to.get() ?? ''}${from.get() ?? '?'}`.slice(-40));
  },
});

const raisePolicy = transaction({
  doc: 'Raise a policy by what it was; anyone may send it.',
  payload: z.strictObject({ slot, by: integer(0, 100), reset: z.boolean() }),
  access: ({ payload }) => ({ policy: policies.write(payload.slot), other: policies.read(payload.slot ^ 1) }),
  apply({ policy, other }, { payload }) {
    if (payload.reset) policy.delete();
    else policy.set(((policy.get() ?? 0) + (other.get() ?? 0) + payload.by) % 1_000_000);
  },
});

const obey = transaction({
  doc: 'Add what a policy says to a slot; anyone may send it.',
  payload: z.strictObject({ policy: slot, to: slot }),
  access: ({ payload }) => ({
    policy: policies.read(payload.policy),
    to: balances.add(payload.to),
    lean: leanings.add(payload.to),
  }),
  apply({ policy, to, lean }) {
    to.add(BigInt(policy.get() ?? 1));
    lean.add({ left: -2n });
  },
});

const vote = transaction({
  doc: 'Add power and count a vote; anyone may send it.',
  payload: z.strictObject({ slot, amount, isYes: z.boolean() }),
  access: ({ payload }) => ({ power: powers.add(payload.slot), tally: tallies.add(payload.slot % 3) }),
  apply({ power, tally }, { payload }) {
    power.add(payload.amount);
    tally.add(payload.isYes ? { yes: payload.amount } : { no: payload.amount });
  },
});

const unvote = transaction({
  doc: 'Take power away; anyone may send it.',
  payload: z.strictObject({ slot, amount }),
  access: ({ payload }) => ({ power: powers.draw(payload.amount, payload.slot) }),
  apply({ power }, { payload }) {
    power.draw(payload.amount);
  },
});

const lookBack = transaction({
  doc: 'Note what power, tally and diary were at a past height; anyone may send it.',
  payload: z.strictObject({ slot, height, diaryHeight: height }),
  access: ({ payload }) => ({
    power: powers.at(payload.height, payload.slot),
    tally: tallies.at(payload.height, payload.slot % 3),
    diary: diaries.at(payload.diaryHeight, payload.slot),
    now: powers.read(payload.slot),
    note: notes.write(payload.slot + 100),
  }),
  apply({ power, tally, diary, now, note }, { emit, payload }) {
    emit('saw', { slot: payload.slot, value: now.get() });
    const { yes, no } = tally.get();
    note.set(`${power.get()} ${yes} ${no} ${diary.get() ?? '-'} ${now.get()}`);
  },
});

const diary = transaction({
  doc: 'Write or delete a diary; anyone may send it.',
  payload: z.strictObject({ slot, line: line.optional() }),
  access: ({ payload }) => ({ diary: diaries.write(payload.slot) }),
  apply({ diary }, { payload, emit }) {
    emit('noted', { slot: payload.slot, before: diary.get() ?? '' });
    if (payload.line === undefined) diary.delete();
    else diary.set(payload.line);
  },
});

const owe = transaction({
  doc: 'Change a debt and show what it was; anyone may send it.',
  payload: z.strictObject({ slot, delta }),
  access: ({ payload }) => ({
    debt: debts.add(payload.slot),
    before: debts.read(payload.slot),
    lean: leanings.add(payload.slot),
  }),
  apply({ debt, before, lean }, { payload, emit }) {
    debt.add(BigInt(payload.delta));
    lean.add({ left: BigInt(payload.delta), right: 1n });
    emit('saw', { slot: payload.slot, value: before.get() });
  },
});

const stumble = transaction({
  doc: 'Change things and then fail in a way nobody foresaw; anyone may send it.',
  payload: z.strictObject({ slot, how: integer(0, 2) }),
  access: ({ payload }) => ({ note: notes.write(payload.slot), sum: balances.add(payload.slot) }),
  apply({ note, sum }, { payload }) {
    note.set('stumbled');
    sum.add(5n);
    if (payload.how === 0) note.set('x'.repeat(500));
    else if (payload.how === 1) sum.add(-1n);
    else throw new TypeError('The test asked for this.');
  },
});

const batch = transaction({
  doc: 'Run actions as another account, each in a savepoint; anyone may send it.',
  payload: z.strictObject({ as: address, actions: z.array(call).max(8) }),
  access: ({ payload }) => ({ count: balances.add(payload.actions.length) }),
  calls: ({ payload }) => ({ sender: payload.as, calls: payload.actions }),
  apply({ count }, { payload, call, emit, reject }) {
    count.add(1n);
    const codes = payload.actions.map((action, index) => {
      const code = call(index);
      if (code !== undefined && !action.mayFail) reject(code as `${string}.${string}`);
      return code ?? '';
    });
    emit('ran', { codes });
  },
});

const addKey = transaction({
  doc: 'Let another key sign for the sender as well, or only that one; the sender sends it.',
  payload: z.strictObject({ publicKey: bytes(32), only: z.boolean() }),
  access: ({ sender }) => ({ keys: accountKeys.write(sender) }),
  apply({ keys }, { payload, key }) {
    const held = keys.get()?.keys ?? (key === undefined ? [] : [key]);
    const added = { scheme: 0, publicKey: payload.publicKey };
    keys.set({ keys: payload.only ? [added] : [...held.slice(-3), added] });
  },
});

const topUp = transaction({
  doc: 'Give fee credit to an account; anyone may send it.',
  payload: z.strictObject({ account: address, amount }),
  access: ({ payload }) => ({
    credit: feeCredit.add(payload.account),
    before: feeCredit.read(payload.account),
  }),
  apply({ credit, before }, { payload, emit }) {
    credit.add(payload.amount);
    emit('saw', { slot: 0, value: before.get() });
  },
});

const peek = transaction({
  doc: 'Ask the machine for what no transition may know; anyone may send it, in tests.',
  payload: z.strictObject({ what: z.enum(['random', 'now', 'date', 'performance', 'locale', 'normalize']) }),
  access: () => ({ note: notes.write(0) }),
  apply({ note }, { payload }) {
    const asked = {
      random: () => Math.random(),
      now: () => Date.now(),
      date: () => new Date(),
      performance: () => performance.now(),
      locale: () => 'a'.localeCompare('b'),
      normalize: () => 'a'.normalize(),
    };
    note.set(`${asked[payload.what]()}`);
  },
});

const halt = transaction({
  doc: 'Break an assertion of the chain, or end the thread; anyone may send it, in tests.',
  payload: z.strictObject({ how: z.enum(['assertion', 'exit']) }),
  access: () => ({ note: notes.write(0) }),
  apply({ note }, { payload }) {
    note.set('halted');
    if (payload.how === 'exit') process.exit(3);
    throw new ChainFault('The test asked for this.');
  },
});

/** A ballot of a sender: once, like votes that are added up. */
const ballots = collection('arena.ballots', [slot, address], integer(0, 1));
const ballot = transaction({
  doc: 'Cast one ballot on a slot, drawing the vote’s cost from another; anyone may send it.',
  payload: z.strictObject({ slot, height, cost: amount, isYes: z.boolean() }),
  aggregated: { heightOf: (payload) => payload.height },
  access: ({ sender, payload }) => ({
    own: ballots.write(payload.slot, sender),
    cost: balances.draw(payload.cost, payload.slot),
    tally: tallies.add(payload.slot),
  }),
  apply({ own, cost, tally }, { payload, reject }) {
    if (own.get() !== undefined) reject('refused');
    own.set(payload.isYes ? 1 : 0);
    cost.draw(payload.cost);
    tally.add(payload.isYes ? { yes: 1n } : { no: 1n });
  },
});

const votingKey = transaction({
  doc: 'Store a voting key without a proof; anyone may send it, in tests.',
  payload: z.strictObject({ stored: bytes(96) }),
  access: ({ sender }) => ({ key: votingKeys.write(sender) }),
  apply({ key }, { payload }) {
    key.set(payload.stored);
  },
});

const definitions = [balances, notes, policies, powers, debts, tallies, leanings, diaries, ballots];
const transactions = {
  transfer,
  drawTwice,
  note,
  copy,
  raisePolicy,
  obey,
  vote,
  unvote,
  lookBack,
  diary,
  owe,
  stumble,
  batch,
  addKey,
  topUp,
  peek,
  halt,
  ballot,
  votingKey,
};

export const arena = defineModule({
  name: 'arena',
  doc: 'Cells touched in every way, for tests.',
  state: definitions,
  events,
  errors,
  transactions,
  queries: {},
  lists: {},
});
export const modules: readonly Module[] = [arena];
