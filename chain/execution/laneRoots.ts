/** Roots of a block's lists from leaves that the workers hashed, level by level. */
import hashtree from '@chainsafe/hashtree';
import { toHex } from '../crypto/bytes.ts';
import type { TicketTable } from './ticketTable.ts';

/** The root over the leaves of a block's tickets, zero-padded to a power of two (as `listRoot`); hex. */
const rootOfLeaves = (leaves: Uint8Array, order: Int32Array, count: number): string => {
  let width = 1;
  while (width < count) width *= 2;
  let row = new Uint8Array(width * 32);
  for (let place = 0; place < count; place++) {
    const at = (order[place] as number) * 32;
    row.set(leaves.subarray(at, at + 32), place * 32);
  }
  while (row.length > 32) {
    const above = new Uint8Array(row.length / 2);
    hashtree.hashInto(row, above);
    row = above;
  }
  return toHex(row);
};

/** The value of `chain.blockRoots` after a block, as `rootsOfBlock` states it. */
export const rootsOfTickets = ({ columns }: TicketTable, order: Int32Array, count: number) => ({
  transactions: rootOfLeaves(columns.transactionLeaves, order, count),
  transactionCount: count,
  receipts: rootOfLeaves(columns.receiptLeaves, order, count),
  packets: '00'.repeat(32),
  packetCount: 0,
});
