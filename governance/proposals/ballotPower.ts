/** What a ballot counts and adds to the tally: own stake, what others lent, reputation and membership, all as of the proposal’s snapshot. */

import { z } from 'zod';
import { collection } from '#chain/access.ts';
import { type Address, address, amount, height, type Id, id, totalAmount } from '#chain/scalars.ts';
import { seats, trackName } from '../daos/state.ts';
import {
  type Delegation,
  delegation,
  given,
  isSame,
  type Loan,
  loansFor,
  received,
  windowOf,
} from '../delegation/state.ts';
import { powerOfPerson, powerOfStake } from '../power/state.ts';
import { allKinds, reputations } from '../reputation/state.ts';
import { stakes } from '../tokens/state.ts';
import { epoch } from '../treasury/state.ts';
import { choice, type Proposal } from './proposalState.ts';
import { count } from './state.ts';

const ballot = z.strictObject({
  choice,
  power: amount,
  /** Stake of others in it; absent where there was none. */
  received: amount.optional(),
  /** The voter took back what delegates had received; absent where not. */
  overrode: z.boolean().optional(),
});
type Ballot = z.output<typeof ballot>;
export const ballots = collection('proposals.ballots', [id, address], ballot);
/** What delegators who voted themselves took back from a delegate: key is proposal, delegate. */
export const overridden = collection('proposals.overridden', [id, address], z.strictObject({ amount }));

/** What every ballot says, with the cells of its power named by the proposal’s token and snapshot. */
export const ballotFields = { proposal: id, token: id, snapshotHeight: height, choice };
/** What a ballot’s power is made of beside own stake; carried, so that the cells can be declared, and proven by the proposal. */
export const carriedPower = z.strictObject({
  track: trackName,
  epoch,
  /** Reputation and membership count: exactly where the proposal has a mix. */
  mixed: z.boolean(),
  /** Counts what others lent to the voter. */
  receives: z.boolean(),
});
/** A vote may also take back what its voter lent: the delegation as it stood at the snapshot. */
export const carriedVote = carriedPower.extend({ lent: delegation.optional() });
interface Carried extends z.output<typeof carriedPower> {
  readonly lent?: Delegation | undefined;
}
interface Cast {
  readonly sender: Address;
  readonly payload: {
    readonly proposal: Id;
    readonly token: Id;
    readonly snapshotHeight: number;
    readonly power?: Carried | undefined;
  };
}

const retakenLoans = (power: Carried | undefined): Loan[] =>
  power?.lent === undefined ? [] : loansFor(power.lent, power.track, power.epoch);

/** Every cell that decides what a ballot counts. All but ballots and overrides are closed entries of checkpoints. */
export const powerAccess = ({ sender, payload: { proposal, token, snapshotHeight: at, power } }: Cast) => {
  const receives = power?.receives === true ? power : undefined;
  const retaken = retakenLoans(power);
  return {
    stake: stakes.at(at, token, sender),
    given: given.at(at, token, sender),
    reputation: power?.mixed === true ? [reputations.at(at, token, sender)] : [],
    seat: power?.mixed === true ? [seats.at(at, token, sender)] : [],
    received:
      receives === undefined
        ? []
        : windowOf(receives.epoch).map((one) => received.at(at, token, sender, receives.track, one)),
    takenByOthers: receives === undefined ? [] : [overridden.read(proposal, sender)],
    overridden: retaken.map(({ delegate }) => overridden.write(proposal, delegate)),
    delegates: retaken.map(({ delegate }) => ballots.write(proposal, delegate)),
  };
};

interface Gets<V> {
  get(): Readonly<V>;
}
interface Writes<V> extends Gets<V | undefined> {
  set(value: V): void;
}
interface Taken {
  amount: bigint;
}
interface PowerCells {
  readonly stake: Gets<bigint>;
  readonly given: Gets<Delegation | undefined>;
  readonly reputation: readonly Gets<{ code: bigint; document: bigint }>[];
  readonly seat: readonly Gets<bigint>[];
  readonly received: readonly Gets<bigint>[];
  readonly takenByOthers: readonly Gets<Taken | undefined>[];
  readonly overridden: readonly Writes<Taken>[];
  readonly delegates: readonly Writes<Ballot>[];
}

/** Codes of `proposals` for a ballot that counts nothing as it is. */
type PowerFault = 'wrongPower' | 'powerNotCarried' | 'pastCutOff' | 'lentAway' | 'noVotingPower';
/** What a new ballot counts, beside its choice. */
type Counted = Omit<Ballot, 'choice'>;

