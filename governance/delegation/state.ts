/** Delegation: what an account lends to delegates, what a delegate received by track and expiry, and who offers to be one. */

import { z } from 'zod';
import { accumulator, collection } from '#chain/access.ts';
import { codecOf, encodeValue } from '#chain/codec.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { type Address, address, amount, id, integer, text } from '#chain/scalars.ts';
import { trackName } from '../daos/state.ts';
import { epoch } from '../treasury/state.ts';

/** Delegates of one grant: an override writes two cells for each, and nobody follows more. */
export const delegatesMax = 8;
/** A grant lasts at most this many epochs beyond the running one, so that forgotten ones end and a vote adds up thirteen sums. */
export const epochsAheadMax = 12;
/** A statement is read in a list of delegates. */
const statementBytesMax = 1_000;
const million = 1_000_000n;

/** Part of what is lent on some tracks. */
export const grant = z.strictObject({
  tracks: z.array(trackName).min(1).max(trackName.options.length),
  /** The last epoch whose proposals it counts for. */
  expires: epoch,
  /** Who votes with which share of the amount; together at most all of it. */
  shares: z
    .array(z.strictObject({ delegate: address, ppm: integer(1, 1_000_000) }))
    .min(1)
    .max(delegatesMax),
});
/** Everything that one account lends in a DAO: each track stands in one grant at most. */
export const delegation = z.strictObject({
  /** The stake that shares are taken of; never more than there is. */
  amount,
  grants: z.array(grant).max(trackName.options.length),
});
export type Delegation = z.output<typeof delegation>;
type Track = z.output<typeof trackName>;

/** What an account lends: key is DAO, account. */
export const given = collection('delegation.given', [id, address], delegation, { checkpointed: true });
/**
 * What delegates received, by the last epoch it counts in. The written `given` of the lender justifies each addition
 * and each taking back, so nothing ever adds up lenders.
 */
export const received = accumulator('delegation.received', [id, address, trackName, epoch], {
  signed: true,
  checkpointed: true,
});
/** Why others should lend their power to an account; empty once it stepped back. */
export const statement = text(statementBytesMax);
export const delegates = collection('delegation.delegates', [id, address], z.strictObject({ statement }));

/** One share of a grant on one track, in units of stake. */
export interface Loan {
  readonly delegate: Address;
  readonly track: Track;
  readonly expires: number;
  readonly amount: bigint;
}
/** Every loan of a delegation; shares are rounded down, so together they are never more than the amount. */
export const loansOf = ({ amount: whole, grants }: Delegation): Loan[] =>
  grants.flatMap(({ tracks, expires, shares }) =>
    tracks.flatMap((track) =>
      shares.map(({ delegate, ppm }) => ({
        delegate,
        track,
        expires,
        amount: (whole * BigInt(ppm)) / million,
      })),
    ),
  );
/** The loans that count for proposals of a track that are made in an epoch. */
export const loansFor = (lent: Delegation, track: Track, made: number): Loan[] =>
  loansOf(lent).filter((loan) => loan.track === track && loan.expires >= made);

/** The epochs whose loans count for a proposal of an epoch: none expired, none made for later than allowed. */
export const windowOf = (made: number): number[] =>
  Array.from({ length: epochsAheadMax + 1 }, (_, ahead) => made + ahead);

const codec = codecOf(delegation);
const bytesOf = (value: Delegation | undefined): string =>
  value === undefined ? '' : toHex(encodeValue(codec, value));
/** Whether a carried delegation is the stored one; absent equals absent. */
export const isSame = (left: Delegation | undefined, right: Delegation | undefined): boolean =>
  bytesOf(left) === bytesOf(right);
