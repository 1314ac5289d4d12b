/** What a transaction of a batch under one signature may be, and each way in which it may not. */
import type { BatchPath } from '#chain/batchPath.ts';
import { batchCountMax } from '#chain/limits.ts';
import type { Signed } from '#chain/transaction.ts';
import type { SignedTogether } from '../support/signedBatch.ts';

/** What becomes of the first transaction of a batch of six. */
export interface BatchCase {
  readonly name: string;
  /** `taken`, or the code of the refusal. */
  readonly expected: 'taken' | 'chain.badSignature' | 'chain.malformed';
  /** Changes its signature, given another key of the same scheme. */
  change(signed: SignedTogether, otherKey: string): Signed;
}

const siblingsOf = ({ path }: SignedTogether): string[] => path.siblings.match(/.{64}/g) ?? [];
const zeros = '00'.repeat(32);
/** A case that changes the path alone. */
const pathCase = (
  name: string,
  expected: BatchCase['expected'],
  change: (signed: SignedTogether) => Partial<BatchPath>,
): BatchCase => ({
  name,
  expected,
  change: (signed) => ({ ...signed, path: { ...signed.path, ...change(signed) } }),
});

export const batchCases: readonly BatchCase[] = [
  pathCase('its own path', 'taken', () => ({})),
  pathCase('another place', 'chain.badSignature', () => ({ place: 1 })),
  pathCase('another count of the same depth', 'chain.badSignature', () => ({ count: 7 })),
  pathCase('siblings in another order', 'chain.badSignature', (signed) => ({
    siblings: siblingsOf(signed).toReversed().join(''),
  })),
  pathCase('a sibling that is another', 'chain.badSignature', (signed) => ({
    siblings: siblingsOf(signed).with(2, zeros).join(''),
  })),
  pathCase('a deeper tree', 'chain.badSignature', ({ path }) => ({
    count: 12,
    siblings: `${path.siblings}${zeros}`,
  })),
  {
    name: 'the key of somebody else',
    expected: 'chain.badSignature',
    change: (signed, publicKey) => ({ ...signed, publicKey }),
  },
  {
    name: 'no path, as if it were signed alone',
    expected: 'chain.badSignature',
    change: (signed) => ({ ...signed, path: undefined }),
  },
  pathCase('a place behind the last', 'chain.malformed', () => ({ place: 6 })),
  pathCase('a place that only padding has', 'chain.malformed', () => ({ place: 7, count: 7 })),
  pathCase('a batch of one', 'chain.malformed', () => ({ count: 1, siblings: '' })),
  pathCase('a batch of none', 'chain.malformed', () => ({ count: 0, siblings: '' })),
  pathCase('a batch over the bound', 'chain.malformed', () => ({
    count: batchCountMax + 1,
    siblings: zeros.repeat(13),
  })),
  pathCase('a sibling too many', 'chain.malformed', ({ path }) => ({ siblings: `${path.siblings}${zeros}` })),
  pathCase('a sibling too few', 'chain.malformed', (signed) => ({
    siblings: siblingsOf(signed).slice(0, 2).join(''),
  })),
  pathCase('a sibling cut short', 'chain.malformed', ({ path }) => ({
    siblings: path.siblings.slice(0, -2),
  })),
];
