/** The genesis document: name, time, parameters, who orders blocks, and the calls that make the first state. */
import { z } from 'zod';
import { sha256, sha256Hex } from '#hash';
import { codecOf, decodeValue, encodeValue } from './codec.ts';
import { concat, fromHex, toHex, utf8 } from './crypto/bytes.ts';
import { callBytesMax, genesisCallsMax, horizonMs } from './limits.ts';
import { address, amount, bytes, bytesUpTo, durationMs, integer, text, timeMs } from './scalars.ts';

/** The rules that this version executes; a block of another version is refused. */
export const engineVersion = 1;

const parameters = z.strictObject({
  /** Fee = price × (a + b·bytes + c·cells + weight); 0 lives by quotas. */
  price: amount,
  feeBase: amount,
  feePerByte: amount,
  feePerCell: amount,
  /** The shortest time that unstaking takes, in milliseconds. */
  unbondingMinMs: durationMs,
  /** How long checkpointed cells remember. */
  horizonMs: durationMs,
});
export type Parameters = z.output<typeof parameters>;

/** One step of making the first state: a transaction without a signature. */
const genesisCall = z.strictObject({
  sender: address,
  kind: text(64, 3),
  payload: bytesUpTo(callBytesMax, 1),
});

const genesisDocument = z.strictObject({
  name: text(48, 1),
  time: timeMs,
  engine: integer(1, 1_000_000),
  parameters,
  /** Keys that sign headers; the embedded ordering has one. */
  sequencers: z.array(bytes(32)).min(1).max(100),
  /** Domains whose passkeys may sign. */
  rpIds: z.array(text(253, 1)).max(16),
  /** Accepts `POST /v1/test/advance`; shown on every page and part of the chain id. */
  testClock: z.boolean(),
  calls: z.array(genesisCall).max(genesisCallsMax),
});
export type Genesis = z.output<typeof genesisDocument>;
const codec = codecOf(genesisDocument);

export const encodeGenesis = (genesis: Genesis): Uint8Array => encodeValue(codec, genesis);
export const decodeGenesis = (encoded: Uint8Array): Genesis => decodeValue(codec, encoded);
export const genesisHash = (encoded: Uint8Array): string => sha256Hex(encoded);
/** name ‖ "-" ‖ the first 16 hex digits of SHA-256(genesis). */
export const chainIdOf = (encoded: Uint8Array): string =>
  `${decodeGenesis(encoded).name}-${genesisHash(encoded).slice(0, 16)}`;

const callTag = utf8('meritlane/call');
/** The id of action `index` of a transaction, and of call `index` of genesis (whose transaction id is all zeros). */
export const callId = (transactionId: string, index: number): string => {
  const place = new Uint8Array(4);
  new DataView(place.buffer).setUint32(0, index);
  return toHex(sha256(concat(callTag, fromHex(transactionId), place)));
};
export const genesisTransactionId = '00'.repeat(32);

/** Parameters of the embedded default: nothing costs a fee. */
export const defaultParameters: Parameters = {
  price: 0n,
  feeBase: 200n,
  feePerByte: 1n,
  feePerCell: 20n,
  unbondingMinMs: 7 * 24 * 60 * 60 * 1000,
  horizonMs,
};
