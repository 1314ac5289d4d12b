/** The voting key that goes with a secret, and shares of votes signed with it; safe in browsers. */
import { votedOn } from '#chain/bundle.ts';
import { parseAddress } from '#chain/crypto/address.ts';
import { possessionMessage } from '#chain/crypto/blsMessages.ts';
import { blsPublicKey, blsSecret, signBls } from '#chain/crypto/blsSign.ts';
import { fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { kindOf, parsePayload, type Registry } from '#chain/registry.ts';
import { sha256Hex } from '#hash';
import type { ShareJson } from './answers.ts';

const seedTag = utf8('meritlane/voting-key');

/** A BLS12-381 key pair. */
export interface VotingKey {
  readonly secret: Uint8Array;
  /** 48 bytes. */
  readonly publicKey: Uint8Array;
}

/** The voting key of a secret of 32 bytes: the same each time, so that whoever keeps the one has the other. */
export const votingKeyOf = (seed: Uint8Array): VotingKey => {
  const half = (place: number): string => sha256Hex(seedTag, seed, Uint8Array.of(place));
  const secret = blsSecret(fromHex(half(0) + half(1)).subarray(0, 48));
  return { secret, publicKey: blsPublicKey(secret) };
};

/** The payload of `accounts.setVotingKey`, which proves to an account that somebody has the secret. */
export const votingKeyPayload = (account: string, { secret, publicKey }: VotingKey) => ({
  publicKey: toHex(publicKey),
  proof: toHex(signBls(secret, possessionMessage(fromHex(parseAddress(account)), publicKey))),
});

/** A voter's share of a vote: the signature of what all sign who vote alike. The payload is in JSON form; throws `Invalid` for kinds that are not added up. */
export const shareOf = (
  registry: Registry,
  vote: { readonly chainId: string; readonly kind: string; readonly payload: unknown },
  voter: string,
  { secret }: VotingKey,
): ShareJson => {
  const { message } = votedOn(
    kindOf(registry, vote.kind),
    vote.chainId,
    parsePayload(registry, vote.kind, vote.payload),
  );
  return { voter, share: toHex(signBls(secret, message, true)) };
};
