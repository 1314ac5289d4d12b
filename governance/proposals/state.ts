/** What proposals keep: their facts, their tallies and what was put down with them. */

import { z } from 'zod';
import { type Access, accumulator, accumulators, collection } from '#chain/access.ts';
import { codecOf, encodeValue } from '#chain/codec.ts';
import { address, type Call, calls, type Id, id, signedSum } from '#chain/scalars.ts';
import { sha256Hex } from '#hash';
import { addedTally, lateFrom, type Proposal, proposal, type Tally, type Votes } from './proposalState.ts';

export const proposals = collection('proposals.items', [id], proposal);
/** A changed vote takes its old power back, so sums are signed; the ballot is the written cell that justifies it. */
export const tallies = accumulators('proposals.tallies', [id], addedTally, ['against', 'for', 'abstain'], {
  signed: true,
  checkpointed: true,
});
const lateFields = ['against', 'for', 'abstain', 'extraAgainst', 'extraFor', 'extraAbstain'] as const;
/** What ballots of the last stretch added to the tally, and what those after the planned end did. */
export const lateTallies = accumulators(
  'proposals.late',
  [id],
  z.strictObject({
    against: signedSum,
    for: signedSum,
    abstain: signedSum,
    extraAgainst: signedSum,
    extraFor: signedSum,
    extraAbstain: signedSum,
  }),
  lateFields,
  { signed: true },
);
/** What voters committed to, until they open it: key is proposal, voter. */
export const sealedBallots = collection('proposals.sealed', [id, address], z.strictObject({ seal: id }));
/** What its author put down, in the DAO’s token: key is DAO, proposal. */
export const deposits = accumulator('proposals.deposits', [id, id]);

/** What a ballot adds to. */
export const tallyAccess = (key: Id) => ({ tally: tallies.add(key), lateTally: lateTallies.add(key) });

interface Sums {
  get(): unknown;
}
/** The votes as the block opened. */
export const votesOf = (tally: Sums, late: Sums): Votes => {
  const all = tally.get() as Tally;
  const parts = late.get() as Tally & Record<'extraAgainst' | 'extraFor' | 'extraAbstain', bigint>;
  return {
    all: { against: all.against, for: all.for, abstain: all.abstain },
    late: { against: parts.against, for: parts.for, abstain: parts.abstain },
    extra: { against: parts.extraAgainst, for: parts.extraFor, abstain: parts.extraAbstain },
  };
};
interface Reader {
  get<V>(access: Access<'read', V> | Access<'past', V>): V;
}
/** The same for a reader of the state. */
export const readVotes = (state: Reader, key: Id): Votes =>
  votesOf({ get: () => state.get(tallies.read(key)) }, { get: () => state.get(lateTallies.read(key)) });

type Choice = keyof Tally;
const extraFields = { against: 'extraAgainst', for: 'extraFor', abstain: 'extraAbstain' } as const;
interface Added {
  readonly tally: { add(sums: Partial<Record<Choice, bigint>>): void };
  readonly lateTally: { add(sums: Partial<Record<(typeof lateFields)[number], bigint>>): void };
}
/** Adds to the tally, and where a late quorum counts to that of the stretch of time that it falls into. */
export const count = (cells: Added, stored: Proposal, time: number, choice: Choice, by: bigint): void => {
  cells.tally.add({ [choice]: by });
  if (stored.lateMs === 0) return;
  if (time >= stored.voteEnd) cells.lateTally.add({ [extraFields[choice]]: by });
  else if (time >= lateFrom(stored)) cells.lateTally.add({ [choice]: by });
};

const actionsCodec = codecOf(calls);
/** SHA-256 of the canonical bytes of a list of actions. */
export const hashOfActions = (actions: readonly Call[]): string =>
  sha256Hex(encodeValue(actionsCodec, [...actions]));
