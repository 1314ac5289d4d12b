/** The top of the state tree: from the 256 lanes' roots to the state root. */
import hashtree from '@chainsafe/hashtree';
import { assert } from '../errors.ts';
import { laneCount } from './sharedCells.ts';

/** Returns the rows of the top 8 levels, from the 256 lanes' roots (256 × 32 bytes) up to the state root (32 bytes). */
export function topRows(laneRoots: Uint8Array): Uint8Array[] {
  assert(laneRoots.length === laneCount * 32, `The roots of all lanes have ${laneCount * 32} bytes.`);
  let row = Uint8Array.from(laneRoots);
  const rows = [row];
  while (row.length > 32) {
    const above = new Uint8Array(row.length / 2);
    hashtree.hashInto(row, above);
    rows.push(above);
    row = above;
  }
  return rows;
}

/** Returns the state root (32 bytes) over the 256 lanes' roots (256 × 32 bytes). */
export function topRoot(laneRoots: Uint8Array): Uint8Array {
  return topRows(laneRoots).at(-1) ?? laneRoots;
}
