/** Verifies the signature of a transaction, whatever its scheme, without reading state. */
import { verifyEd25519 } from './ed25519.ts';
import { verifyP256 } from './p256.ts';
import { isAcceptedScheme, schemeNumbers, schemes, signingPrefix } from './schemes.ts';
import { verifySecp256k1 } from './secp256k1.ts';
import { type WebAuthnSignature, webAuthnFault, webAuthnMessage } from './webAuthn.ts';

/** A signature and all that its validity depends on. */
export interface SignatureClaim {
  readonly scheme: number;
  /** As many bytes as the scheme says; others are false. */
  readonly publicKey: Uint8Array;
  /** 64 bytes for ed25519 and secp256k1, the three parts for a passkey. */
  readonly signature: Uint8Array | WebAuthnSignature;
  /** The transaction's id, 32 bytes. */
  readonly id: Uint8Array;
  /** The transaction's EIP-712 digest, 32 bytes, which a secp256k1 key signs; other schemes do without. */
  readonly typedDigest?: Uint8Array;
  /** The relying party ids behind a passkey: the one it was registered for, or all that the genesis allows. */
  readonly rpIds: readonly string[];
}

/** What an ed25519 key signs; used again, because making it costs as much as hashing it. */
const ed25519Message = Buffer.concat([signingPrefix, new Uint8Array(32)]);

/**
 * Tells whether the signature is valid; total over all byte strings, and false for schemes that are not accepted.
 * What it throws is a fault of the machine, never an answer.
 */
export function verifySignature(claim: SignatureClaim): boolean {
  const { scheme, publicKey, signature, id, typedDigest, rpIds } = claim;
  if (!isAcceptedScheme(scheme) || publicKey.length !== schemes[scheme].publicKeyBytes) return false;
  if (id.length !== 32) return false;
  if (scheme === schemeNumbers.ed25519) {
    if (!(signature instanceof Uint8Array)) return false;
    ed25519Message.set(id, signingPrefix.length);
    return verifyEd25519(publicKey, signature, ed25519Message);
  }
  if (scheme === schemeNumbers.secp256k1) {
    if (!(signature instanceof Uint8Array) || typedDigest === undefined) return false;
    return verifySecp256k1(publicKey, signature, typedDigest);
  }
  if (signature instanceof Uint8Array) return false;
  // The cheap checks come first, so that nobody buys curve arithmetic with malformed client data.
  if (webAuthnFault(signature, id, rpIds) !== undefined) return false;
  return verifyP256(publicKey, signature.signature, webAuthnMessage(signature));
}
