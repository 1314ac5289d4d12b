/** All cells of a stored chain as pages for an executor: the file of cells with the writes of later blocks in it. */
import type Database from 'better-sqlite3';
import { laneCount } from '../state/sharedCells.ts';
import { openCells } from './cellFold.ts';
import { readingBlock } from './chainDatabase.ts';
import type { CellPage } from './lanePages.ts';
import { LaneWrites } from './laneWrites.ts';
import { LaneMerge, noRows } from './mergeLane.ts';
import { StorageDamaged } from './storageError.ts';
import { foldBytesMax } from './storageLimits.ts';

/**
 * The cells after block `last`; `first` is the chain's first block. A lane comes once, with its cells sorted, which is
 * how an executor takes them in fastest; only where more blocks are later than memory should hold does it come again.
 * @throws StorageDamaged where something is not as it was written: what was given before is to be thrown away.
 */
export function* cellPages(
  database: Database.Database,
  folder: string,
  { first, last }: { readonly first: number; readonly last: number },
): Generator<CellPage> {
  const file = readingBlock(last, () => openCells(database, folder, last));
  try {
    const merge = new LaneMerge();
    let later = gather(database, file === undefined ? first : file.height + 1, last);
    for (let lane = 0; lane < laneCount; lane++) {
      const base = readingBlock(file?.height ?? last, () => file?.readLane(lane) ?? noRows);
      const { rows } = merge.merge(base, later.writes.lane(lane));
      if (rows.length > 0) yield { lane, writes: rows };
    }
    while (later.next <= last) {
      later = gather(database, later.next, last);
      for (let lane = 0; lane < laneCount; lane++) {
        const { rows } = merge.merge(noRows, later.writes.lane(lane), 'kept');
        if (rows.length > 0) yield { lane, writes: rows };
      }
    }
  } finally {
    file?.close();
  }
}

/** The writes of blocks up to `last`, or of as many as one fold takes up; and the height after them. */
function gather(
  database: Database.Database,
  from: number,
  last: number,
): { writes: LaneWrites; next: number } {
  const select = database.prepare('SELECT writes FROM blocks WHERE height = ?').pluck();
  const gathered = new LaneWrites();
  let next = from;
  for (let bytes = 0; next <= last && bytes < foldBytesMax; next++) {
    const height = next;
    const writes = readingBlock(height, () => select.get(height));
    if (!Buffer.isBuffer(writes))
      throw new StorageDamaged(height, `Block ${height} is missing in the database.`);
    readingBlock(height, () => gathered.add(writes));
    bytes += writes.length;
  }
  return { writes: gathered, next };
}
