/** Signature schemes: their numbers, the lengths of their keys and signatures, and what a key signs. */
import { concat, fromHex, utf8 } from './bytes.ts';

/** The scheme's number on the wire; a number never changes its meaning. */
export const schemeNumbers = { ed25519: 0, secp256k1: 1, p256: 2, bls12381: 3 } as const;

/** One of the scheme numbers 0 to 3. */
export type Scheme = (typeof schemeNumbers)[keyof typeof schemeNumbers];

/** The scheme numbers that this version verifies in transactions: all but BLS. */
export type AcceptedScheme = Exclude<Scheme, typeof schemeNumbers.bls12381>;

/** The bounds of a WebAuthn signature's parts. */
export const webAuthnBytesMax = {
  /** 37 bytes are fixed; the rest are extension outputs, of which we ask none and tolerate a few. */
  authenticatorData: 1024,
  /** About 200 bytes are usual; the rest leaves room for what later browsers add behind the fixed fields. */
  clientDataJSON: 2048,
  /** r and s, 32 bytes each; no other length is valid. */
  signature: 64,
} as const;

type SchemeRule = {
  readonly name: string;
  readonly publicKeyBytes: number;
  /** The shortest and the longest signature on the wire. */
  readonly signatureBytesMin: number;
  readonly signatureBytesMax: number;
  readonly accepted: boolean;
};

/** CBOR heads and the three field names of a WebAuthn signature; 48 are used, 64 is the next round number. */
const webAuthnFramingBytesMax = 64;

/** What is known of each scheme, by its number. */
export const schemes: Readonly<Record<Scheme, SchemeRule>> = {
  0: { name: 'ed25519', publicKeyBytes: 32, signatureBytesMin: 64, signatureBytesMax: 64, accepted: true },
  1: { name: 'secp256k1', publicKeyBytes: 33, signatureBytesMin: 64, signatureBytesMax: 64, accepted: true },
  2: {
    name: 'P-256 passkey',
    publicKeyBytes: 33,
    // Authenticator data has 37 fixed bytes and the signature 64; the client data are never empty.
    signatureBytesMin: 37 + 64,
    signatureBytesMax:
      webAuthnBytesMax.authenticatorData +
      webAuthnBytesMax.clientDataJSON +
      webAuthnBytesMax.signature +
      webAuthnFramingBytesMax,
    accepted: true,
  },
  3: { name: 'BLS12-381', publicKeyBytes: 48, signatureBytesMin: 96, signatureBytesMax: 96, accepted: false },
};

/** Tells whether the number names a scheme, accepted or not. */
export function isScheme(scheme: number): scheme is Scheme {
  return Object.hasOwn(schemes, scheme) && Number.isInteger(scheme);
}

/** Tells whether this version verifies signatures of the scheme. */
export function isAcceptedScheme(scheme: number): scheme is AcceptedScheme {
  return isScheme(scheme) && schemes[scheme].accepted;
}

/** Returns the code of the error that answers a signature of this scheme, or undefined where the scheme is accepted. */
export function schemeErrorCode(scheme: number): 'chain.schemeUnsupported' | undefined {
  return isAcceptedScheme(scheme) ? undefined : 'chain.schemeUnsupported';
}

/** What an ed25519 key signs begins with these bytes, so that the signature fits nothing else. */
export const signingPrefix = utf8('meritlane/sign');

/** Returns the bytes that an ed25519 key signs for a transaction id of 64 hex digits; a passkey's challenge is the bare id, and a secp256k1 key signs typed data (`eip712.ts`). */
export function signingMessage(idHex: string): Uint8Array {
  return concat(signingPrefix, fromHex(idHex));
}
