/** The file of the read model: its connections, its bounds, and whether it belongs to a chain. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { placeTables } from '#chain/node/placeIndex.ts';
import { createStatements } from './createTables.ts';
import { type EventTable, fixedTables, meta } from './tables.ts';

export type Database = BetterSQLite3Database;

/** What the writer puts into the tables changes with this, even where their columns do not. */
const formatVersion = 2;
/** Page cache of the writer: rows are appended, so that it holds the ends of the tables and the running sums of payments. */
const writerCacheKib = 32 * 1024;
/** Page cache of the reader: the newest rows and the upper levels of the tables, which lists read again and again. */
const readerCacheKib = 32 * 1024;
/** Pages of 4 kB in the write-ahead log before they are copied: ends of tables are copied once for several batches. */
const logPages = 8192;
/** How long a connection waits for another's lock, which only a checkpoint holds, briefly. */
const lockTimeoutMs = 5000;

/** What stands in the file. */
export interface Head {
  /** −1 where nothing was written yet. */
  readonly height: number;
  /** Hash of that block's header, hex. */
  readonly hash: string;
}

const headOf = (sqlite: SQLite.Database): Head => {
  const value = drizzle(sqlite)
    .select()
    .from(meta)
    .all()
    .find(({ name }) => name === 'head')?.value;
  const [height = '-1', hash = ''] = (value ?? '').split('.');
  return { height: Number.parseInt(height, 10), hash };
};

/** Whether an error says that the file's bytes are not those that were written. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Error && /^SQLITE_(?:CORRUPT|NOTADB)/.test(String((error as { code?: unknown }).code));

export const removeFile = (path: string): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
};

/** Makes the tables where they are missing; throws where the file has others, another chain's, or is damaged. */
export const makeTables = (
  sqlite: SQLite.Database,
  tables: ReadonlyMap<string, EventTable>,
  chain: string,
): void => {
  const statements = [
    ...createStatements([...fixedTables, ...[...tables.values()].map(({ table }) => table)]),
    placeTables,
  ];
  const fingerprint = createHash('sha256')
    .update(`${formatVersion}\n${statements.join('\n')}\n${chain}`)
    .digest('hex');
  const database = drizzle(sqlite);
  if (sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = 'meta'").get() === undefined)
    sqlite.transaction(() => {
      for (const statement of statements) sqlite.exec(statement);
      database.insert(meta).values({ name: 'fingerprint', value: fingerprint }).run();
      database.insert(meta).values({ name: 'head', value: '-1.' }).run();
    })();
  const found = database.select().from(meta).all();
  if (found.find(({ name }) => name === 'fingerprint')?.value !== fingerprint)
    throw new Error('The file was written for another schema or chain.');
};

/** A connection that writes. */
export const openForWriting = (path: string): SQLite.Database => {
  const sqlite = new SQLite(path, { timeout: lockTimeoutMs });
  sqlite.pragma('journal_mode = WAL');
  // What a power cut takes is written again from the chain, so a commit need not wait for the disk.
  sqlite.pragma('synchronous = NORMAL');
  sqlite.pragma(`cache_size = ${-writerCacheKib}`);
  sqlite.pragma(`wal_autocheckpoint = ${logPages}`);
  return sqlite;
};

/** A connection that only reads. */
export const openForReading = (path: string): SQLite.Database => {
  const sqlite = new SQLite(path, { readonly: true, fileMustExist: true, timeout: lockTimeoutMs });
  sqlite.pragma(`cache_size = ${-readerCacheKib}`);
  return sqlite;
};

/** Makes sure that the file is there, fits, and holds blocks of this chain only; makes it anew where it does not. */
export const prepareFile = (
  path: string,
  tables: ReadonlyMap<string, EventTable>,
  chain: { readonly genesisHash: string; readonly hashAt: (height: number) => string | undefined },
): Head => {
  const look = (): Head => {
    const sqlite = openForWriting(path);
    try {
      makeTables(sqlite, tables, chain.genesisHash);
      const head = headOf(sqlite);
      if (head.height >= 0 && chain.hashAt(head.height) !== head.hash)
        throw new Error('The file holds blocks that the chain does not have.');
      return head;
    } finally {
      sqlite.close();
    }
  };
  try {
    return look();
  } catch {
    removeFile(path);
    return look();
  }
};
