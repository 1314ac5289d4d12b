/** All cells of a stored chain as pages for an executor: the file of cells, then the writes of later blocks. */
import type Database from 'better-sqlite3';
import { laneCount } from '../state/sharedCells.ts';
import { openCells } from './cellFold.ts';
import { readingBlock } from './chainDatabase.ts';
import { type CellPage, PageSorter } from './lanePages.ts';
import { StorageDamaged } from './storageError.ts';

/**
 * The cells after block `last`; `first` is the chain's first block.
 * @throws StorageDamaged where something is not as it was written: what was given before is to be thrown away.
 */
export function* cellPages(
  database: Database.Database,
  folder: string,
  { first, last }: { readonly first: number; readonly last: number },
): Generator<CellPage> {
  const file = readingBlock(last, () => openCells(database, folder, last));
  let from = first;
  if (file !== undefined) {
    from = file.height + 1;
    try {
      for (let lane = 0; lane < laneCount; lane++) {
        const { rows } = readingBlock(file.height, () => file.readLane(lane));
        if (rows.length > 0) yield { lane, writes: rows };
      }
    } finally {
      file.close();
    }
  }
  const sorter = new PageSorter();
  const select = database.prepare('SELECT writes FROM blocks WHERE height = ?').pluck();
  for (let height = from; height <= last; height++) {
    const writes = readingBlock(height, () => select.get(height));
    if (!Buffer.isBuffer(writes))
      throw new StorageDamaged(height, `Block ${height} is missing in the database.`);
    yield* readingBlock(height, () => [...sorter.add(writes)]);
  }
  yield* sorter.rest();
}
