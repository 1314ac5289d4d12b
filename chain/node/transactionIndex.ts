/** Where each transaction stands, by id: a table beside the chain that can be lost and is rebuilt from the blocks. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Id } from '../scalars.ts';
import { unwrittenIdsMax } from './nodeLimits.ts';

/** A place in the chain. */
export interface Place {
  readonly height: number;
  readonly index: number;
}

const formatVersion = 1;
/** Six bytes of an id fit a number; two ids that share them are told apart by reading the block. */
const prefixDigits = 12;
const prefixOf = (id: Id): number => Number.parseInt(id.slice(0, prefixDigits), 16);

/** Ids of the newest blocks in memory, older ones in `index.sqlite`. Nothing here is acknowledged to anybody. */
export class TransactionIndex {
  private readonly database: Database.Database;
  private readonly genesisHash: string;
  private readonly select: Database.Statement;
  private readonly insert: Database.Statement;
  private unwritten = new Map<Id, Place>();
  private next: number;

  private constructor(database: Database.Database, genesisHash: string, next: number) {
    this.database = database;
    this.genesisHash = genesisHash;
    this.next = next;
    this.select = database.prepare('SELECT height, place FROM places WHERE prefix = ?').raw();
    this.insert = database.prepare('INSERT OR IGNORE INTO places (prefix, height, place) VALUES (?, ?, ?)');
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
        `CREATE TABLE IF NOT EXISTS places (prefix INTEGER, height INTEGER, place INTEGER,
           PRIMARY KEY (prefix, height, place)) WITHOUT ROWID;
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

  /** Takes in the ids of the block at `nextHeight`. */
  add(height: number, ids: readonly Id[]): void {
    if (height !== this.next) throw new RangeError(`The index takes block ${this.next} next, not ${height}.`);
    ids.forEach((id, index) => {
      this.unwritten.set(id, { height, index });
    });
    this.next++;
    if (this.unwritten.size >= unwrittenIdsMax) this.flush();
  }

  /** Where the id may stand; the block says whether it does. */
  find(id: Id): Place[] {
    const newest = this.unwritten.get(id);
    if (newest !== undefined) return [newest];
    const rows = this.select.all(prefixOf(id)) as [number, number][];
    return rows.map(([height, index]) => ({ height, index }));
  }

  /** Writes what waits in memory. */
  flush(): void {
    const write = this.database.transaction(() => {
      for (const [id, { height, index }] of this.unwritten) this.insert.run(prefixOf(id), height, index);
      this.database.exec('DELETE FROM progress');
      this.database
        .prepare('INSERT INTO progress (format, genesisHash, next) VALUES (?, ?, ?)')
        .run(formatVersion, this.genesisHash, this.next);
    });
    write.immediate();
    this.unwritten = new Map();
  }

  close(): void {
    this.flush();
    this.database.close();
  }
}
