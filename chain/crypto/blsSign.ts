/** Signing with BLS12-381 by noble, for wallets, clients and tests; safe in browsers. */
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { blsDomain } from './blsMessages.ts';

const { longSignatures } = bls12_381;

/** A secret (32 bytes) from 48 random bytes; throws for another length. */
export const blsSecret = (random: Uint8Array): Uint8Array => longSignatures.keygen(random).secretKey;

/** The public key (48 bytes) of a secret. */
export const blsPublicKey = (secret: Uint8Array): Uint8Array =>
  longSignatures.getPublicKey(secret).toBytes(true);

/** The signature of a message: 96 bytes, or 192 as a share is sent. */
export const signBls = (secret: Uint8Array, message: Uint8Array, isShare = false): Uint8Array =>
  longSignatures.sign(longSignatures.hash(message, blsDomain), secret).toBytes(!isShare);
