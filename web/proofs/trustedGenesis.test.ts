/** A genesis is pinned once; a node that later serves another one changes nothing. */
import { describe, expect, it } from 'vitest';
import { trustAtFirstContact, trustedGenesis } from './trustedGenesis.ts';

const memoryStore = (): Storage => {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  };
};
const [first, other] = ['aa'.repeat(32), 'bb'.repeat(32)];

describe('trustAtFirstContact', () => {
  it('keeps the first hash of each chain', () => {
    const store = memoryStore();
    expect(trustedGenesis('demo-1', store)).toBeUndefined();
    expect(trustAtFirstContact({ chainId: 'demo-1', genesisHash: first }, store, 5)).toEqual({
      hash: first,
      sinceMs: 5,
    });
    expect(trustAtFirstContact({ chainId: 'demo-1', genesisHash: other }, store, 9)).toEqual({
      hash: first,
      sinceMs: 5,
    });
    expect(trustAtFirstContact({ chainId: 'demo-2', genesisHash: other }, store, 9).hash).toBe(other);
    expect(trustedGenesis('demo-1', store)?.hash).toBe(first);
  });

  it('begins anew where the store holds something else', () => {
    const store = memoryStore();
    store.setItem('meritlane.chains', '{"demo-1":{"hash":"short"}}');
    expect(trustedGenesis('demo-1', store)).toBeUndefined();
    expect(trustAtFirstContact({ chainId: 'demo-1', genesisHash: first }, store, 1).hash).toBe(first);
  });
});
