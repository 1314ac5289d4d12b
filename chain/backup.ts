/** Copies of a stored chain: taken beside a running node, put back into an empty folder, and each time checked to the state root. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { toHex } from './crypto/bytes.ts';
import { LanedState } from './execution/lanedState.ts';
import { genesisHash } from './genesis.ts';
import { headerHashBytes } from './header.ts';
import { databasePath, openForReading, rootsPath } from './storage/chainDatabase.ts';
import { ChainReader } from './storage/chainReader.ts';
import { syncFile, syncFolder } from './storage/disk.ts';
import { rootsEntryBytes } from './storage/rootsLog.ts';
import { StorageDamaged, StorageError } from './storage/storageError.ts';
import { decodeWrites } from './storage/writeSet.ts';

/** How often, and after how long, the file of roots is read again: a sync takes milliseconds, on a slow disk a second. */
const rootsTriesMax = 100;
const rootsWaitMs = 20;

/** What a copy holds. */
export interface BackupFacts {
  /** The last block. */
  readonly height: number;
  /** Hex, as is the genesis' hash. */
  readonly stateRoot: string;
  readonly genesis: string;
  readonly blocks: number;
}

/**
 * Copies the blocks of a folder, whose node may run, into an empty one. Keys and contents are not in it: a copy may lie where neither
 * belongs, and what is erased must not come back. Rejects with a `StorageError`, also where the copy is not what was stored.
 */
export const backupChain = async (folder: string, target: string): Promise<BackupFacts> => {
  await copyChain(folder, target);
  return checkCopy(target);
};

/**
 * Puts a copy into a folder that holds no chain. Rejects with a `StorageError`: before anything is written where the copy is
 * damaged; what is written and then found to differ from it stays, for a look.
 */
export const restoreChain = async (source: string, folder: string): Promise<BackupFacts> => {
  const facts = checkCopy(source);
  await copyChain(source, folder);
  const restored = checkCopy(folder);
  if (restored.height !== facts.height || restored.stateRoot !== facts.stateRoot)
    throw new StorageDamaged(
      restored.height,
      `The folder holds block ${restored.height}, and the copy ${facts.height}.`,
    );
  return restored;
};

/** Copies blocks and the file of roots into an empty folder, whether a node runs on the source or not. */
const copyChain = async (source: string, target: string): Promise<void> => {
  makeEmpty(target);
  const database = openForReading(source);
  try {
    await database.backup(`${databasePath(target)}.part`);
  } catch (error) {
    throw new StorageError(
      'chain.storageFailed',
      `The copy failed: ${(error as Error).message}.`,
      undefined,
      error,
    );
  } finally {
    database.close();
  }
  // The database first, so that the file of roots soon has an entry for each block of the copy; later ones are cut off.
  await finish(target, nameDatabase(target), source);
};

/** Checks every block of a copy, and that the cells which the blocks leave have the state root of the last one. */
const checkCopy = (folder: string): BackupFacts => {
  if (!existsSync(databasePath(folder)))
    throw new StorageError('chain.storageEmpty', 'This folder holds no chain.');
  const reader = new ChainReader(folder);
  try {
    const { height, blocks } = reader.verify(headerHashBytes);
    const stored = reader.getHeights()?.last;
    const last = height === undefined ? undefined : reader.getBlock(height);
    if (height === undefined || last === undefined)
      throw new StorageError('chain.storageEmpty', 'This folder holds a chain without blocks.');
    if (stored !== height)
      throw new StorageDamaged(
        height + 1,
        `Block ${height + 1} has no entry in the file of roots; copy again.`,
      );
    const state = new LanedState();
    for (const { writes } of reader.cellPages(height)) state.apply(decodeWrites(new Uint8Array(writes)));
    const stateRoot = toHex(last.stateRoot);
    if (state.root() !== stateRoot)
      throw new StorageDamaged(
        height,
        `The cells have the root ${state.root()}, and block ${height} says ${stateRoot}.`,
      );
    return { height, stateRoot, blocks, genesis: genesisHash(reader.genesis) };
  } finally {
    reader.close();
  }
};

const makeEmpty = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  if (existsSync(databasePath(folder)) || existsSync(rootsPath(folder)))
    throw new StorageError('chain.storageGenesis', 'The folder already holds a chain; choose an empty one.');
};

/** Gives the copied database its name, and tells how many blocks it holds. */
const nameDatabase = (folder: string): number => {
  renameSync(`${databasePath(folder)}.part`, databasePath(folder));
  const database = openForReading(folder);
  try {
    return database.prepare('SELECT count(*) FROM blocks').pluck().get() as number;
  } finally {
    database.close();
  }
};

/** Takes over the entries of so many blocks from the file of roots of another folder, whose writer may be one behind. */
const finish = async (folder: string, blocks: number, source: string): Promise<void> => {
  const bytes = blocks * rootsEntryBytes;
  let roots = readFileSync(rootsPath(source));
  for (let tries = 0; roots.length < bytes && tries < rootsTriesMax; tries++) {
    await setTimeout(rootsWaitMs);
    roots = readFileSync(rootsPath(source));
  }
  writeFileSync(rootsPath(folder), roots.subarray(0, bytes));
  for (const path of [databasePath(folder), rootsPath(folder)]) syncFile(path);
  syncFolder(folder);
};
