/** Who gets what when a case ends: bonds, losses and rewards of jurors, and what is destroyed; pure integers, nothing is lost. */
import type { Address } from '#chain/scalars.ts';
import { lossOfSeat, verdictOf } from './rules.ts';
import type { DisputeCase, Round, Verdict } from './state.ts';

/** What a juror’s seats come to. */
interface SeatsOutcome {
  /** Seats that unlock. */
  seats: number;
  coherent: number;
  lost: bigint;
  reward: bigint;
}
export interface Settlement {
  readonly ruling: Verdict | 'none';
  /** By juror, in the order of the first seat. */
  readonly jurors: ReadonlyMap<Address, SeatsOutcome>;
  /** What parties receive, in the order of their stakes. */
  readonly parties: ReadonlyMap<Address, bigint>;
  readonly burned: bigint;
  /** Seats that earned the fee. */
  readonly paidSeats: number;
}

/** The verdict of the last jury that spoke. */
export const finalVerdict = (rounds: readonly Round[]): Verdict | undefined =>
  rounds.map(verdictOf).findLast((verdict) => verdict !== undefined);

/** Who is paid for having been disputed wrongly; nobody where that side has no person. */
const winnerOf = ({ author, opener, stakes }: DisputeCase, final: Verdict): Address | undefined => {
  if (final === 'grant') return opener;
  return author === opener ? stakes.find(({ side }) => side === 'deny')?.account : author;
};

const add = (map: Map<Address, bigint>, account: Address, amount: bigint): void => {
  map.set(account, (map.get(account) ?? 0n) + amount);
};

/**
 * A stake on the winning side returns; of a losing one half goes to the winner and half to the jurors of the round that it
 * opened. In each round jurors who voted as was finally ruled share that and what the others lose. A round in which too few
 * voted rules nothing: its stake returns, and who did not vote loses.
 */
export const settlementOf = (stored: DisputeCase, rounds: readonly Round[]): Settlement => {
  const final = finalVerdict(rounds);
  const parties = new Map<Address, bigint>();
  const pots = rounds.map(() => 0n);
  let burned = 0n;
  for (const { account, side, amount, round } of stored.stakes) {
    const spoke = verdictOf(rounds[round] ?? emptyJury) !== undefined;
    if (final === undefined || !spoke || side === final) {
      add(parties, account, amount);
      continue;
    }
    const half = amount / 2n;
    const winner = winnerOf(stored, final);
    if (winner === undefined) burned += half;
    else add(parties, winner, half);
    pots[round] = (pots[round] ?? 0n) + amount - half;
  }
  const jurors = new Map<Address, SeatsOutcome>();
  const loss = lossOfSeat(stored.terms);
  let paidSeats = 0;
  for (const [number, one] of rounds.entries()) {
    const spoke = verdictOf(one) !== undefined;
    const isCoherent = (vote: Verdict | undefined) => spoke && vote === final;
    const loses = (vote: Verdict | undefined) => vote === undefined || (spoke && vote !== final);
    const coherent = one.seats.filter(({ vote }) => isCoherent(vote)).length;
    const losing = one.seats.filter(({ vote }) => loses(vote)).length;
    const pot = (pots[number] ?? 0n) + loss * BigInt(losing);
    const share = coherent === 0 ? 0n : pot / BigInt(coherent);
    burned += pot - share * BigInt(coherent);
    paidSeats += coherent;
    for (const { juror, vote } of one.seats) {
      const before = jurors.get(juror) ?? { seats: 0, coherent: 0, lost: 0n, reward: 0n };
      jurors.set(juror, {
        seats: before.seats + 1,
        coherent: before.coherent + (isCoherent(vote) ? 1 : 0),
        lost: before.lost + (loses(vote) ? loss : 0n),
        reward: before.reward + (isCoherent(vote) ? share : 0n),
      });
    }
    // A part of a seed that was never revealed may have been held back to choose the jury.
    burned += one.deposit * BigInt(one.seeds.filter(({ secret }) => secret === undefined).length);
  }
  return { ruling: final ?? 'none', jurors, parties, burned, paidSeats };
};
const emptyJury: Round = { dao: '', openedAt: 0, snapshotHeight: 0, deposit: 0n, seeds: [], seats: [] };
