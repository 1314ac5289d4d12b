/** What BLS keys sign: votes of one kind, and the possession of a key; safe in browsers. */
import { concat, utf8 } from './bytes.ts';

/** A key as it is sent: a point of G1, compressed. */
export const blsKeyBytes = 48;
/** A key as it is stored: uncompressed, because decompressing costs fifty times as much as adding. */
export const blsStoredKeyBytes = 96;
/** An aggregate in a block: a point of G2, compressed. */
export const blsSignatureBytes = 96;
/** A share on its way to the node: uncompressed, for the same reason. */
export const blsShareBytes = 192;
/** The suite of draft-irtf-cfrg-bls-signature with proofs of possession. */
export const blsDomain = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';

const votePrefix = utf8('meritlane/vote');
const possessionPrefix = utf8('meritlane/possession');

const part = (bytes: Uint8Array): Uint8Array =>
  concat(Uint8Array.of(bytes.length >>> 8, bytes.length & 255), bytes);

/**
 * What all sign who vote alike: "meritlane/vote" ‖ chain id ‖ kind ‖ canonical payload, each part behind its length in two
 * bytes. Without sender and nonce, so that it is the same for all of them (PROTOCOL 3.1).
 */
export const voteMessage = (chainId: string, kind: string, payload: Uint8Array): Uint8Array =>
  concat(votePrefix, part(utf8(chainId)), part(utf8(kind)), part(payload));

/** What a key signs to prove that somebody has its secret, for one account: "meritlane/possession" ‖ account ‖ key, each behind its length in two bytes. */
export const possessionMessage = (account: Uint8Array, publicKey: Uint8Array): Uint8Array =>
  concat(possessionPrefix, part(account), part(publicKey));
