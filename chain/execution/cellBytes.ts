/** What the committed bytes of a cell mean. */
import { type Collection, collectionName, zeroOf } from '../access.ts';
import { valueOfHead } from '../checkpoints.ts';
import { decodeValue, malformed, Reader } from '../codec.ts';
import type { Registry } from '../registry.ts';
import type { CellMemory } from '../state/cellMemory.ts';

/** The value that committed bytes stand for; absent bytes read as undefined or zero. */
export const valueOfBytes = (definition: Collection, bytes: Uint8Array | undefined): unknown => {
  if (bytes === undefined) return zeroOf(definition);
  if (!definition.checkpointed) return decodeValue(definition.codec, bytes);
  return valueOfHead(definition, new Reader(bytes)) ?? zeroOf(definition);
};

/** Values are decoded where they stand: a view of them would cost as much as decoding. */
const inPlace = new Reader(new Uint8Array());
/** The committed value of a record; 0 stands for a key that was never present. */
export const valueOfRecord = (memory: CellMemory, definition: Collection, record: number): unknown => {
  const length = record === 0 ? 0 : memory.valueLength(record);
  if (length === 0) return zeroOf(definition);
  inPlace.bytes = memory.arena;
  inPlace.at = memory.valueAt(record);
  inPlace.end = inPlace.at + length;
  if (definition.checkpointed) return valueOfHead(definition, inPlace) ?? zeroOf(definition);
  const value = definition.codec.decode(inPlace);
  if (inPlace.at !== inPlace.end) malformed('bytes are left over');
  return value;
};

/** The collection that a key belongs to; undefined for keys of no declared collection. */
export const collectionOfKey = (registry: Registry, key: Uint8Array): Collection | undefined =>
  registry.collections.get(collectionName(key));
