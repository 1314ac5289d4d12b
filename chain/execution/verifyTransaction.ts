/** Verifies the signature of a decoded transaction. */
import type { BatchPath } from '../batchPath.ts';
import { eip712Digest, type Readable } from '../crypto/eip712.ts';
import { schemeNumbers } from '../crypto/schemes.ts';
import { verifySignature } from '../crypto/verify.ts';
import { readableBatch, readableTransaction } from '../readable.ts';
import type { Id } from '../scalars.ts';
import type { Signed, Transaction } from '../transaction.ts';
import { batchIdOf } from './batchIdOf.ts';

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
  const { path, id } = transaction;
  if (path !== undefined) return verifyInBatch(transaction, path, rpIds);
  return verifySigned(transaction, id, () => readableTransaction(transaction, id), rpIds);
};

const verifySigned = (
  { scheme, publicKey, signature }: Signed,
  id: Id,
  readable: () => Readable,
  rpIds: readonly string[],
): boolean =>
  verifySignature({
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
    ...(scheme === schemeNumbers.secp256k1 ? { typedDigest: eip712Digest(readable()) } : {}),
    rpIds,
  });

/**
 * What was found of the newest signatures of batches, by all that a verdict depends on; the oldest first. Each thread has
 * its own: whoever verifies again finds the same.
 */
const verdicts = new Map<string, boolean>();
/** As many batches as the pieces of a few bodies hold at one time; with the largest passkey signatures about 2 MB. */
const verdictsMax = 256;

/** The transactions of a batch are told apart by their paths alone, and so its signature is verified once for many. */
const verifyInBatch = (transaction: Transaction, path: BatchPath, rpIds: readonly string[]): boolean => {
  const { chainId, scheme, publicKey, signature } = transaction;
  const id = batchIdOf(transaction, path);
  const parts = typeof signature === 'string' ? [signature] : Object.values(signature);
  const claim = [id, scheme, publicKey, chainId, ...parts, ...rpIds].join(' ');
  const known = verdicts.get(claim);
  if (known !== undefined) return known;
  const verdict = verifySigned(transaction, id, () => readableBatch(transaction, path.count, id), rpIds);
  const [oldest] = verdicts.keys();
  if (verdicts.size >= verdictsMax && oldest !== undefined) verdicts.delete(oldest);
  verdicts.set(claim, verdict);
  return verdict;
};
