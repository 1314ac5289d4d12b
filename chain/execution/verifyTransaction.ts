/** Verifies the signature of a decoded transaction. */
import { eip712Digest } from '../crypto/eip712.ts';
import { schemeNumbers } from '../crypto/schemes.ts';
import { verifySignature } from '../crypto/verify.ts';
import { readableTransaction } from '../readable.ts';
import type { Transaction } from '../transaction.ts';

// Used again for each transaction: a verification keeps nothing, and making these costs as much as hashing.
const idBytes = Buffer.alloc(32);
const ed25519Key = Buffer.alloc(32);
const ed25519Signature = Buffer.alloc(64);

/** The bytes of a hex text that fills `into` exactly; other lengths get bytes of their own, for the verifier to judge. */
const bytesOf = (hex: string, into?: Buffer): Uint8Array => {
  if (into === undefined || hex.length !== 2 * into.length) return Buffer.from(hex, 'hex');
  into.write(hex, 'hex');
  return into;
};

/**
 * Tells whether the signature is valid under the key that the transaction carries; reads no state.
 * @param rpIds the relying parties that the genesis allows for passkeys
 */
export const verifyTransaction = (transaction: Transaction, rpIds: readonly string[]): boolean => {
  const { scheme, publicKey, signature, id } = transaction;
  return verifySignature({
    scheme,
    publicKey: bytesOf(publicKey, scheme === schemeNumbers.ed25519 ? ed25519Key : undefined),
    signature:
      typeof signature === 'string'
        ? bytesOf(signature, ed25519Signature)
        : {
            authenticatorData: bytesOf(signature.authenticatorData),
            clientDataJSON: bytesOf(signature.clientDataJSON),
            signature: bytesOf(signature.signature),
          },
    id: bytesOf(id, idBytes),
    // Only here, because it costs as much as verifying with another scheme.
    ...(scheme === schemeNumbers.secp256k1
      ? { typedDigest: eip712Digest(readableTransaction(transaction, id)) }
      : {}),
    rpIds,
  });
};
