/** Signs transactions: one by itself, many of one signer with one signature; safe in browsers. */
import { batchOf } from '#chain/batchPath.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { present } from '#chain/errors.ts';
import { batchCountMax } from '#chain/limits.ts';
import { readableBatch, readableTransaction } from '#chain/readable.ts';
import { type Envelope, encodeTransaction } from '#chain/transaction.ts';
import type { ClientSigner } from './submitter.ts';

/** A transaction before its signature. */
export interface Unsigned {
  readonly envelope: Envelope;
  /** Of the envelope. */
  readonly bytes: Uint8Array;
  readonly id: string;
}

/** Larger envelopes are signed by themselves: with a path beside a passkey's signature they might be too large for the chain. */
const batchedBytesMax = 40 * 1024;

/** The wire bytes of a transaction; rejects with what the signer throws. */
export const signAlone = async (
  { envelope, bytes, id }: Unsigned,
  signer: ClientSigner,
): Promise<Uint8Array> => {
  const { scheme, publicKey } = signer;
  const signature = await signer.sign(fromHex(id), readableTransaction(envelope, id));
  return encodeTransaction(bytes, { scheme, publicKey, signature });
};

/**
 * The wire bytes of transactions of one signer, in their order. The signer is asked once for each 4,096 of them, and once
 * more for each that is very large; rejects with what it throws.
 */
export const signTogether = async (
  transactions: readonly Unsigned[],
  signer: ClientSigner,
): Promise<Uint8Array[]> => {
  const wires = new Map<Unsigned, Uint8Array>();
  for (const piece of piecesOf(transactions))
    for (const [place, wire] of (await signPiece(piece, signer)).entries())
      wires.set(present(piece[place], 'Each has its place.'), wire);
  return transactions.map((one) => present(wires.get(one), 'Each is in one piece.'));
};

const piecesOf = (transactions: readonly Unsigned[]): Unsigned[][] => {
  const isLarge = ({ bytes }: Unsigned): boolean => bytes.length > batchedBytesMax;
  const pieces = transactions.filter(isLarge).map((one) => [one]);
  const rest = transactions.filter((one) => !isLarge(one));
  for (let from = 0; from < rest.length; from += batchCountMax)
    pieces.push(rest.slice(from, from + batchCountMax));
  return pieces;
};

const signPiece = async (piece: readonly Unsigned[], signer: ClientSigner): Promise<Uint8Array[]> => {
  const [first] = piece;
  if (first === undefined) return [];
  if (piece.length === 1) return [await signAlone(first, signer)];
  const { scheme, publicKey } = signer;
  const { id, paths } = batchOf(
    first.envelope.sender,
    piece.map((one) => one.id),
  );
  const signature = await signer.sign(fromHex(id), readableBatch(first.envelope, piece.length, id));
  return piece.map(({ bytes }, place) =>
    encodeTransaction(bytes, { scheme, publicKey, signature, path: paths[place] }),
  );
};
