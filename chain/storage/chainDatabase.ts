/** The SQLite file of a chain: its connections, its tables, and what its table of facts says. */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describeError, StorageDamaged, StorageError, StorageFailed } from './storageError.ts';
import { databasePageBytes, genesisBytesMax, lockTimeoutMs, pageCacheBytes } from './storageLimits.ts';
import { hashBytes, type StoredBlock } from './storedBlock.ts';

/** The version of tables and files; another version is refused, except the one before, which had a table of cells. */
const formatVersion = 2;
const formatWithTable = 1;

/** A block's row. */
type BlockRow = [
  height: number,
  headerHash: Buffer,
  stateRoot: Buffer,
  header: Buffer,
  signature: Buffer,
  body: Buffer,
  receipts: Buffer,
  writes: Buffer,
  checksum: Buffer,
];

/** The columns of a `BlockRow`. */
export const blockColumns =
  'height, headerHash, stateRoot, header, signature, body, receipts, writes, checksum';

/** The path of the database in a data folder. */
export function databasePath(folder: string): string {
  return join(folder, 'chain.sqlite');
}

/** The path of the file of roots in a data folder. */
export function rootsPath(folder: string): string {
  return join(folder, 'roots.log');
}

/** Opens the database for writing: WAL, each commit synced, copying of the log left to the caller. */
export function openForWriting(folder: string, pageCountMax: number | undefined): Database.Database {
  const database = new Database(databasePath(folder), { timeout: lockTimeoutMs });
  try {
    // Heeded while the database is empty; later it keeps the size that it was made with.
    database.pragma(`page_size = ${databasePageBytes}`);
    expectPragma(database, 'journal_mode = WAL', 'journal_mode', 'wal');
    // A WAL database that is opened again falls back to NORMAL in this build, which loses commits in a power cut.
    expectPragma(database, 'synchronous = FULL', 'synchronous', 2);
    expectPragma(database, 'wal_autocheckpoint = 0', 'wal_autocheckpoint', 0);
    database.pragma(`cache_size = ${-pageCacheBytes / 1024}`);
    if (pageCountMax !== undefined) {
      expectPragma(database, `max_page_count = ${pageCountMax}`, 'max_page_count', pageCountMax);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens the database for reading: changes nothing, not even when it is the last connection to close. */
export function openForReading(folder: string): Database.Database {
  return new Database(databasePath(folder), { readonly: true, fileMustExist: true, timeout: lockTimeoutMs });
}

/** Whether the database has no table yet, as a first open that was cut short leaves it. */
export function isEmpty(database: Database.Database): boolean {
  return database.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0;
}

/** Makes the tables and writes the genesis, in one transaction. */
export function createTables(database: Database.Database, genesis: Uint8Array): void {
  if (genesis.length > genesisBytesMax) {
    throw new RangeError(`The genesis has ${genesis.length} bytes; ${genesisBytesMax} are allowed.`);
  }
  const create = database.transaction(() => {
    database.exec(
      `CREATE TABLE blocks (height INTEGER PRIMARY KEY, headerHash BLOB NOT NULL, stateRoot BLOB NOT NULL,
         header BLOB NOT NULL, signature BLOB NOT NULL, body BLOB NOT NULL, receipts BLOB NOT NULL,
         writes BLOB NOT NULL, checksum BLOB NOT NULL);
       CREATE TABLE facts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;`,
    );
    writeFact(database, 'format', Buffer.from([formatVersion]));
    writeFact(database, 'genesis', genesis);
    writeFact(database, 'genesisHash', hash('sha256', genesis, 'buffer'));
  });
  create.immediate();
}

/** Takes the table of cells out of a database of the version before: the file of cells is made anew from the blocks. */
export function upgradeTables(database: Database.Database): void {
  if (readFact(database, 'format')?.[0] !== formatWithTable) return;
  const upgrade = database.transaction(() => {
    database.exec("DROP TABLE IF EXISTS cells; DELETE FROM facts WHERE name = 'checkpoint';");
    writeFact(database, 'format', Buffer.from([formatVersion]));
  });
  upgrade.immediate();
}

/** One fact's bytes, or undefined if it is missing. */
function readFact(database: Database.Database, name: string): Buffer | undefined {
  const value = database.prepare('SELECT value FROM facts WHERE name = ?').pluck().get(name);
  return Buffer.isBuffer(value) ? value : undefined;
}

/** Writes one fact, in whatever transaction is open. */
function writeFact(database: Database.Database, name: string, value: Uint8Array): void {
  database.prepare('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)').run(name, value);
}

/** The genesis with its hash, checked, and the format, checked. Throws StorageDamaged where they do not fit. */
export function readGenesis(database: Database.Database): { genesis: Buffer; genesisHash: Buffer } {
  const format = readFact(database, 'format');
  if (format?.length !== 1 || (format[0] !== formatVersion && format[0] !== formatWithTable)) {
    throw new StorageDamaged(
      0,
      `The database before block 1 does not say that its format is ${formatVersion}.`,
    );
  }
  const genesis = readFact(database, 'genesis');
  const genesisHash = readFact(database, 'genesisHash');
  if (genesis === undefined || genesisHash === undefined || genesisHash.length !== hashBytes) {
    throw new StorageDamaged(0, 'The genesis, before block 1, is missing in the database.');
  }
  if (!hash('sha256', genesis, 'buffer').equals(genesisHash)) {
    throw new StorageDamaged(0, 'The stored genesis, before block 1, does not match its hash.');
  }
  return { genesis, genesisHash };
}

/** The block of a row and its checksum. Throws StorageDamaged if a column is not bytes. */
export function decodeRow(row: unknown, height: number): { block: StoredBlock; checksum: Buffer } {
  if (!isBlockRow(row)) throw new StorageDamaged(height, `The row of block ${height} does not hold bytes.`);
  const [rowHeight, headerHash, stateRoot, header, signature, body, receipts, writes, checksum] = row;
  const block = { height: rowHeight, headerHash, stateRoot, header, signature, body, receipts, writes };
  return { block, checksum };
}

/** Runs a read of block `height` and says of any error of SQLite that the block cannot be read. */
export function readingBlock<T>(height: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw new StorageDamaged(height, `Block ${height} cannot be read: ${describeError(error)}.`, error);
  }
}

function isBlockRow(row: unknown): row is BlockRow {
  return (
    Array.isArray(row) &&
    row.length === 9 &&
    typeof row[0] === 'number' &&
    row.slice(1).every((column) => Buffer.isBuffer(column)) &&
    row[1].length === hashBytes &&
    row[2].length === hashBytes
  );
}

function expectPragma(database: Database.Database, statement: string, name: string, wanted: unknown): void {
  database.pragma(statement);
  const found = database.pragma(name, { simple: true });
  if (found !== wanted)
    throw new StorageFailed(`SQLite has ${name} at ${String(found)}, not at ${String(wanted)}.`);
}
