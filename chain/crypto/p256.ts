/** ECDSA on P-256 with SHA-256 on Node, by OpenSSL, with the keys kept ready. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { concat, fromHex, toHex } from './bytes.ts';

const publicKeyBytes = 33;
const signatureBytes = 64;

/** Keys kept ready in each thread: about 2 KiB each, so at most some 20 MiB. */
const keysMax = 10_000;

/** The ASN.1 head of a SubjectPublicKeyInfo of P-256; the compressed point follows it. */
const spkiHead = fromHex('3039301306072a8648ce3d020106082a8648ce3d030107032200');

/** Keys by their hex, the least recently used first. */
const keys = new Map<string, KeyObject>();

/**
 * Tells whether r ‖ s (64 bytes, high s allowed) signs the message under the compressed public key (33 bytes);
 * never throws. High s is allowed because authenticators make it and no id covers the signature.
 */
export function verifyP256(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  if (signature.length !== signatureBytes) return false;
  const key = keyOf(publicKey);
  if (key === undefined) return false;
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Tells whether 33 bytes are a compressed point of P-256, so that a registration can refuse what could never sign. */
export function isP256PublicKey(publicKey: Uint8Array): boolean {
  return keyOf(publicKey) !== undefined;
}

function keyOf(publicKey: Uint8Array): KeyObject | undefined {
  if (publicKey.length !== publicKeyBytes || (publicKey[0] !== 2 && publicKey[0] !== 3)) return undefined;
  const name = toHex(publicKey);
  const known = keys.get(name);
  if (known !== undefined) {
    keys.delete(name);
    keys.set(name, known);
    return known;
  }
  const key = importKey(publicKey);
  if (key === undefined) return undefined;
  if (keys.size >= keysMax) {
    const [oldest] = keys.keys();
    if (oldest !== undefined) keys.delete(oldest);
  }
  keys.set(name, key);
  return key;
}

function importKey(publicKey: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(concat(spkiHead, publicKey)), format: 'der', type: 'spki' });
  } catch (error) {
    // Only OpenSSL's own refusal says something about the point; exhausted memory must not look like a false signature.
    if (error instanceof Error && 'opensslErrorStack' in error) return undefined;
    throw error;
  }
}
