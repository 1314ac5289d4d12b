/** The files of one chain, opened, checked and written synchronously: what the storage thread works on. */
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { removeUnfinished } from './cellFile.ts';
import { CellFold, type FoldedCells, foldedCells } from './cellFold.ts';
import {
  createTables,
  databasePath,
  isEmpty,
  openForReading,
  openForWriting,
  readGenesis,
  rootsPath,
  upgradeTables,
} from './chainDatabase.ts';
import { crashPoint } from './crashPoint.ts';
import { syncFile, syncFolder } from './disk.ts';
import { faultPoint } from './faultPoint.ts';
import { lockFolder } from './folderLock.ts';
import { RootsLog } from './rootsLog.ts';
import { describeError, StorageDamaged, StorageError } from './storageError.ts';
import {
  foldBytesMax,
  lagBlocksMax,
  lagBytesMax,
  lagIdleBytes,
  lagShareBusy,
  lagShareIdle,
} from './storageLimits.ts';
import { blockBytes, checksumBlock, type StoredBlock } from './storedBlock.ts';
import { checkStructure, type HashHeader, noBlocks, type VerifiedChain, verifyChain } from './verifyChain.ts';

/** How to open a chain's files. */
export interface ChainFilesOptions {
  /** Written by the first open; later it must be the stored one, or be left out. */
  genesis?: Uint8Array | undefined;
  hashHeader: HashHeader;
  /** Pages of 16 KiB that the database may have; the store fails at the first block beyond. */
  pageCountMax?: number | undefined;
  /** Called once the folder is this process's own, with whether it holds a chain, which is then checked. */
  onLocked?: ((exists: boolean) => void) | undefined;
}

/**
 * Makes or opens the files in `folder`, checks all of them, and completes a file of roots that is one block short.
 * @throws StorageDamaged, StorageLocked, or a StorageError `chain.storageEmpty` or `chain.storageGenesis`.
 */
export function openChainFiles(folder: string, options: ChainFilesOptions): ChainFiles {
  makeFolder(folder);
  const unlock = lockFolder(folder);
  let database: Database.Database | undefined;
  let roots: RootsLog | undefined;
  try {
    const { exists, genesis, found, folded } = checkFiles(folder, options);
    database = openForWriting(folder, options.pageCountMax);
    if (exists) upgradeTables(database);
    else createTables(database, genesis);
    removeUnfinished(folder);
    const good = found.missing === undefined ? found.blocks : found.blocks - 1;
    roots = new RootsLog(rootsPath(folder), good, found.rootsChain);
    if (found.missing !== undefined) {
      // The killed process may not have synced this row: it must last before the file of roots speaks of it.
      const log = `${databasePath(folder)}-wal`;
      if (existsSync(log)) syncFile(log);
      const { height, headerHash, stateRoot } = found.missing;
      roots.append(height, headerHash, stateRoot, found.checksum);
    }
    return new ChainFiles({ folder, database, roots, unlock, genesis, found, folded });
  } catch (error) {
    roots?.close();
    database?.close();
    unlock();
    throw error;
  }
}

interface OpenFiles {
  folder: string;
  database: Database.Database;
  roots: RootsLog;
  unlock: () => void;
  genesis: Uint8Array;
  found: VerifiedChain;
  folded: FoldedCells;
}

/** The open files. After an error of any method they must be closed and nothing more be written. */
export class ChainFiles {
  /** What the check at the start found. */
  readonly found: Readonly<VerifiedChain>;
  readonly genesis: Uint8Array;
  readonly #folder: string;
  readonly #database: Database.Database;
  readonly #insert: Database.Statement;
  readonly #roots: RootsLog;
  readonly #unlock: () => void;
  #firstHeight: number | undefined;
  #next: number | undefined;
  #checksum: Uint8Array;
  #folded: FoldedCells;
  #fold: CellFold | undefined;
  #lagBytes = 0;
  #unsavedBytes = 0;

  constructor({ folder, database, roots, unlock, genesis, found, folded }: OpenFiles) {
    this.#folder = folder;
    this.found = found;
    this.genesis = genesis;
    this.#database = database;
    this.#roots = roots;
    this.#unlock = unlock;
    this.#insert = database.prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#folded = folded;
    this.#firstHeight = found.firstHeight;
    this.#next = found.height === undefined ? undefined : found.height + 1;
    this.#checksum = found.checksum;
    this.#lagBytes = this.#bytesAfter(folded);
  }

  /** Blocks whose writes the file of cells does not hold yet. */
  get lagBlocks(): number {
    return this.#next === undefined ? 0 : this.#next - (this.#nextFolded ?? this.#next);
  }

  /** Whether a new file of cells is being made. */
  get isFolding(): boolean {
    return this.#fold !== undefined;
  }

  /** Bytes appended since the write-ahead log was last copied into the database. */
  get unsavedBytes(): number {
    return this.#unsavedBytes;
  }

