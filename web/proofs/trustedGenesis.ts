/** The genesis hash that this device trusts for a chain: the one of first contact, never changed by a node. */
import { z } from 'zod';

const storageKey = 'meritlane.chains';

const pin = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/), sinceMs: z.number() });
const pins = z.record(z.string(), pin);

/** What is trusted of a chain, and since when by the device's clock. */
export type TrustedGenesis = z.output<typeof pin>;

/** What is in the store counts only where it has the right form. */
function readPins(store: Storage): Record<string, TrustedGenesis> {
  try {
    return pins.parse(JSON.parse(store.getItem(storageKey) ?? '{}'));
  } catch {
    return {};
  }
}

/** The genesis that is trusted for a chain; undefined before first contact. */
export function trustedGenesis(chainId: string, store: Storage = localStorage): TrustedGenesis | undefined {
  const all = readPins(store);
  return Object.hasOwn(all, chainId) ? all[chainId] : undefined;
}

/** Pins the genesis of a chain at first contact; afterwards returns what was pinned then, whatever is served now. */
export function trustAtFirstContact(
  chain: { readonly chainId: string; readonly genesisHash: string },
  store: Storage = localStorage,
  nowMs: number = Date.now(),
): TrustedGenesis {
  const pinned = trustedGenesis(chain.chainId, store);
  if (pinned !== undefined) return pinned;
  const fresh = { hash: chain.genesisHash, sinceMs: nowMs };
  store.setItem(storageKey, JSON.stringify({ ...readPins(store), [chain.chainId]: fresh }));
  return fresh;
}
