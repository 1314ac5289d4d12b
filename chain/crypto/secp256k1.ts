/** ECDSA on secp256k1 over a digest of 32 bytes, as Ethereum wallets sign; by noble, on Node and in browsers. */
import { secp256k1 } from '@noble/curves/secp256k1.js';

const publicKeyBytes = 33;
const signatureBytes = 64;
const digestBytes = 32;

/**
 * The digest is already hashed; s lies in the lower half of the group order, so that a signature has one form; r ‖ s.
 * OpenSSL cannot stand here: Node hands it messages to hash, never a digest, and none of its hashes is Keccak-256.
 */
const rule = { prehash: false, lowS: true, format: 'compact' } as const;

/** Tells whether r ‖ s (64 bytes, low s only) signs the digest (32 bytes) under the compressed public key (33 bytes); never throws. */
export function verifySecp256k1(publicKey: Uint8Array, signature: Uint8Array, digest: Uint8Array): boolean {
  // noble also takes uncompressed keys, and throws for a signature of another length.
  if (publicKey.length !== publicKeyBytes || signature.length !== signatureBytes) return false;
  return digest.length === digestBytes && secp256k1.verify(signature, digest, publicKey, rule);
}
