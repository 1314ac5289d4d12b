/** Chance: bonded scorers commit to parts of a seed while evidence is given, and reveal them before the jury is drawn. */

import { z } from 'zod';
import { amount, id } from '#chain/scalars.ts';
import { bonds, committeeMax, committees } from '../scorers/state.ts';
import { balances } from '../tokens/state.ts';
import { seedHash, timesOfRound } from './rules.ts';
import { cases, roundNumber, rounds } from './state.ts';
import { about, transaction } from './vocabulary.ts';

export const commitSeed = transaction({
  doc: 'Commit to a part of the seed of a jury, with a deposit that comes back when it is revealed; a bonded scorer of the DAO sends it.',
  payload: z.strictObject({ ...about, round: roundNumber, hash: id, deposit: amount }),
  access: ({ sender, payload: { case: key, dao, round, deposit } }) => ({
    committee: committees.read(dao),
    bond: bonds.read(dao, sender),
    case: cases.read(key),
    round: rounds.write(key, round),
    from: balances.draw(deposit, dao, sender),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { case: key, dao, round, hash, deposit } = payload;
    const stored = cells.case.get() ?? reject('notFound');
    if (stored.dao !== dao) reject('notFound');
    const last = cells.round.get() ?? reject('wrongRound');
    if (cells.committee.get()?.members.includes(sender) !== true || cells.bond.get() === 0n)
      reject('notScorer');
    if (time >= timesOfRound(stored.terms, last).evidenceEndsAt) reject('tooLate');
    if (last.seeds.some(({ scorer }) => scorer === sender)) reject('alreadyCommitted');
    if (deposit !== last.deposit) reject('bondDiffers');
    // A committee that changes in between may bring more scorers than a committee has.
    if (last.seeds.length >= committeeMax) reject('tooLate');
    cells.from.draw(deposit);
    cells.round.set({ ...last, seeds: [...last.seeds, { scorer: sender, hash }] });
    emit('seedCommitted', { case: key, dao, round, scorer: sender, amount: deposit });
  },
});

export const revealSeed = transaction({
  doc: 'Reveal a part of the seed of a jury and take the deposit back; the scorer who committed to it sends it.',
  payload: z.strictObject({ ...about, round: roundNumber, secret: id }),
  access: ({ sender, payload: { case: key, dao, round } }) => ({
    case: cases.read(key),
    round: rounds.write(key, round),
    balance: balances.add(dao, sender),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { case: key, dao, round, secret } = payload;
    const stored = cells.case.get() ?? reject('notFound');
    if (stored.dao !== dao) reject('notFound');
    const last = cells.round.get() ?? reject('wrongRound');
    const own = last.seeds.find(({ scorer }) => scorer === sender) ?? reject('notCommitted');
    if (own.secret !== undefined) reject('alreadyRevealed');
    const { evidenceEndsAt, drawAt } = timesOfRound(stored.terms, last);
    if (time < evidenceEndsAt) reject('tooEarly');
    if (time >= drawAt) reject('tooLate');
    if (seedHash(key, round, sender, secret) !== own.hash) reject('commitDiffers');
    const seeds = last.seeds.map((one) => (one.scorer === sender ? { ...one, secret } : one));
    cells.round.set({ ...last, seeds });
    cells.balance.add(last.deposit);
    emit('seedRevealed', { case: key, dao, round, scorer: sender, amount: last.deposit });
  },
});
