/** What a jury’s summons and a case’s closing carry, read from state: for the keeper, queries and tests. */
import type { StateReader } from '#chain/module.ts';
import type { Address, Id } from '#chain/scalars.ts';
import { contributions, escrow } from '../contributions/state.ts';
import { committees } from '../scorers/state.ts';
import { type Draw, drawnSlot, freeStake, seatJury, seedOf } from './rules.ts';
import { settlementOf } from './settlement.ts';
import { cases, type DisputeCase, drawsMax, jurors, type Round, rounds, slotCounts, slots } from './state.ts';

type Reader = Pick<StateReader, 'get'>;

export const roundsOf = (reader: Reader, key: Id, stored: DisputeCase): Round[] =>
  Array.from({ length: stored.round + 1 }, (_, number) => reader.get(rounds.read(key, number))).flatMap(
    (one) => (one === undefined ? [] : [one]),
  );

/** The payload of `disputes.summon`; undefined where too few jurors are enlisted to fill the jury. */
export const summonsOf = (reader: Reader, key: Id) => {
  const stored = reader.get(cases.read(key));
  const last = stored === undefined ? undefined : reader.get(rounds.read(key, stored.round));
  if (stored === undefined || last === undefined) return undefined;
  const { dao, round } = stored;
  const { snapshotHeight } = last;
  const count = reader.get(slotCounts.at(snapshotHeight, dao)) ?? 0;
  if (count === 0) return undefined;
  const seed = seedOf(key, round, last);
  const draws: Draw[] = [];
  for (let index = 0; index < drawsMax; index++) {
    const slot = drawnSlot(seed, index, count);
    const holder: Address | undefined = reader.get(slots.at(snapshotHeight, dao, slot));
    if (holder === undefined) return undefined;
    draws.push({ slot, holder });
  }
  const scorers = reader.get(committees.read(dao))?.members ?? [];
  const seated = seatJury(stored, scorers, draws, (holder) =>
    freeStake(reader.get(jurors.read(dao, holder))),
  );
  if (seated === undefined) return undefined;
  return { case: key, dao, round, snapshotHeight, draws: draws.slice(0, seated.used) };
};

/** The payload of `disputes.close`. */
export const closingOf = (reader: Reader, key: Id) => {
  const stored = reader.get(cases.read(key));
  if (stored === undefined) return undefined;
  const { dao, contribution, author, opener, kind, workEpoch, epoch, round, stakes, terms } = stored;
  const settled = settlementOf(stored, roundsOf(reader, key, stored));
  return {
    case: key,
    dao,
    contribution,
    author,
    opener,
    kind,
    workEpoch,
    epoch,
    round,
    jurors: [...settled.jurors.keys()],
    stakers: stakes.map(({ account }) => account),
    fees: terms.jurorFee * BigInt(settled.paidSeats),
    escrowed: reader.get(escrow.read(dao, contribution)),
    credited: reader.get(contributions.read(contribution))?.credited?.amount ?? 0n,
  };
};
