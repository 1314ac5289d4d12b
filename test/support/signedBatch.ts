/** Signers of every scheme, and their batches under one signature, for tests. */
import { type BatchPath, batchOf } from '#chain/batchPath.ts';
import { toHex, utf8 } from '#chain/crypto/bytes.ts';
import { eip712Digest, type Readable } from '#chain/crypto/eip712.ts';
import { signerOf } from '#chain/crypto/sign.ts';
import { secp256k1SignerOf } from '#chain/crypto/signSecp256k1.ts';
import { readableBatch } from '#chain/readable.ts';
import { kindOf } from '#chain/registry.ts';
import {
  type Envelope,
  encodeEnvelope,
  encodeTransaction,
  envelopeId,
  type Signed,
  type WebAuthnSignature,
} from '#chain/transaction.ts';
import { sha256Hex } from '#hash';
import { bob, genesisTime, registry } from './coinChain.ts';
import { softPasskey } from './softPasskey.ts';

/** A key of some scheme; byte strings in hex. */
export interface AnySigner {
  readonly scheme: number;
  readonly publicKey: string;
  readonly address: string;
  readonly sign: (id: string, readable: Readable) => string | WebAuthnSignature;
}
const secretOf = (name: string): string => sha256Hex(utf8(`test key of ${name}`));

/** One signer of each scheme that an account's key may have. */
export const signersOf = (name: string): readonly AnySigner[] => {
  const passkey = softPasskey(secretOf(name), 'localhost', 'http://localhost:4000');
  return [
    signerOf(secretOf(name)),
    {
      ...secp256k1SignerOf(secretOf(name)),
      sign: (_, readable) => secp256k1SignerOf(secretOf(name)).sign(eip712Digest(readable)),
    },
    {
      ...passkey,
      sign: (id) => {
        const { authenticatorData, clientDataJSON, signature } = passkey.assert(id);
        return {
          authenticatorData: toHex(authenticatorData),
          clientDataJSON: toHex(clientDataJSON),
          signature: toHex(signature),
        };
      },
    },
  ];
};

/** The envelopes of transfers of one coin to Bob, with the nonces from `nonce` on. */
export const transfersOf = (sender: string, chainId: string, count: number, nonce = 0): Envelope[] =>
  Array.from({ length: count }, (_, place) => ({
    chainId,
    kind: kindOf(registry, 'coins.transfer'),
    payload: { to: bob.address, amount: 1n },
    sender,
    nonce: nonce + place,
    validUntil: genesisTime + 60_000,
  }));

export interface SignedTogether extends Signed {
  readonly path: BatchPath;
}
/** Transactions under one signature, before they are encoded and after. */
export interface SignedBatch {
  readonly ids: readonly string[];
  readonly parts: readonly { readonly envelope: Uint8Array; readonly signed: SignedTogether }[];
  readonly wires: readonly Uint8Array[];
}
/** Transactions of one sender under one signature; at least two. */
export const signedBatch = (signer: AnySigner, envelopes: readonly Envelope[]): SignedBatch => {
  const [first] = envelopes;
  if (first === undefined) throw new Error('A batch has transactions.');
  const bytes = envelopes.map(encodeEnvelope);
  const ids = bytes.map(envelopeId);
  const batch = batchOf(first.sender, ids);
  const signature = signer.sign(batch.id, readableBatch(first, ids.length, batch.id));
  const { scheme, publicKey } = signer;
  const parts = bytes.map((envelope, place) => ({
    envelope,
    signed: { scheme, publicKey, signature, path: batch.paths[place] as BatchPath },
  }));
  return { ids, parts, wires: parts.map(({ envelope, signed }) => encodeTransaction(envelope, signed)) };
};
/** Transfers of one signer under one signature. */
export const signedTransfers = (signer: AnySigner, chainId: string, count: number, nonce = 0): SignedBatch =>
  signedBatch(signer, transfersOf(signer.address, chainId, count, nonce));
