/** The Merkle root of a list: tagged leaves, padded with zeros to a power of two, with the count beside the root. */
import { sha256 } from '#hash';
import { concat, utf8 } from './crypto/bytes.ts';

const empty = new Uint8Array(32);

/** The 32-byte tag of the leaves of one kind of list. */
const listTag = (name: string): Uint8Array => sha256(utf8(`meritlane/list/${name}`));

export const transactionsTag = listTag('transactions');
export const receiptsTag = listTag('receipts');

/** SHA-256(tag32 ‖ bytes). */
export const listLeaf = (tag: Uint8Array, bytes: Uint8Array): Uint8Array => sha256(tag, bytes);

/** The root over 32-byte leaves; an empty list has the zero root. */
export const listRoot = (leaves: readonly Uint8Array[]): Uint8Array => {
  if (leaves.length === 0) return empty;
  let row = [...leaves];
  let width = 1;
  while (width < row.length) width *= 2;
  while (row.length < width) row.push(empty);
  while (row.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < row.length; i += 2) next.push(sha256(concat(row[i] ?? empty, row[i + 1] ?? empty)));
    row = next;
  }
  return row[0] ?? empty;
};
