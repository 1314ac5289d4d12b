/** What a proof file proves, in JSON form, where this version knows the collection. */
import { z } from 'zod';
import { collectionName } from '#chain/access.ts';
import { decodeValue } from '#chain/codec.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { client } from '../node.ts';

/** A proven cell; `value` is undefined for an absence and for a collection that this version does not read. */
export interface ProvenValue {
  readonly collection: string;
  readonly value?: unknown;
}

/** Reads the cell of a proof that was verified; throws nothing on cells that it cannot read. */
export function provenValue(cell: { readonly key: string; readonly value: string | null }): ProvenValue {
  const collection = collectionName(fromHex(cell.key));
  const definition = client.registry.collections.get(collection);
  if (definition === undefined || cell.value === null || definition.checkpointed) return { collection };
  try {
    return {
      collection,
      value: z.encode(definition.value, decodeValue(definition.codec, fromHex(cell.value))),
    };
  } catch {
    return { collection };
  }
}
