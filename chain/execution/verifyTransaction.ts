/** Verifies the signature of a decoded transaction. */
import { verifySignature } from '../crypto/verify.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Tells whether the signature is valid under the key that the transaction carries; reads no state.
 * @param rpIds the relying parties that the genesis allows for passkeys
 */
export const verifyTransaction = (
  { scheme, publicKey, signature, id }: Pick<Transaction, 'scheme' | 'publicKey' | 'signature' | 'id'>,
  rpIds: readonly string[],
): boolean =>
  verifySignature({
    scheme,
    publicKey: bytesOf(publicKey),
    signature:
      typeof signature === 'string'
        ? bytesOf(signature)
        : {
            authenticatorData: bytesOf(signature.authenticatorData),
            clientDataJSON: bytesOf(signature.clientDataJSON),
            signature: bytesOf(signature.signature),
          },
    id: bytesOf(id),
    rpIds,
  });

/** Of a decoded transaction, so the text is hex; by Node's own decoder, which takes a quarter of the time. */
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
