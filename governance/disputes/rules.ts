/** Rules of a case as pure functions: when each step is open, how a jury is drawn, what counts as a verdict. */
import { concat, fromHex, utf8 } from '#chain/crypto/bytes.ts';
import type { Address, Id } from '#chain/scalars.ts';
import { sha256, sha256Hex } from '#hash';
import { owedOf } from '../contributions/payment.ts';
import type { Contribution } from '../contributions/state.ts';
import {
  type Court,
  type DisputeCase,
  drawsMax,
  type Juror,
  jurySizes,
  type Remedy,
  type Round,
  roundsMax,
  type Verdict,
} from './state.ts';

const million = 1_000_000n;
export const jurySizeOf = (round: number): number => jurySizes[round] ?? jurySizes[0];

/** A round that begins in this block: its jury is drawn among the slots as they were before. */
export const freshRound = (
  dao: Id,
  { seedDeposit }: Court,
  { time, height }: { readonly time: number; readonly height: number },
): Round => ({
  dao,
  openedAt: time,
  snapshotHeight: height - 1,
  deposit: seedDeposit,
  seeds: [],
  seats: [],
});

/** Header times of a round: each step is open from the one before until its own, its own excluded. */
export const timesOfRound = (terms: Court, { openedAt, summonedAt }: Round) => {
  const evidenceEndsAt = openedAt + terms.evidenceMs;
  const drawAt = evidenceEndsAt + terms.seedMs;
  const commitEndsAt = (summonedAt ?? drawAt + terms.summonMs) + terms.commitMs;
  const revealEndsAt = commitEndsAt + terms.revealMs;
  return {
    evidenceEndsAt,
    drawAt,
    summonBy: drawAt + terms.summonMs,
    commitEndsAt,
    revealEndsAt,
    appealEndsAt: revealEndsAt + terms.appealMs,
  };
};

/** What a jury said; nothing where not even most of it revealed a vote. Ties keep things as they are. */
export const verdictOf = ({ seats }: Round): Verdict | undefined => {
  const votes = seats.flatMap(({ vote }) => (vote === undefined ? [] : [vote]));
  if (seats.length === 0 || 2 * votes.length <= seats.length) return undefined;
  const granting = votes.filter((vote) => vote === 'grant').length;
  return 2 * granting > votes.length ? 'grant' : 'deny';
};

export const caseStages = [
  'evidence',
  'seeding',
  'drawing',
  'voting',
  'revealing',
  'appealable',
  'due',
  'closed',
] as const;
/** Where a case stands: a pure function of its stored facts and header time. */
export const stageOf = (stored: DisputeCase, last: Round, time: number): (typeof caseStages)[number] => {
  if (stored.closedAt !== undefined) return 'closed';
  const times = timesOfRound(stored.terms, last);
  if (last.summonedAt === undefined) {
    if (time < times.evidenceEndsAt) return 'evidence';
    if (time < times.drawAt) return 'seeding';
    return time < times.summonBy ? 'drawing' : 'due';
  }
  if (time < times.commitEndsAt) return 'voting';
  if (time < times.revealEndsAt) return 'revealing';
  const canAppeal = stored.round + 1 < roundsMax && verdictOf(last) !== undefined;
  return canAppeal && time < times.appealEndsAt ? 'appealable' : 'due';
};

const roundBytes = (round: number): Uint8Array => Uint8Array.of(round);

/** What a scorer commits to: its part of the seed of a round. */
export const seedHash = (key: Id, round: number, scorer: Address, secret: string): Id =>
  sha256Hex(
    concat(utf8('meritlane/seed'), fromHex(key), roundBytes(round), fromHex(scorer), fromHex(secret)),
  );
/** The seed of a jury: every part that was revealed, in the order of the commitments. */
export const seedOf = (key: Id, round: number, { seeds }: Round): Uint8Array =>
  sha256(
    utf8('meritlane/jury'),
    fromHex(key),
    roundBytes(round),
    ...seeds.flatMap(({ secret }) => (secret === undefined ? [] : [fromHex(secret)])),
  );
