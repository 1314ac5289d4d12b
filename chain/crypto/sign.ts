/** Makes ed25519 keys, addresses and signatures in browsers and tools, by noble. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { addressOfKey } from './address.ts';
import { fromHex, toHex } from './bytes.ts';
import { schemeNumbers, signingMessage } from './schemes.ts';

/** An ed25519 key that signs; all byte strings as lower-case hex. */
export interface Signer {
  readonly scheme: typeof schemeNumbers.ed25519;
  readonly publicKey: string;
  /** The address of the account whose first key this is. */
  readonly address: string;
  /** Returns the signature (128 digits) of the transaction with this id (64 digits). */
  readonly sign: (idHex: string) => string;
}

/** Returns a fresh secret of 64 hex digits from the system's source of randomness. */
export function createSecret(): string {
  return toHex(ed25519.utils.randomSecretKey());
}

/** Returns the signer of a secret of 64 hex digits; throws a `TypeError` for any other text. */
export function signerOf(secretHex: string): Signer {
  const secret = fromHex(secretHex);
  if (secret.length !== 32) throw new TypeError('An ed25519 secret has 32 bytes.');
  const publicKey = toHex(ed25519.getPublicKey(secret));
  return {
    scheme: schemeNumbers.ed25519,
    publicKey,
    address: addressOfKey(schemeNumbers.ed25519, publicKey),
    sign: (idHex) => toHex(ed25519.sign(signingMessage(idHex), secret)),
  };
}
