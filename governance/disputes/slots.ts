/** Enlisting for jury duty and leaving it: slots without gaps, one for each unit of stake. */

import { z } from 'zod';
import { amount, id, integer } from '#chain/scalars.ts';
import { roles } from '../daos/state.ts';
import { balances } from '../tokens/state.ts';
import { courts, type Juror, jurors, slotCounts, slotNumber, slots, slotsMax } from './state.ts';
import { transaction } from './vocabulary.ts';

const newJuror: Juror = { slots: 0, stake: 0n, locked: 0n, served: 0, coherent: 0 };

export const enlist = transaction({
  doc: 'Stake for jury duty, one slot for each unit of the court’s seat stake; a member of the DAO sends it.',
  payload: z.strictObject({
    dao: id,
    slots: integer(1, slotsMax),
    /** How many slots the DAO has: the new ones follow. */
    count: slotNumber,
    /** The seat stake times the slots. */
    amount,
  }),
  access: ({ sender, payload }) => ({
    court: courts.read(payload.dao),
    own: roles.read(payload.dao, sender),
    from: balances.draw(payload.amount, payload.dao, sender),
    juror: jurors.write(payload.dao, sender),
    count: slotCounts.write(payload.dao),
    added: placesFrom(payload.count, payload.slots).map((slot) => slots.write(payload.dao, slot)),
  }),
  apply(cells, { sender, payload, emit, reject }) {
    const terms = cells.court.get() ?? reject('noCourt');
    if (cells.own.get()?.roles.includes('member') !== true) reject('notMember');
    const stored = cells.juror.get() ?? newJuror;
    const { dao, slots: taken, count, amount: staked } = payload;
    if (stored.slots + taken > slotsMax) reject('tooManySlots');
    if ((cells.count.get() ?? 0) !== count) reject('slotsDiffer');
    if (staked !== terms.seatStake * BigInt(taken)) reject('bondDiffers');
    cells.from.draw(staked);
    for (const slot of cells.added) slot.set(sender);
    cells.count.set(count + taken);
    cells.juror.set({ ...stored, slots: stored.slots + taken, stake: stored.stake + staked });
    emit('enlisted', { dao, juror: sender, slots: taken, amount: staked });
  },
});

const slotMax = 0xffff_ffff;
const placesFrom = (first: number, many: number): number[] =>
  Array.from({ length: Math.min(many, slotMax - first) }, (_, index) => first + index);
/** The slots that leaving touches: those that are given up, and the last ones, which fill the gaps. */
const touched = (given: readonly number[], count: number): number[] => {
  const last = given.map((_, index) => Math.max(0, count - 1 - index));
  return [...new Set([...given, ...last])];
};

export const leave = transaction({
  doc: 'Give up slots and take back what stands behind them, as far as no open case locks it; the juror sends it.',
  payload: z.strictObject({
    dao: id,
    /** Slots of one’s own, the highest first. */
    slots: z.array(slotNumber).min(1).max(slotsMax),
    count: slotNumber,
  }),
  access: ({ sender, payload: { dao, slots: given, count } }) => ({
    juror: jurors.write(dao, sender),
    count: slotCounts.write(dao),
    balance: balances.add(dao, sender),
    slots: touched(given, count).map((slot) => slots.write(dao, slot)),
  }),
  apply(cells, { sender, payload, emit, reject }) {
    const { dao, slots: given, count } = payload;
    const stored = cells.juror.get() ?? reject('notEnlisted');
    if ((cells.count.get() ?? 0) !== count) reject('slotsDiffer');
    const isFalling = given.every((slot, index) => index === 0 || slot < (given[index - 1] ?? 0));
    if (!isFalling) reject('slotsDiffer');
    const places = touched(given, count);
    const cellOf = (slot: number) => cells.slots[places.indexOf(slot)];
    if (given.some((slot) => cellOf(slot)?.get() !== sender)) reject('notEnlisted');
    const all = BigInt(stored.slots);
    const returned = (stored.stake * BigInt(given.length)) / all;
    if (returned > stored.stake - stored.locked) reject('onDuty');
    let last = count;
    for (const slot of given) {
      last--;
      const mover = cellOf(last)?.get();
      if (slot !== last && mover !== undefined) cellOf(slot)?.set(mover);
      cellOf(last)?.delete();
    }
    cells.count.set(last);
    cells.juror.set({ ...stored, slots: stored.slots - given.length, stake: stored.stake - returned });
    cells.balance.add(returned);
    emit('left', { dao, juror: sender, slots: given.length, amount: returned });
  },
});
