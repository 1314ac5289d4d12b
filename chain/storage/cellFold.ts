/** Brings the file of cells up to later blocks, in short steps between which blocks can be appended. */
import type Database from 'better-sqlite3';
import { laneCount } from '../state/sharedCells.ts';
import { CellFile, CellFileWriter, foreignCells } from './cellFile.ts';
import { LaneWrites } from './laneWrites.ts';
import { LaneMerge, noRows } from './mergeLane.ts';
import { foldBytesMax, foldStepBytes } from './storageLimits.ts';

/** How far the file of cells is: the height it holds the cells after, undefined for none, and its bytes of cells. */
export interface FoldedCells {
  readonly height: number | undefined;
  readonly bytes: number;
}

/** Looks at the file of cells of a folder whose last block is `last`. Throws StorageDamaged if it does not fit. */
export function foldedCells(
  database: Database.Database,
  folder: string,
  last: number | undefined,
): FoldedCells {
  const file = openCells(database, folder, last ?? 0);
  const found = { height: file?.height, bytes: file?.bytes ?? 0 };
  file?.close();
  return found;
}

/** Opens the file of cells and compares it with the block that it names. Throws StorageDamaged if it does not fit. */
export function openCells(database: Database.Database, folder: string, last: number): CellFile | undefined {
  const file = CellFile.open(folder, last);
  if (file === undefined) return undefined;
  const checksum = checksumOf(database, file.height);
  if (file.height <= last && checksum?.equals(file.checksum) === true) return file;
  file.close();
  throw foreignCells(file.height, last);
}

/** One new file of cells: first the write-sets are gathered, then each lane is merged and written. */
export class CellFold {
  readonly #database: Database.Database;
  readonly #folder: string;
  readonly #base: CellFile | undefined;
  readonly #last: number;
  readonly #writes = new LaneWrites();
  readonly #merge = new LaneMerge();
  #next: number;
  #bytes = 0;
  #isGathered = false;
  #lane = 0;
  #writer: CellFileWriter | undefined;

  /** Blocks from `first` (where there is no file of cells yet) to `last`, or as many as `foldBytesMax` allows. */
  constructor(
    database: Database.Database,
    folder: string,
    blocks: { readonly first: number; readonly last: number },
  ) {
    this.#database = database;
    this.#folder = folder;
    this.#last = blocks.last;
    this.#base = openCells(database, folder, blocks.last);
    this.#next = this.#base === undefined ? blocks.first : this.#base.height + 1;
  }

  /** Does a little; returns what the new file is once it is in use. */
  step(): FoldedCells | undefined {
    if (!this.#isGathered) {
      this.#isGathered = this.#gather();
      return undefined;
    }
    this.#writer ??= new CellFileWriter(this.#folder);
    const base = this.#base?.readLane(this.#lane) ?? noRows;
    const { places, rows } = this.#merge.merge(base, this.#writes.lane(this.#lane));
    this.#writer.writeLane(places, rows);
    this.#lane++;
    if (this.#lane < laneCount) return undefined;
    const height = this.#next - 1;
    const checksum = checksumOf(this.#database, height) ?? Buffer.alloc(0);
    this.#base?.close();
    return { height, ...this.#writer.finish(height, checksum) };
  }

  /** Gives up between two steps. */
  abandon(): void {
    this.#base?.close();
    this.#writer?.abandon();
  }

  /** Takes up some write-sets; returns whether that was the last. */
  #gather(): boolean {
    const select = this.#database.prepare('SELECT writes FROM blocks WHERE height = ?').pluck();
    for (let bytes = 0; bytes < foldStepBytes; ) {
      if (this.#next > this.#last || this.#bytes >= foldBytesMax) return true;
      const writes = select.get(this.#next) as Buffer;
      this.#writes.add(writes);
      this.#next++;
      this.#bytes += writes.length;
      bytes += writes.length + rowReadBytes;
    }
    return false;
  }
}

/** What reading a row costs, in bytes of writes: it bounds a step over many small blocks. */
const rowReadBytes = 2048;

function checksumOf(database: Database.Database, height: number): Buffer | undefined {
  return database.prepare('SELECT checksum FROM blocks WHERE height = ?').pluck().get(height) as
    | Buffer
    | undefined;
}
