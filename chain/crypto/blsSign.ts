/** Makes voting keys, their proofs of possession and votes, in browsers and tools, by noble. */
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { blsBytes, blsDomain, possessionMessage } from './blsMessages.ts';
import { toHex } from './bytes.ts';

const { fields, longSignatures, utils } = bls12_381;

/** Returns a fresh secret (32 bytes) from the system's source of randomness. */
export function createVotingSecret(): Uint8Array {
  return utils.randomSecretKey();
}

/** Returns the public key (48 bytes) of a secret (32 bytes); throws a `TypeError` for bytes that are no secret. */
export function votingKeyOf(secret: Uint8Array): Uint8Array {
  check(secret);
  return longSignatures.getPublicKey(secret).toBytes(true);
}

/** Returns the proof (96 bytes) that whoever registers the key of this secret holds it; throws like `votingKeyOf`. */
export function proofOfPossession(secret: Uint8Array): Uint8Array {
  return sign(secret, possessionMessage(votingKeyOf(secret)), true);
}

/** Returns the share (192 bytes) of a vote, signed over what `voteMessage` gives; throws like `votingKeyOf`. */
export function signVote(secret: Uint8Array, message: Uint8Array): Uint8Array {
  return sign(secret, message, false);
}

function sign(secret: Uint8Array, message: Uint8Array, isCompressed: boolean): Uint8Array {
  check(secret);
  return longSignatures.sign(longSignatures.hash(message, blsDomain), secret).toBytes(isCompressed);
}

/** noble takes numbers beyond the order and reduces them; one secret would then have two forms. */
function check(secret: Uint8Array): void {
  const fits = secret.length === blsBytes.secret && fields.Fr.isValidNot0(BigInt(`0x${toHex(secret)}`));
  if (!fits)
    throw new TypeError('A voting secret has 32 bytes, is not zero and is below the order of the group.');
}
