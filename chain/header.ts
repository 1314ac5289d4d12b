/** The header of a block: what is signed, its hash, and its canonical form; safe in browsers. */
import { z } from 'zod';
import { sha256Hex } from '#hash';
import { codecOf, decodeValue, encodeValue } from './codec.ts';
import { fromHex, utf8 } from './crypto/bytes.ts';
import { bytes, height, id, integer, text, timeMs } from './scalars.ts';

/** Whoever keeps blocks signs this; under CometBFT the state root is the app hash. */
export const header = z.strictObject({
  chainId: text(96, 1),
  height,
  time: timeMs,
  /** Hash of the parent's header; 32 zero bytes at genesis. */
  parent: id,
  stateRoot: bytes(32),
  /** Version of the rules under which the block was executed. */
  engine: integer(1, 1_000_000),
  /** Height of the block of CometBFT that carried this one; absent where the embedded sequencer orders. */
  ordered: height.optional(),
});
export type Header = z.output<typeof header>;
const codec = codecOf(header);

const headerTag = utf8('meritlane/header');

export const encodeHeader = (value: Header): Uint8Array => encodeValue(codec, value);
export const decodeHeader = (encoded: Uint8Array): Header => decodeValue(codec, encoded);
/** SHA-256("meritlane/header" ‖ CBOR(header)); also what the sequencer signs, behind "meritlane/sign". */
export const headerHash = (encoded: Uint8Array): string => sha256Hex(headerTag, encoded);
/** The parent of the first block. */
export const noParent = '00'.repeat(32);
export const headerHashBytes = (encoded: Uint8Array): Uint8Array => fromHex(headerHash(encoded));
