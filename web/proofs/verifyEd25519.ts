/** Ed25519 in browsers, by noble's points, under the very rule of libsodium that every node keeps. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concat, equal } from '#chain/crypto/bytes.ts';

const publicKeyBytes = 32;
const signatureBytes = 64;

const { Point } = ed25519;

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((total, byte) => (total << 8n) | BigInt(byte), 0n);

/** A point in its canonical form that is not of small order; undefined for any other bytes. */
function pointOf(bytes: Uint8Array): InstanceType<typeof Point> | undefined {
  try {
    const point = Point.fromBytes(bytes, false);
    return point.isSmallOrder() ? undefined : point;
  } catch {
    return undefined;
  }
}

/**
 * Tells whether the signature (64 bytes) of the message is one of the public key (32 bytes); never throws.
 *
 * S is below the group order, A and R are canonical and not of small order, and S·B − k·A is R itself: noble's own
 * `verify` multiplies both sides by the cofactor even in its strict mode, and so takes signatures that no node takes.
 */
export function verifyEd25519(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  if (publicKey.length !== publicKeyBytes || signature.length !== signatureBytes) return false;
  const order = Point.Fn.ORDER;
  const encodedR = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const key = pointOf(publicKey);
  if (s >= order || key === undefined || pointOf(encodedR) === undefined) return false;
  const k = littleEndian(sha512(concat(encodedR, publicKey, message))) % order;
  const expected = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k));
  return equal(expected.toBytes(), encodedR);
}
