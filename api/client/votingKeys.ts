/** Voting keys: makes them, proves that one has their secret, and signs shares of votes with them; safe in browsers. */
import { storedKey } from '#bls';
import { parseAddress } from '#chain/crypto/address.ts';
import { possessionMessage } from '#chain/crypto/blsMessages.ts';
import { blsPublicKey, blsSecret, signBls } from '#chain/crypto/blsSign.ts';
import { fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { present } from '#chain/errors.ts';
import { sha256Hex } from '#hash';
import type { PayloadJson } from './jsonTypes.ts';

/** A BLS12-381 key; hex throughout. */
export interface VotingKey {
  /** 32 bytes. */
  readonly secret: string;
  /** 48 bytes, as it is registered. */
  readonly publicKey: string;
  /** The same key in 96 bytes, as the chain keeps it and queries answer it. */
  readonly storedKey: string;
}

/** What a share is made with: the account that votes and its voting key. */
export interface ShareSigner {
  /** `merit1…`. */
  readonly address: string;
  /** Signs what all sign who vote alike; 192 bytes in hex. */
  sign(message: Uint8Array): Promise<string>;
}

/** The bytes that a secret is made of: so many that all secrets are as likely as each other. */
const seedBytes = 48;
const seedTag = utf8('meritlane/voting-key');

/** Makes a voting key out of the system's randomness. It takes some ten milliseconds of computing in a browser. */
export const createVotingKey = (): VotingKey => ofSeed(crypto.getRandomValues(new Uint8Array(seedBytes)));

/** The voting key that goes with a secret of 64 hex digits: the same each time, so that whoever keeps the one has the other. */
export const votingKeyOf = (secret: string): VotingKey => {
  const half = (place: number): string => sha256Hex(seedTag, fromHex(secret), Uint8Array.of(place));
  return ofSeed(fromHex(half(0) + half(1)).subarray(0, seedBytes));
};

const ofSeed = (seed: Uint8Array): VotingKey => {
  const secret = blsSecret(seed);
  const publicKey = blsPublicKey(secret);
  const stored = present(storedKey(publicKey), 'A key that was just made is a point of the group.');
  return { secret: toHex(secret), publicKey: toHex(publicKey), storedKey: toHex(stored) };
};

/** The payload that registers a voting key for an account (`merit1…`), with the proof that one has its secret. */
export const registrationOf = (
  { secret, publicKey }: Pick<VotingKey, 'secret' | 'publicKey'>,
  address: string,
): PayloadJson<'accounts.setVotingKey'> => {
  const message = possessionMessage(fromHex(parseAddress(address)), fromHex(publicKey));
  return { publicKey, proof: toHex(signBls(fromHex(secret), message)) };
};

/** The payload that takes the voting key of an account back. */
export const noVotingKey: PayloadJson<'accounts.setVotingKey'> = { publicKey: '', proof: '' };

/** Signs shares for an account (`merit1…`) with the secret of its voting key. */
export const shareSigner = (address: string, { secret }: Pick<VotingKey, 'secret'>): ShareSigner => ({
  address,
  sign: async (message) => toHex(signBls(fromHex(secret), message, true)),
});

type CarriedPower = NonNullable<PayloadJson<'proposals.vote'>['power']>;
/**
 * The part of a ballot that is cast by a share that says what counts beside own stake; nothing where that is all. A
 * share cannot take back what its voter lent: all who vote alike sign the same.
 */
export const sharedPower = (
  carry: CarriedPower | undefined,
): Pick<PayloadJson<'proposals.castBallot'>, 'power'> => {
  if (carry === undefined || (!carry.mixed && !carry.receives)) return {};
  const { lent: _, ...power } = carry;
  return { power };
};
