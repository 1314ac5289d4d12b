/** A synchronous, read-only view of a stored chain, for replay and for serving blocks. */
import type Database from 'better-sqlite3';
import { cellPages } from './cellPages.ts';
import {
  blockColumns,
  decodeRow,
  openForReading,
  readGenesis,
  readingBlock,
  rootsPath,
} from './chainDatabase.ts';
import type { CellPage } from './lanePages.ts';
import { StorageDamaged } from './storageError.ts';
import { checksumBlock, type StoredBlock } from './storedBlock.ts';
import { type HashHeader, type VerifiedChain, verifyChain } from './verifyChain.ts';

/** Reads beside a running writer or alone; every block handed out has been compared with its checksum. */
export class ChainReader {
  readonly genesis: Uint8Array;
  readonly #folder: string;
  readonly #genesisHash: Uint8Array;
  readonly #database: Database.Database;
  readonly #select: Database.Statement;
  readonly #selectChecksum: Database.Statement;
  readonly #selectEnds: Database.Statement;

  /** Opens the database of an existing chain. Throws StorageDamaged if it cannot be read. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#database = readingBlock(0, () => openForReading(folder));
    try {
      const { genesis, genesisHash } = readingBlock(0, () => readGenesis(this.#database));
      this.genesis = genesis;
      this.#genesisHash = genesisHash;
      this.#select = this.#database.prepare(`SELECT ${blockColumns} FROM blocks WHERE height = ?`).raw();
      this.#selectChecksum = this.#database.prepare('SELECT checksum FROM blocks WHERE height = ?').pluck();
      this.#selectEnds = this.#database.prepare('SELECT min(height), max(height) FROM blocks').raw();
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** The heights of the first and the last block in the database, or undefined if there is none. */
  getHeights(): { first: number; last: number } | undefined {
    const row = readingBlock(0, () => this.#selectEnds.get()) as [number | null, number | null];
    const [first, last] = row;
    return first === null || last === null ? undefined : { first, last };
  }

  /** The block at a height, or undefined. Throws StorageDamaged if its bytes are not those that were stored. */
  getBlock(height: number): StoredBlock | undefined {
    return readingBlock(height, () => {
      const row = this.#select.get(height);
      if (row === undefined) return undefined;
      const { block, checksum } = decodeRow(row, height);
      const previous = this.#selectChecksum.get(height - 1) ?? this.#genesisHash;
      if (!(previous instanceof Uint8Array) || !checksumBlock(previous, block).equals(checksum)) {
        throw new StorageDamaged(height, `The stored bytes of block ${height} do not match their checksum.`);
      }
      return block;
    });
  }

  /** The blocks from one height to another, both included, each compared with its checksum. */
  *blocks(from: number, to: number): Generator<StoredBlock> {
    for (let height = from; height <= to; height++) {
      const block = this.getBlock(height);
      if (block === undefined)
        throw new StorageDamaged(height, `Block ${height} is missing in the database.`);
      yield block;
    }
  }

  /** Compares all blocks that the file of roots names with it; throws StorageDamaged naming the first that differs. */
  verify(hashHeader: HashHeader): VerifiedChain {
    return verifyChain(this.#database, rootsPath(this.#folder), hashHeader, 'reader');
  }

  /**
   * All cells as they are after block `last`, which must be stored, or else after the last block in the database.
   * @throws StorageDamaged, at the latest at the end: what was given before it must be thrown away.
   */
  *cellPages(last?: number): Generator<CellPage> {
    const heights = this.getHeights();
    if (heights === undefined) return;
    yield* cellPages(this.#database, this.#folder, { first: heights.first, last: last ?? heights.last });
  }

  /** Closes the connection. */
  close(): void {
    this.#database.close();
  }
}
