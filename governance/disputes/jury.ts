/** Juries: summoned by the seed among those who enlisted, they commit to votes and reveal them. */

import { z } from 'zod';
import { type Address, address, bytes, type Id, id } from '#chain/scalars.ts';
import { committees } from '../scorers/state.ts';
import { drawnSlot, freeStake, seatJury, seedOf, timesOfRound, voteHash } from './rules.ts';
import {
  cases,
  type DisputeCase,
  drawsMax,
  jurors,
  type Round,
  reasonText,
  roundNumber,
  rounds,
  slotCounts,
  slotNumber,
  slots,
  verdict,
} from './state.ts';
import { about, transaction } from './vocabulary.ts';

export const summon = transaction({
  doc: 'Seat the jury that the seed draws among the slots as they were before the round; anyone may send it.',
  payload: z.strictObject({
    ...about,
    round: roundNumber,
    snapshotHeight: slotNumber,
    /** The slots in the order of the draws, as far as the jury is full, and who held them. */
    draws: z
      .array(z.strictObject({ slot: slotNumber, holder: address }))
      .min(1)
      .max(drawsMax),
  }),
  weight: 3,
  access: ({ payload }) => ({
    committee: committees.read(payload.dao),
    case: cases.read(payload.case),
    round: rounds.write(payload.case, payload.round),
    count: slotCounts.at(payload.snapshotHeight, payload.dao),
    slots: payload.draws.map(({ slot }) => slots.at(payload.snapshotHeight, payload.dao, slot)),
    jurors: holdersOf(payload.draws).map((holder) => jurors.write(payload.dao, holder)),
  }),
  apply(cells, { payload, time, emit, reject }) {
    const { case: key, dao, round, draws } = payload;
    const stored = cells.case.get() ?? reject('notFound');
    if (stored.dao !== dao) reject('notFound');
    if (stored.closedAt !== undefined) reject('alreadyClosed');
    if (stored.round !== round) reject('wrongRound');
    const last = cells.round.get() ?? reject('wrongRound');
    if (last.summonedAt !== undefined) reject('alreadySummoned');
    const { drawAt, summonBy } = timesOfRound(stored.terms, last);
    if (time < drawAt) reject('tooEarly');
    if (time >= summonBy) reject('tooLate');
    const count = cells.count.get() ?? 0;
    if (last.snapshotHeight !== payload.snapshotHeight || count === 0) reject('drawDiffers');
    const seed = seedOf(key, round, last);
    const isDrawn = draws.every(
      ({ slot, holder }, index) =>
        drawnSlot(seed, index, count) === slot && cells.slots[index]?.get() === holder,
    );
    if (!isDrawn) reject('drawDiffers');
    const holders = holdersOf(draws);
    const cellOf = (holder: string) => cells.jurors[holders.indexOf(holder)];
    const scorers = cells.committee.get()?.members ?? [];
    const seated = seatJury(stored, scorers, draws, (holder) => freeStake(cellOf(holder)?.get()));
    const { jury, used } = seated ?? reject('juryNotFull');
    if (used !== draws.length) reject('drawDiffers');
    for (const holder of jury) {
      const cell = cellOf(holder);
      const before = cell?.get();
      if (before !== undefined) cell?.set({ ...before, locked: before.locked + stored.terms.seatStake });
      emit('summoned', { case: key, dao, round, juror: holder });
    }
    cells.round.set({ ...last, summonedAt: time, seats: jury.map((juror) => ({ juror })) });
    emit('seated', { case: key, dao, round, at: time });
  },
});
const holdersOf = (draws: readonly { readonly holder: string }[]): string[] => [
  ...new Set(draws.map(({ holder }) => holder)),
];

const inRound = { ...about, round: roundNumber };
const seatAccess = ({ case: key, round }: { readonly case: Id; readonly round: number }) => ({
  case: cases.read(key),
  round: rounds.write(key, round),
});
/** The seat of a juror in a round of the DAO’s case; or why there is none, as a code. */
const seatOf = (
  stored: Readonly<DisputeCase> | undefined,
  last: Readonly<Round> | undefined,
  dao: Id,
  juror: Address,
) => {
  if (stored?.dao !== dao) return 'notFound';
  if (last === undefined) return 'wrongRound';
  const own = last.seats.find((seat) => seat.juror === juror);
  return own === undefined ? 'notJuror' : { own, last, times: timesOfRound(stored.terms, last) };
};
/** The round with something added to the seat of a juror. */
const withSeat = (last: Readonly<Round>, juror: Address, added: Partial<Round['seats'][number]>): Round => ({
  ...last,
  seats: last.seats.map((one) => (one.juror === juror ? { ...one, ...added } : one)),
});

export const commitVote = transaction({
  doc: 'Commit to a vote in a case; a juror who was summoned for this round sends it.',
  payload: z.strictObject({ ...inRound, hash: id }),
  access: ({ payload }) => seatAccess(payload),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { case: key, dao, round, hash } = payload;
    const seat = seatOf(cells.case.get(), cells.round.get(), dao, sender);
    if (typeof seat === 'string') return reject(seat);
    const { own, last, times } = seat;
    if (own.hash !== undefined) reject('alreadyCommitted');
    if (time >= times.commitEndsAt) reject('tooLate');
    cells.round.set(withSeat(last, sender, { hash }));
    emit('voteCommitted', { case: key, dao, round, juror: sender });
    return undefined;
  },
});

export const revealVote = transaction({
  doc: 'Reveal the vote that one committed to, with a reason; the juror sends it.',
  payload: z.strictObject({ ...inRound, vote: verdict, salt: bytes(32), reason: reasonText }),
  access: ({ payload }) => seatAccess(payload),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { case: key, dao, round, vote, salt, reason } = payload;
    const seat = seatOf(cells.case.get(), cells.round.get(), dao, sender);
    if (typeof seat === 'string') return reject(seat);
    const { own, last, times } = seat;
    if (own.hash === undefined) reject('notCommitted');
    if (own.vote !== undefined) reject('alreadyRevealed');
    if (time < times.commitEndsAt) reject('tooEarly');
    if (time >= times.revealEndsAt) reject('tooLate');
    if (voteHash(key, round, sender, vote, salt) !== own.hash) reject('commitDiffers');
    cells.round.set(withSeat(last, sender, { vote }));
    emit('voteRevealed', { case: key, dao, round, juror: sender, vote, reason });
    return undefined;
  },
});
