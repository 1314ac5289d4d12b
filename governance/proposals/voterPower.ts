/** What an account may vote with on a proposal and why: the answer that pages show and that votes carry. */

import { z } from 'zod';
import { votingKeys } from '#chain/chainState.ts';
import { blsStoredKeyBytes } from '#chain/crypto/blsMessages.ts';
import type { StateReader } from '#chain/module.ts';
import {
  type Address,
  address,
  amount,
  bytesUpTo,
  height,
  type Id,
  id,
  sum,
  timeMs,
  totalAmount,
} from '#chain/scalars.ts';
import { seats } from '../daos/state.ts';
import { given, loansFor, received, windowOf } from '../delegation/state.ts';
import { mix, powerOfPerson, powerOfStake } from '../power/state.ts';
import { allKinds, reputations } from '../reputation/state.ts';
import { stakes } from '../tokens/state.ts';
import { ballots, carriedVote, overridden } from './ballotPower.ts';
import { choice, type Proposal } from './proposalState.ts';
import { sealedBallots } from './state.ts';

export const voterPower = z.strictObject({
  proposal: id,
  account: address,
  token: id,
  snapshotHeight: height,
  /** What a vote that carries `carry` counts now. */
  power: amount,
  /** Its parts, in units of stake: own, lent to delegates, and lent by others less what they took back. */
  staked: sum,
  lent: sum,
  received: sum,
  /** What reputation and membership count beside stake. */
  personal: sum,
  /** All power at the snapshot. */
  totalPower: amount,
  /** What power is made of; absent where stake alone counts. */
  mix: mix.optional(),
  /** From here on power received from others counts in no new or changed ballot; where ballots are sealed it counts in all. */
  delegatesUntil: timeMs,
  /** What the payload of a vote carries as `power`; absent where own stake alone counts. */
  carry: carriedVote.optional(),
  /** Stake now; more than `staked` when it was staked after the snapshot. */
  stakedNow: amount,
  /** What this account sealed and has not opened; absent where there is nothing. */
  seal: id.optional(),
  choice: choice.optional(),
  votedWith: amount.optional(),
  /** The key whose shares count here, as the snapshot’s block left it, uncompressed; empty where there was none. */
  votingKey: bytesUpTo(blsStoredKeyBytes),
});

interface Asked {
  readonly proposal: Id;
  readonly account: Address;
  readonly stored: Proposal;
}

export const voterPowerOf = ({ get, time }: StateReader, { proposal, account, stored }: Asked) => {
  const { token: dao, snapshotHeight: at, track, epoch, delegatesUntil } = stored;
  const cast = get(ballots.read(proposal, account));
  const staked = get(stakes.at(at, dao, account));
  const delegation = get(given.at(at, dao, account));
  const loans = delegation === undefined ? [] : loansFor(delegation, track, epoch);
  const lentByOthers = windowOf(epoch).reduce(
    (total, one) => total + get(received.at(at, dao, account, track, one)),
    0n,
  );
  const others = lentByOthers - (get(overridden.read(proposal, account))?.amount ?? 0n);
  const receives = others > 0n && (stored.revealMs !== undefined || time < delegatesUntil);
  const mixed = stored.mix !== undefined;
  const personal = mixed
    ? powerOfPerson(
        stored.mix,
        allKinds(get(reputations.at(at, dao, account))),
        get(seats.at(at, dao, account)),
      )
    : 0n;
  const lent =
    delegation === undefined || loans.length === 0
      ? {}
      : { lent: { amount: delegation.amount, grants: [...delegation.grants] } };
  const carries = mixed || receives || loans.length > 0;
  return {
    proposal,
    account,
    token: dao,
    snapshotHeight: at,
    power: powerOfStake(stored.mix, staked) + powerOfStake(stored.mix, receives ? others : 0n) + personal,
    staked,
    lent: totalAmount(loans),
    received: others,
    personal,
    totalPower: stored.totalPower,
    ...(stored.mix === undefined ? {} : { mix: stored.mix }),
    delegatesUntil,
    ...(carries ? { carry: { track, epoch, mixed, receives, ...lent } } : {}),
    stakedNow: get(stakes.read(dao, account)),
    ...get(sealedBallots.read(proposal, account)),
    ...(cast === undefined ? {} : { choice: cast.choice, votedWith: cast.power }),
    votingKey: get(votingKeys.at(at, account)) ?? '',
  };
};
