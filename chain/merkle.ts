/** The Merkle root of a list: tagged leaves, padded with zeros to a power of two, with the count beside the root. */
import { sha256 } from '#hash';
import { utf8 } from './crypto/bytes.ts';

/** Bytes of a leaf, a node and a root. */
export const nodeBytes = 32;
const empty = new Uint8Array(nodeBytes);

/** The 32-byte tag of the leaves of one kind of list. */
const listTag = (name: string): Uint8Array => sha256(utf8(`meritlane/list/${name}`));

export const transactionsTag = listTag('transactions');
export const receiptsTag = listTag('receipts');
export const batchTag = listTag('batch');
export const payoutsTag = listTag('payouts');

/** SHA-256(tag32 ‖ bytes). */
export const listLeaf = (tag: Uint8Array, bytes: Uint8Array): Uint8Array => sha256(tag, bytes);

/** Rows between the leaves and the root of a list of one item or more, the root's counted. */
export const listDepth = (count: number): number => 32 - Math.clz32(count - 1);

/** The rows of the tree over 32-byte leaves, from the padded leaves up to the row that is the root alone. */
export const listRows = (leaves: readonly Uint8Array[]): Uint8Array[][] => {
  let row = [...leaves];
  const width = leaves.length === 0 ? 1 : 1 << listDepth(leaves.length);
  while (row.length < width) row.push(empty);
  const rows = [row];
  while (row.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < row.length; i += 2) next.push(sha256(row[i] ?? empty, row[i + 1] ?? empty));
    row = next;
    rows.push(row);
  }
  return rows;
};

/** The root over 32-byte leaves; an empty list has the zero root. */
export const listRoot = (leaves: readonly Uint8Array[]): Uint8Array => listRows(leaves).at(-1)?.[0] ?? empty;

/** The siblings on the way from a leaf to the root of these rows. */
export const listSiblings = (rows: readonly (readonly Uint8Array[])[], place: number): Uint8Array[] =>
  rows.slice(0, -1).map((row, level) => row[(place >>> level) ^ 1] ?? empty);