/** What the voter’s ballot counts now, in place of `before`; or why it cannot be cast so. */
const countPower = (
  cells: PowerCells,
  power: Carried | undefined,
  stored: Proposal,
  { before, time }: { readonly before: Readonly<Ballot> | undefined; readonly time: number },
): Counted | PowerFault => {
  const { mix, track, epoch: made } = stored;
  if (power === undefined && mix !== undefined) return 'powerNotCarried';
  if (power !== undefined && (power.track !== track || power.epoch !== made)) return 'wrongPower';
  if (power !== undefined && power.mixed !== (mix !== undefined)) return 'wrongPower';
  const lent = cells.given.get();
  if (power?.lent !== undefined && !isSame(lent, power.lent)) return 'wrongPower';
  const movesOthers = power?.receives === true || (before?.received ?? 0n) > 0n;
  if (movesOthers && time >= stored.delegatesUntil) return 'pastCutOff';
  const loans = lent === undefined ? [] : loansFor(lent, track, made);
  const overrode = before?.overrode === true || (power?.lent !== undefined && loans.length > 0);
  const own = cells.stake.get() - (overrode ? 0n : totalAmount(loans));
  const takenByOthers = cells.takenByOthers[0]?.get()?.amount ?? 0n;
  const others = cells.received.reduce((total, one) => total + one.get(), -takenByOthers);
  const reputation = cells.reputation.reduce((total, one) => total + allKinds(one.get()), 0n);
  const seat = cells.seat.reduce((total, one) => total + one.get(), 0n);
  const counted = powerOfStake(mix, own) + powerOfStake(mix, others) + powerOfPerson(mix, reputation, seat);
  if (counted === 0n) return loans.length > 0 ? 'lentAway' : 'noVotingPower';
  return {
    power: counted,
    ...(others > 0n ? { received: others } : {}),
    ...(overrode ? { overrode } : {}),
  };
};

/** How a delegate’s ballot changed because a delegator voted. */
interface Change {
  readonly choice: Ballot['choice'];
  readonly before: bigint;
  readonly after: bigint;
}
/**
 * Takes back from delegates what the voter lent, out of ballots already cast and from those to come. Once for each
 * voter: nothing where an earlier ballot did it. Answers what changed in ballots, for the tally.
 */
const takeBack = (
  cells: PowerCells,
  power: Carried | undefined,
  stored: Proposal,
  before: Readonly<Ballot> | undefined,
): Change[] => {
  if (before?.overrode === true) return [];
  return retakenLoans(power).flatMap(({ amount: loan }, i) => {
    const taken = cells.overridden[i];
    const cast = cells.delegates[i];
    taken?.set({ amount: (taken.get()?.amount ?? 0n) + loan });
    const theirs = cast?.get();
    // A ballot cast without what was received, after the cut-off say, loses nothing.
    if (cast === undefined || theirs?.received === undefined) return [];
    const { choice: chosen, received: had, power: counted, ...rest } = theirs;
    const left = had - loan;
    const after = counted - powerOfStake(stored.mix, had) + powerOfStake(stored.mix, left);
    cast.set({ ...rest, choice: chosen, power: after, ...(left > 0n ? { received: left } : {}) });
    return [{ choice: chosen, before: counted, after }];
  });
};

interface BallotCells extends PowerCells {
  readonly ballot: Writes<Ballot>;
}
/**
 * Counts a ballot as of `time` in place of the voter’s earlier one, if any, and answers its power; or why it cannot be
 * cast so, with nothing changed.
 */
export const countBallot = (
  cells: BallotCells & Parameters<typeof count>[0],
  cast: { readonly choice: Ballot['choice']; readonly power?: Carried | undefined },
  stored: Proposal,
  time: number,
): bigint | PowerFault | 'alreadyVoted' => {
  const before = cells.ballot.get();
  const counted = countPower(cells, cast.power, stored, { before, time });
  if (typeof counted === 'string') return counted;
  const { power } = counted;
  if (before?.choice === cast.choice && before.power === power) return 'alreadyVoted';
  const changes = [
    ...(before === undefined ? [] : [{ choice: before.choice, before: before.power, after: 0n }]),
    { choice: cast.choice, before: 0n, after: power },
    ...takeBack(cells, cast.power, stored, before),
  ];
  cells.ballot.set({ choice: cast.choice, ...counted });
  for (const one of changes) count(cells, stored, time, one.choice, one.after - one.before);
  return power;
};
