/** Adds up, over every collection that holds tokens, what exists of each token; it must equal the cap at all times. */
import { collectionName, splitKey } from '#chain/access.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
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

/** A written cell, with its committed bytes before and after. */
export interface Overwritten {
  readonly key: Uint8Array;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

/** What exists of each token, kept by the cells that blocks write. */
export class TokenCount {
  readonly held = new Map<string, bigint>();
  private readonly registry: Registry;

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /** Answers the tokens of which a written cell holds or held some. */
  write(cells: readonly Overwritten[]): ReadonlySet<string> {
    const touched = new Set<string>();
    for (const [which, sign] of [
      ['before', -1n],
      ['after', 1n],
    ] as const) {
      const there = cells.flatMap(({ key, [which]: bytes }) =>
        bytes === undefined ? [] : [[toHex(key), bytes] as const],
      );
      for (const [token, amount] of heldTokens(this.registry, new Map(there))) {
        this.held.set(token, (this.held.get(token) ?? 0n) + sign * amount);
        touched.add(token);
      }
    }
    return touched;
  }
}