/** Draw `index` of a jury: a slot below `count`, which is above zero. */
export const drawnSlot = (seed: Uint8Array, index: number, count: number): number =>
  Number(BigInt(`0x${sha256Hex(concat(seed, Uint8Array.of(index)))}`) % BigInt(count));
/** What a juror commits to. */
export const voteHash = (key: Id, round: number, juror: Address, vote: Verdict, salt: string): Id =>
  sha256Hex(
    concat(
      utf8('meritlane/jury-vote'),
      fromHex(key),
      roundBytes(round),
      fromHex(juror),
      Uint8Array.of(vote === 'grant' ? 1 : 0),
      fromHex(salt),
    ),
  );

/** Who may not judge: both sides, the reviewer and whoever scored. */
const hasStakeIn = (
  { author, opener, reviewer, stakes }: DisputeCase,
  scorers: readonly Address[],
  account: Address,
): boolean =>
  [author, opener, reviewer, ...scorers, ...stakes.map((stake) => stake.account)].includes(account);

/** One draw: the slot and who held it. */
export interface Draw {
  readonly slot: number;
  readonly holder: Address;
}
/**
 * Seats jurors in the order of the draws, each person once, until the jury is full. `free` says how much of a juror’s stake no
 * seat locks. Undefined where the draws run out.
 */
export const seatJury = (
  stored: DisputeCase,
  scorers: readonly Address[],
  draws: readonly Draw[],
  free: (juror: Address) => bigint,
): { readonly jury: Address[]; readonly used: number } | undefined => {
  const jury: Address[] = [];
  const size = jurySizeOf(stored.round);
  for (const [index, { holder }] of draws.entries()) {
    if (index >= drawsMax) return undefined;
    if (jury.includes(holder) || hasStakeIn(stored, scorers, holder)) continue;
    if (free(holder) < stored.terms.seatStake) continue;
    jury.push(holder);
    if (jury.length === size) return { jury, used: index + 1 };
  }
  return undefined;
};
export const freeStake = (juror: Juror | undefined): bigint =>
  juror === undefined ? 0n : juror.stake - juror.locked;

/** What a seat loses by voting against the ruling or not at all. */
export const lossOfSeat = ({ seatStake, lossPpm }: Court): bigint => (seatStake * BigInt(lossPpm)) / million;
/** What the losing side stakes for the next jury: twice the bond, by the size of that jury. */
export const appealStake = ({ bond }: Court, nextRound: number): bigint => {
  const grown = 2n * bond * BigInt(jurySizeOf(nextRound));
  const first = BigInt(jurySizes[0]);
  return (grown + first - 1n) / first;
};
/** The side that an account is on by itself: the opener asks, the author of disputed work defends. */
export const sideOf = (
  { opener, author }: Pick<DisputeCase, 'opener' | 'author'>,
  account: Address,
): Verdict | undefined => (account === opener ? 'grant' : account === author ? 'deny' : undefined);
export const opposite = (side: Verdict): Verdict => (side === 'grant' ? 'deny' : 'grant');

/**
 * Whether what is asked can be done to the work as it is: its author may ask for acceptance of what waits and for another
 * score; others for a refusal or another score of what was accepted and is not all paid.
 */
export const remedyFits = (work: Contribution, asked: Remedy, isAuthor: boolean): boolean => {
  const { amount, acceptedAt, settledAt, scoredAt } = work;
  if (amount === undefined || scoredAt === undefined) return false;
  if (!isAuthor) return asked !== 'accept' && acceptedAt !== undefined && work.paidSoFar < owedOf(work);
  return asked === 'reopen' || (asked === 'accept' && acceptedAt === undefined && settledAt === undefined);
};
/** The last thing that happened to work, from which the time to go to court runs. */
export const lastStepOf = ({ scoredAt = 0, acceptedAt = 0, settledAt = 0, outcome }: Contribution): number =>
  Math.max(scoredAt, acceptedAt, settledAt, outcome?.at ?? 0);
