/** BLS12-381 in browsers, by noble; `#bls` resolves here under the `browser` condition. */
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { blsDomain, blsKeyBytes, blsSignatureBytes } from './blsMessages.ts';

const { longSignatures } = bls12_381;
const { G1 } = bls12_381;

/** The stored form (96 bytes) of a key (48 bytes); undefined for anything that is no point of the group, and for its zero. */
export const storedKey = (publicKey: Uint8Array): Uint8Array | undefined => {
  if (publicKey.length !== blsKeyBytes) return undefined;
  try {
    const point = G1.Point.fromBytes(publicKey);
    point.assertValidity();
    return point.is0() ? undefined : point.toBytes(false);
  } catch {
    return undefined;
  }
};

/** Whether the signature (96 bytes) of the message is one of the key (48 bytes). */
export const verifyBls = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  if (storedKey(publicKey) === undefined || signature.length !== blsSignatureBytes) return false;
  try {
    return longSignatures.verify(signature, longSignatures.hash(message, blsDomain), publicKey);
  } catch {
    return false;
  }
};
