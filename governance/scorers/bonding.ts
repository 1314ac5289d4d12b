/** Bonds that stand behind scores: added to, taken back after a time in which they can be slashed, and released. */

import { z } from 'zod';
import { address, amount, id } from '#chain/scalars.ts';
import { balances, unbondingTimes } from '../tokens/state.ts';
import { bondStep, bonds, committees, coverage, unbondings } from './state.ts';
import { transaction } from './vocabulary.ts';

export const bond = transaction({
  doc: 'Add to the bond that stands behind a scorer’s scores; a scorer of the DAO sends it.',
  payload: z.strictObject({ dao: id, amount }),
  access: ({ sender, payload: { dao, amount: added } }) => ({
    committee: committees.read(dao),
    from: balances.draw(added, dao, sender),
    bond: bonds.add(dao, sender),
    known: coverage.add(dao, 'known'),
    newcomer: coverage.add(dao, 'newcomer'),
  }),
  apply(cells, { sender, payload, emit, reject }) {
    const { members } = cells.committee.get() ?? reject('daoNotFound');
    if (!members.includes(sender)) reject('notInCommittee');
    if (payload.amount === 0n) reject('zeroAmount');
    if (payload.amount % bondStep !== 0n) reject('notMultiple');
    cells.from.draw(payload.amount);
    cells.bond.add(payload.amount);
    cells.known.add(payload.amount / bondStep);
    cells.newcomer.add(payload.amount / bondStep);
    emit('bonded', { dao: payload.dao, scorer: sender, amount: payload.amount });
  },
});

export const unbond = transaction({
  doc: 'Begin to take a bond back, which can be slashed until it is released; a scorer sends it, one at a time.',
  payload: z.strictObject({ dao: id, amount }),
  access: ({ sender, payload: { dao, amount: taken } }) => ({
    wait: unbondingTimes.read(dao),
    committee: committees.read(dao),
    bond: bonds.draw(taken, dao, sender),
    known: coverage.draw(taken / bondStep, dao, 'known'),
    newcomer: coverage.draw(taken / bondStep, dao, 'newcomer'),
    unbonding: unbondings.write(dao, sender),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { windowMs } = cells.committee.get() ?? reject('daoNotFound');
    if (payload.amount === 0n) reject('zeroAmount');
    if (payload.amount % bondStep !== 0n) reject('notMultiple');
    if (cells.unbonding.get() !== undefined) reject('unbondingOpen');
    cells.bond.draw(payload.amount);
    cells.known.draw(payload.amount / bondStep);
    cells.newcomer.draw(payload.amount / bondStep);
    const releaseAt = time + Math.max(cells.wait.get() ?? 0, windowMs);
    cells.unbonding.set({ amount: payload.amount, releaseAt });
    emit('unbonded', { dao: payload.dao, scorer: sender, amount: payload.amount, releaseAt });
  },
});

export const release = transaction({
  doc: 'Give back a bond whose time has passed; anyone may send it for the scorer.',
  payload: z.strictObject({ dao: id, scorer: address, amount }),
  access: ({ payload: { dao, scorer } }) => ({
    unbonding: unbondings.write(dao, scorer),
    balance: balances.add(dao, scorer),
  }),
  apply(cells, { payload, time, emit, reject }) {
    const stored = cells.unbonding.get() ?? reject('unbondingNotFound');
    if (stored.amount !== payload.amount) reject('unbondingNotFound');
    if (time < stored.releaseAt) reject('unbondingNotDue');
    cells.unbonding.delete();
    cells.balance.add(stored.amount);
    emit('released', payload);
  },
});
