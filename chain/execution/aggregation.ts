/** From shares of votes to a bundle: whose key counts, what they sign, and which of them are in it. */
import { encodeBundle, votedOn } from '../bundle.ts';
import type { ReadBytes } from '../checkpoints.ts';
import { blsShareBytes } from '../crypto/blsMessages.ts';
import type { Share } from '../crypto/blsNode.ts';
import { Invalid } from '../errors.ts';
import { badSharesMax, bundleVotesMax } from '../limits.ts';
import { type Kind, kindOf, type Registry } from '../registry.ts';
import type { Address } from '../scalars.ts';
import type { ChainFacts } from './block.ts';
import type { Aggregated, Shares } from './executor.ts';
import { votersKeys } from './prepareTransaction.ts';

/** Shares whose voters have keys, ready to be added up. */
export interface Aggregation {
  readonly kind: Kind;
  readonly chainId: string;
  readonly payload: unknown;
  readonly message: Uint8Array;
  readonly voters: readonly Address[];
  readonly shares: readonly Share[];
  /** The place of each of them in what was asked. */
  readonly places: readonly number[];
  readonly refused: ReadonlyMap<number, Invalid>;
}

/** Finds the keys of the voters; refuses repeated voters and those without a key. Throws `Invalid` for what cannot be voted on. */
export const aggregationOf = (
  registry: Registry,
  { chainId }: ChainFacts,
  { kind: name, payload, voters, shares }: Shares,
  last: number,
  read: ReadBytes,
): Aggregation => {
  if (voters.length > bundleVotesMax || voters.length !== shares.length)
    throw new Invalid(
      'chain.tooLarge',
      `At most ${bundleVotesMax} shares, one for each voter, are added up.`,
    );
  const kind = kindOf(registry, name);
  const { message, height } = votedOn(kind, chainId, payload);
  const keys = votersKeys(voters, height, last, read);
  const refused = new Map<number, Invalid>();
  const places: number[] = [];
  const seen = new Set<Address>();
  for (const [place, voter] of voters.entries()) {
    if (seen.has(voter))
      refused.set(place, new Invalid('chain.alreadyKnown', 'This voter stands twice in the batch.'));
    else if (shares[place]?.length !== blsShareBytes)
      refused.set(place, new Invalid('chain.badSignature', `A share has ${blsShareBytes} bytes.`));
    else if (keys[place]?.length === 0)
      refused.set(place, new Invalid('chain.noVotingKey', `At height ${height}.`));
    else places.push(place);
    seen.add(voter);
  }
  return {
    kind,
    chainId,
    payload,
    message,
    voters,
    shares: places.map((place) => ({ key: keys[place] as Uint8Array, share: shares[place] as Uint8Array })),
    places,
    refused,
  };
};

/** The bundle of those that are true. */
export const aggregatedOf = (
  { kind, chainId, payload, voters, places, refused }: Aggregation,
  { aggregate, bad }: { readonly aggregate: Uint8Array | undefined; readonly bad: readonly number[] },
): Aggregated => {
  const all = new Map(refused);
  const detail =
    bad.length > badSharesMax ? 'It is false, or was not judged because too many beside it are.' : '';
  for (const one of bad) all.set(places[one] as number, new Invalid('chain.badSignature', detail));
  if (aggregate === undefined) return { bundle: undefined, refused: all };
  const counted = voters.filter((_, place) => !all.has(place));
  return { bundle: encodeBundle(kind, chainId, payload, aggregate, counted), refused: all };
};
