/** Adds up, over every collection that holds tokens, what exists of each token; it must equal the cap at all times. */
import { collectionName, splitKey } from '#chain/access.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { collectionOfKey, valueOfBytes } from '#chain/execution/cellBytes.ts';
import type { Registry } from '#chain/registry.ts';

/** Sum by token of everything that any module declares to hold. */
export const heldTokens = (
  registry: Registry,
  cells: ReadonlyMap<string, Uint8Array>,
): Map<string, bigint> => {
  const holdings = new Map(registry.modules.flatMap((module) => Object.entries(module.holdings ?? {})));
  const totals = new Map<string, bigint>();
  for (const [text, bytes] of cells) {
    const key = fromHex(text);
    const holds = holdings.get(collectionName(key));
    const definition = collectionOfKey(registry, key);
    if (holds === undefined || definition === undefined) continue;
    const parts = splitKey(key);
    // Entries of a checkpointed cell repeat what the cell held; only the cell itself counts.
    if (parts.length !== definition.keys.length + 1) continue;
    for (const { token, amount } of holds(parts, valueOfBytes(definition, bytes)))
      totals.set(token, (totals.get(token) ?? 0n) + amount);
  }
  return totals;
};
