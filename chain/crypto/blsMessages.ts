/** What a voting key signs, byte for byte, and the lengths of its keys and signatures; safe in browsers. */
import { concat, fromHex, utf8 } from './bytes.ts';

/** BLS12-381 with keys in G1 and signatures in G2, in the encodings that Ethereum uses. */
export const blsBytes = {
  secret: 32,
  /** Compressed. */
  publicKey: 48,
  /** A vote on its way to be added to others: uncompressed, because reading it takes 2 µs in place of 30. */
  share: 192,
  /** Compressed: aggregates and proofs of possession. */
  signature: 96,
} as const;

/**
 * The domain separation tag of everything that is signed, proofs of possession included: blst's binding has no other.
 * Votes and proofs are told apart by how their messages begin.
 */
export const blsDomain = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';

const voteTag = utf8('meritlane/vote');
const possessionTag = utf8('meritlane/possession');

/** The length of the chain id stands in one byte. */
const chainIdBytesMax = 255;
const idBytes = 32;
const choiceMax = 0xffff_ffff;

/**
 * Returns what every voter for this choice signs: "meritlane/vote" ‖ length of the chain id (1 byte) ‖ chain id (UTF-8) ‖
 * proposal (32 bytes) ‖ choice (4 bytes, the highest first). Throws a `TypeError` for an id of another length, a chain id
 * over 255 bytes and a choice that is no whole number below 2^32.
 */
export function voteMessage(chainId: string, proposalIdHex: string, choice: number): Uint8Array {
  const [chain, proposal] = [utf8(chainId), fromHex(proposalIdHex)];
  if (chain.length > chainIdBytesMax) throw new TypeError('A chain id has at most 255 bytes.');
  if (proposal.length !== idBytes) throw new TypeError('The id of a proposal has 32 bytes.');
  if (!Number.isInteger(choice) || choice < 0 || choice > choiceMax)
    throw new TypeError('A choice is a whole number from 0 to 2^32 - 1.');
  const choiceBytes = new Uint8Array(4);
  new DataView(choiceBytes.buffer).setUint32(0, choice);
  return concat(voteTag, Uint8Array.of(chain.length), chain, proposal, choiceBytes);
}

/** Returns what a key (48 bytes) signs to show that its owner holds the secret: "meritlane/possession" ‖ key. */
export function possessionMessage(publicKey: Uint8Array): Uint8Array {
  return concat(possessionTag, publicKey);
}
