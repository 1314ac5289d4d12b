/** Roots of a block's lists from leaves that the workers hashed, level by level. */
import hashtree from '@chainsafe/hashtree';
import { toHex } from '../crypto/bytes.ts';
import type { BlockTable } from './blockTable.ts';

/** The root over `count` 32-byte leaves, zero-padded to a power of two (as `listRoot`); hex. */
const rootOfLeaves = (leaves: Uint8Array, count: number): string => {
  let width = 1;
  while (width < count) width *= 2;
  let row = new Uint8Array(width * 32);
  row.set(leaves.subarray(0, count * 32));
  while (row.length > 32) {
    const above = new Uint8Array(row.length / 2);
    hashtree.hashInto(row, above);
    row = above;
  }
  return toHex(row);
};

/** The value of `chain.blockRoots` after a block, as `rootsOfBlock` states it. */
export const rootsOfTable = ({ columns }: BlockTable, count: number) => ({
  transactions: rootOfLeaves(columns.transactionLeaves, count),
  transactionCount: count,
  receipts: rootOfLeaves(columns.receiptLeaves, count),
  packets: '00'.repeat(32),
  packetCount: 0,
});
