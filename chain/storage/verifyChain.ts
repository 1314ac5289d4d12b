/** Compares every stored block with its checksum, its header's hash and the file of roots. */
import type Database from 'better-sqlite3';
import { blockColumns, decodeRow, readGenesis, readingBlock } from './chainDatabase.ts';
import { type RootsEntry, readRoots } from './rootsLog.ts';
import { describeError, StorageDamaged } from './storageError.ts';
import { blockBytes, checksumBlock, type StoredBlock } from './storedBlock.ts';

/** What a chain without blocks looks like; `seed` is the hash of its genesis. */
export function noBlocks(seed: Uint8Array): VerifiedChain {
  return {
    firstHeight: undefined,
    height: undefined,
    checksum: seed,
    missing: undefined,
    rootsChain: seed,
    blocks: 0,
    bytes: 0,
  };
}

/** The pure hash of a header's bytes, 32 bytes. */
export type HashHeader = (header: Uint8Array) => Uint8Array;

/** What a check found in order. */
export interface VerifiedChain {
  /** The first block's height, or undefined if there is none. */
  firstHeight: number | undefined;
  /** The last block's height, or undefined if there is none. */
  height: number | undefined;
  /** The last row's checksum; the hash of the genesis if there is no block. */
  checksum: Uint8Array;
  /** The last block if the file of roots lacks it, as a crash between the two syncs leaves it. */
  missing: StoredBlock | undefined;
  /** The chain hash of the last entry of the file of roots; the hash of the genesis if there is none. */
  rootsChain: Uint8Array;
  blocks: number;
  bytes: number;
}

/**
 * Reads all rows and all entries once, one block in memory at a time.
 * @param tolerance `writer` while the folder is locked: the file of roots may lack the last block. `reader` beside a
 *   running writer: blocks above the file of roots are not looked at.
 * @throws StorageDamaged naming the first block where anything differs.
 */
export function verifyChain(
  database: Database.Database,
  rootsFile: string,
  hashHeader: HashHeader,
  tolerance: 'writer' | 'reader',
): VerifiedChain {
  const seed = readGenesis(database).genesisHash;
  const entries = readRoots(rootsFile, seed);
  const found = noBlocks(seed);
  const rows = database.prepare(`SELECT ${blockColumns} FROM blocks ORDER BY height`).raw().iterate();
  let torn = false;
  try {
    for (;;) {
      const height = found.height === undefined ? 1 : found.height + 1;
      // The entry first: a running writer adds to the database before the file, so the file is never ahead of a row.
      const entry: IteratorResult<RootsEntry, boolean> | undefined =
        found.missing === undefined && !torn ? entries.next() : undefined;
      const row = readingBlock(height, () => rows.next());
      if (entry?.done === true) torn = entry.value;
      const expected = entry?.done === false ? entry.value : undefined;
      if (row.done === true) {
        if (expected !== undefined || (torn && found.missing === undefined)) {
          throw missingBlock(expected?.height ?? height);
        }
        return found;
      }
      if (expected === undefined && tolerance === 'reader') return found;
      const { block, checksum } = decodeRow(row.value, height);
      checkBlock(block, checksum, found, hashHeader);
      if (expected !== undefined) {
        compareEntry(block, checksum, expected);
        found.rootsChain = Buffer.from(expected.chain);
      } else if (found.missing !== undefined) throw shortRoots(found.missing.height, block.height);
      else found.missing = block;
      found.firstHeight ??= block.height;
      found.height = block.height;
      found.checksum = checksum;
      found.blocks++;
      found.bytes += blockBytes(block);
    }
  } finally {
    rows.return?.();
    entries.return(false);
  }
}

/** Asks SQLite to check its own structure. Throws StorageDamaged naming the blocks that the database holds. */
export function checkStructure(database: Database.Database, height: number | undefined): void {
  const first = height ?? 0;
  const words = readingBlock(first, () => database.pragma('quick_check(1)', { simple: true }));
  if (words === 'ok') return;
  throw new StorageDamaged(
    first,
    `The database, whose last block is ${first}, fails its structure check: ${describeError(words)}.`,
  );
}

function checkBlock(
  block: StoredBlock,
  checksum: Buffer,
  found: VerifiedChain,
  hashHeader: HashHeader,
): void {
  const { height } = block;
  if (found.height === undefined ? height !== 0 && height !== 1 : height !== found.height + 1) {
    const gap = found.height === undefined ? 1 : found.height + 1;
    throw new StorageDamaged(
      gap,
      `Block ${gap} is missing in the database, which goes on with block ${height}.`,
    );
  }
  if (!checksumBlock(found.checksum, block).equals(checksum)) {
    throw new StorageDamaged(height, `The stored bytes of block ${height} do not match their checksum.`);
  }
  if (
    Buffer.compare(
      readingBlock(height, () => hashHeader(block.header)),
      block.headerHash,
    ) !== 0
  ) {
    throw new StorageDamaged(height, `The header of block ${height} does not have the hash stored with it.`);
  }
}

function compareEntry(block: StoredBlock, checksum: Uint8Array, entry: RootsEntry): void {
  const { height } = block;
  const differs = (what: string): StorageDamaged =>
    new StorageDamaged(
      height,
      `The ${what} of block ${height} differs between the database and the file of roots.`,
    );
  if (entry.height !== height) {
    throw new StorageDamaged(
      height,
      `The file of roots has block ${entry.height} where the database has ${height}.`,
    );
  }
  if (Buffer.compare(entry.headerHash, block.headerHash) !== 0) throw differs('header hash');
  if (Buffer.compare(entry.stateRoot, block.stateRoot) !== 0) throw differs('state root');
  if (Buffer.compare(entry.checksum, checksum) !== 0) throw differs('checksum');
}

function missingBlock(height: number): StorageDamaged {
  return new StorageDamaged(height, `Block ${height} is in the file of roots and missing in the database.`);
}

function shortRoots(from: number, to: number): StorageDamaged {
  return new StorageDamaged(
    from,
    `The file of roots ends before block ${from} and the database holds block ${to} too, so more than one is missing.`,
  );
}
