/** Where each transaction stands, by id: a table beside the chain that can be lost and is rebuilt from the blocks. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Id } from '../scalars.ts';
import { idRunMax, unwrittenBlocksMax, unwrittenIdsMax } from './nodeLimits.ts';
import { PlaceReader, PlaceWriter, placeTables } from './placeIndex.ts';
import { EntryBuffer, groupOf, groupSize, groupsPerBlock, keyAt, type PlaceKey } from './placeRuns.ts';

/** Neighbours in a block: `from` … `from + groupSize − 1`. */
export interface Neighbours {
  readonly height: number;
  readonly from: number;
}

const formatVersion = 2;

/** Ids of the newest blocks in memory, older ones in `index.sqlite`. Nothing here is acknowledged to anybody. */
export class TransactionIndex {
  private readonly database: Database.Database;
  private readonly genesisHash: string;
  private readonly reader: PlaceReader;
  private readonly writer: PlaceWriter;
  private readonly unwritten = new EntryBuffer(unwrittenIdsMax);
  private next: number;
  private written: number;

  private constructor(database: Database.Database, genesisHash: string, next: number) {
    this.database = database;
    this.genesisHash = genesisHash;
    this.next = next;
    this.written = next;
    this.reader = new PlaceReader(database);
    this.writer = new PlaceWriter(database, idRunMax);
  }

  /** Opens the index of a chain whose last block is `height`; one that does not fit is made anew. */
  static open(folder: string, genesisHash: string, height: number): TransactionIndex {
    const path = join(folder, 'index.sqlite');
    try {
      const found = TransactionIndex.openFile(path, genesisHash);
      if (found.next <= height + 1) return found;
      found.database.close();
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
    }
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    return TransactionIndex.openFile(path, genesisHash);
  }

  private static openFile(path: string, genesisHash: string): TransactionIndex {
    const database = new Database(path);
    try {
      database.pragma('journal_mode = WAL');
      // A power cut may take the newest rows, never the structure; the blocks give them again.
      database.pragma('synchronous = NORMAL');
      database.exec(
        `${placeTables}
         CREATE TABLE IF NOT EXISTS progress (format INTEGER, genesisHash TEXT, next INTEGER);`,
      );
      const row = database.prepare('SELECT format, genesisHash, next FROM progress').raw().get();
      const [format, hash, next] = (row ?? [formatVersion, genesisHash, 0]) as [number, string, number];
      const fits = format === formatVersion && hash === genesisHash;
      // A height no chain reaches makes the caller start anew.
      return new TransactionIndex(database, genesisHash, fits ? next : Number.MAX_SAFE_INTEGER);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** The first height whose transactions are not here. */
  get nextHeight(): number {
    return this.next;
  }

  /** Takes in the block at `nextHeight`: its ids stand in `bytes` at the given places. */
  add(height: number, bytes: Uint8Array, places: Iterable<number>): void {
    if (height !== this.next) throw new RangeError(`The index takes block ${this.next} next, not ${height}.`);
    let index = 0;
    for (const at of places) {
      const { high, low } = keyAt(bytes, at);
      this.unwritten.add(high, low, groupOf(height, index++));
    }
    this.next++;
    if (this.unwritten.count >= unwrittenIdsMax || this.next - this.written >= unwrittenBlocksMax)
      this.flush();
  }

  /** Where the id may stand; the block says whether it does. */
  find(id: Id): Neighbours[] {
    const key = keyOf(id);
    return [...this.unwritten.find(key), ...this.reader.find(key)].map(neighboursOf);
  }

  /** Where each of many ids may stand in blocks from a height on. It takes a microsecond an id where they are in order. */
  findEach(ids: readonly Id[], from: number): Neighbours[][] {
    const keys = ids.map(keyOf);
    const written = this.reader.findEach(keys, from * groupsPerBlock);
    return this.unwritten
      .findEach(keys)
      .map((groups, place) => [...groups, ...(written[place] as number[])].map(neighboursOf));
  }

  /** Writes what waits in memory. */
  flush(): void {
    const write = this.database.transaction(() => {
      this.writer.add(this.unwritten.run());
      this.database.exec('DELETE FROM progress');
      this.database
        .prepare('INSERT INTO progress (format, genesisHash, next) VALUES (?, ?, ?)')
        .run(formatVersion, this.genesisHash, this.next);
    });
    write.immediate();
    this.unwritten.clear();
    this.reader.reset();
    this.written = this.next;
  }

  close(): void {
    this.flush();
    this.database.close();
  }
}

const keyOf = (id: Id): PlaceKey => ({
  high: Number.parseInt(id.slice(0, 8), 16),
  low: Number.parseInt(id.slice(8, 16), 16),
});
const neighboursOf = (group: number): Neighbours => ({
  height: Math.floor(group / groupsPerBlock),
  from: (group % groupsPerBlock) * groupSize,
});
