/** Makes secp256k1 keys and signatures, and reads those of Ethereum wallets, in browsers and tools, by noble. */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { addressOfKey } from './address.ts';
import { fromHex, toHex } from './bytes.ts';
import { schemeNumbers } from './schemes.ts';

/** A secp256k1 key that signs; byte strings as lower-case hex unless said otherwise. */
export interface Secp256k1Signer {
  readonly scheme: typeof schemeNumbers.secp256k1;
  /** Compressed, 33 bytes. */
  readonly publicKey: string;
  /** The address of the account whose first key this is. */
  readonly address: string;
  /** Returns r ‖ s with low s (128 digits) of an EIP-712 digest (32 bytes). */
  readonly sign: (digest: Uint8Array) => string;
}

/** Returns the signer of a secret of 64 hex digits; throws a `TypeError` for any text that is no secret of this curve. */
export function secp256k1SignerOf(secretHex: string): Secp256k1Signer {
  const secret = fromHex(secretHex);
  if (!secp256k1.utils.isValidSecretKey(secret))
    throw new TypeError('A secp256k1 secret has 32 bytes, is not zero and is below the order of the group.');
  const publicKey = toHex(secp256k1.getPublicKey(secret, true));
  return {
    scheme: schemeNumbers.secp256k1,
    publicKey,
    address: addressOfKey(schemeNumbers.secp256k1, publicKey),
    sign: (digest) => toHex(secp256k1.sign(digest, secret, { prehash: false })),
  };
}

/** Returns the Ethereum address of a compressed public key (hex): `0x` and 40 digits, all lower-case. */
export function ethereumAddressOf(publicKeyHex: string): string {
  const point = secp256k1.Point.fromBytes(fromHex(publicKeyHex)).toBytes(false);
  return `0x${toHex(keccak_256(point.subarray(1)).subarray(12))}`;
}

/** What an Ethereum wallet's answer says: which key signed, and its signature in the chain's form; hex. */
export interface EthereumSignature {
  readonly publicKey: string;
  /** r ‖ s with low s. */
  readonly signature: string;
}

const answerPattern = /^0x[0-9a-fA-F]{130}$/;

/**
 * Reads the 65 bytes r ‖ s ‖ v of an Ethereum wallet (`0x` and 130 hex digits; v is 0, 1, 27 or 28) over a digest of
 * 32 bytes. High s becomes low. Throws a `TypeError` for any text that is no signature of the digest by any key.
 */
export function readEthereumSignature(answer: string, digest: Uint8Array): EthereumSignature {
  const recovery = answerPattern.test(answer) ? recoveryBit(Number(`0x${answer.slice(130)}`)) : undefined;
  if (recovery === undefined)
    throw new TypeError('The wallet did not answer with the 65 bytes of an Ethereum signature.');
  try {
    const [r, s] = [BigInt(answer.slice(0, 66)), BigInt(`0x${answer.slice(66, 130)}`)];
    const given = new secp256k1.Signature(r, s, recovery);
    // The other s belongs to the mirrored point, whose recovery bit is the other one.
    const low = given.hasHighS()
      ? new secp256k1.Signature(r, secp256k1.Point.Fn.neg(s), 1 - recovery)
      : given;
    const publicKey = toHex(low.recoverPublicKey(digest).toBytes(true));
    return { publicKey, signature: toHex(low.toBytes('compact')) };
  } catch (cause) {
    throw new TypeError('The bytes that the wallet answered with are no signature.', { cause });
  }
}

/** Wallets count from 27, hardware wallets at times from 0. */
function recoveryBit(v: number): 0 | 1 | undefined {
  if (v === 0 || v === 27) return 0;
  return v === 1 || v === 28 ? 1 : undefined;
}