  /** Stores one block: when this returns, both files are synced. The height must be the next one. */
  append(block: StoredBlock): void {
    const { height } = block;
    if (this.#next === undefined ? height !== 0 && height !== 1 : height !== this.#next) {
      throw new RangeError(`Block ${height} is not the next one, ${this.#next ?? '0 or 1'}.`);
    }
    const checksum = checksumBlock(this.#checksum, block);
    const insert = this.#database.transaction(() => {
      this.#insert.run(
        height,
        block.headerHash,
        block.stateRoot,
        block.header,
        block.signature,
        block.body,
        block.receipts,
        block.writes,
        checksum,
      );
      crashPoint('beforeSync', height);
      faultPoint('databaseWrite', height);
    });
    insert.immediate();
    faultPoint('databaseSync', height);
    crashPoint('afterDatabaseSync', height);
    this.#roots.append(height, block.headerHash, block.stateRoot, checksum);
    crashPoint('afterSync', height);
    this.#firstHeight ??= height;
    this.#next = height + 1;
    this.#checksum = checksum;
    this.#lagBytes += block.writes.length;
    this.#unsavedBytes += blockBytes(block);
  }

  /** Whether the file of cells trails by so much that it should follow, while blocks come or while nothing waits. */
  wantsFold(when: 'busy' | 'idle'): boolean {
    const { bytes } = this.#folded;
    if (when === 'idle') return this.#lagBytes >= Math.max(lagIdleBytes, bytes / lagShareIdle);
    const most = Math.min(foldBytesMax, Math.max(lagBytesMax, bytes / lagShareBusy));
    return this.lagBlocks >= lagBlocksMax || this.#lagBytes >= most;
  }

  /** Goes on with the new file of cells, or begins one; returns whether it is done, or not needed. */
  foldStep(): boolean {
    if (this.#fold === undefined && this.lagBlocks === 0) return true;
    if (this.#firstHeight === undefined || this.#next === undefined) return true;
    this.#fold ??= new CellFold(this.#database, this.#folder, {
      first: this.#firstHeight,
      last: this.#next - 1,
    });
    const folded = this.#fold.step();
    if (folded === undefined) return false;
    this.#fold = undefined;
    this.#folded = folded;
    this.#lagBytes = this.#bytesAfter(folded);
    return true;
  }

  /** Brings the file of cells up to the last block. */
  fold(): void {
    while (this.lagBlocks > 0) this.foldStep();
  }

  /** Copies the write-ahead log into the database, as far as readers allow. */
  copyLog(): void {
    faultPoint('logCopy', (this.#next ?? 1) - 1);
    this.#database.pragma('wal_checkpoint(PASSIVE)');
    this.#unsavedBytes = 0;
  }

  /** Closes the files and releases the folder. */
  close(): void {
    try {
      this.#fold?.abandon();
      this.#database.close();
      this.#roots.close();
    } finally {
      this.#unlock();
    }
  }

  /** The first height that the file of cells does not hold. */
  get #nextFolded(): number | undefined {
    return this.#folded.height === undefined ? this.#firstHeight : this.#folded.height + 1;
  }

  /** Bytes of the write-sets that a file of cells does not hold. */
  #bytesAfter({ height }: FoldedCells): number {
    const sum = this.#database.prepare('SELECT total(length(writes)) FROM blocks WHERE height > ?').pluck();
    return sum.get(height ?? -1) as number;
  }
}

interface CheckedFiles {
  exists: boolean;
  genesis: Uint8Array;
  found: VerifiedChain;
  folded: FoldedCells;
}

/** Checks what is there through a connection that changes nothing, so that a refused folder stays as it was found. */
function checkFiles(folder: string, options: ChainFilesOptions): CheckedFiles {
  if (!hasBytes(databasePath(folder))) return newChain(folder, options);
  const database = readingStart(() => openForReading(folder));
  try {
    if (readingStart(() => isEmpty(database))) return newChain(folder, options);
    const { genesis } = readingStart(() => readGenesis(database));
    if (options.genesis !== undefined && Buffer.compare(options.genesis, genesis) !== 0) {
      throw new StorageError('chain.storageGenesis', 'The data folder holds a chain with another genesis.');
    }
    options.onLocked?.(true);
    const found = readingStart(() => verifyChain(database, rootsPath(folder), options.hashHeader, 'writer'));
    checkStructure(database, found.height);
    const folded = readingStart(() => foldedCells(database, folder, found.height));
    return { exists: true, genesis, found, folded };
  } finally {
    database.close();
  }
}

function newChain(folder: string, options: ChainFilesOptions): CheckedFiles {
  const { genesis } = options;
  if (hasBytes(rootsPath(folder))) {
    throw new StorageDamaged(
      1,
      'The file of roots has block 1 and later, and the database is missing or empty.',
    );
  }
  if (genesis === undefined) {
    throw new StorageError('chain.storageEmpty', 'The data folder holds no chain and no genesis was given.');
  }
  options.onLocked?.(false);
  const found = noBlocks(hash('sha256', genesis, 'buffer'));
  return { exists: false, genesis, found, folded: { height: undefined, bytes: 0 } };
}

/** Runs a read of what stands before the first block; an error of SQLite means that nothing can be served. */
function readingStart<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw new StorageDamaged(
      0,
      `The database cannot be read, from block 0 on: ${describeError(error)}.`,
      error,
    );
  }
}

function hasBytes(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0;
}

function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first !== undefined) syncFolder(dirname(first));
}
