/** What the committed bytes of a cell mean, and the bytes that a closing value becomes. */
import { type Collection, collectionName, zeroOf } from '../access.ts';
import { headCodec } from '../checkpoints.ts';
import { decodeValue } from '../codec.ts';
import type { Registry } from '../registry.ts';

/** The value that committed bytes stand for; absent bytes read as undefined or zero. */
export const valueOfBytes = (definition: Collection, bytes: Uint8Array | undefined): unknown => {
  if (bytes === undefined) return zeroOf(definition);
  if (!definition.checkpointed) return decodeValue(definition.codec, bytes);
  return decodeValue(headCodec(definition), bytes).value ?? zeroOf(definition);
};

/** The collection that a key belongs to; undefined for keys of no declared collection. */
export const collectionOfKey = (registry: Registry, key: Uint8Array): Collection | undefined =>
  registry.collections.get(collectionName(key));
