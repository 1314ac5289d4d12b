/** The file of cells: all cells after one block, lane by lane in the order of their paths, each lane with its CRC-32. */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { laneCount } from '../state/sharedCells.ts';
import { crashPoint } from './crashPoint.ts';
import { syncFolder, writeExactly } from './disk.ts';
import { faultPoint } from './faultPoint.ts';
import { StorageDamaged } from './storageError.ts';
import { hashBytes } from './storedBlock.ts';

/**
 * One lane's cells: `rows` is a write-set without removals; `places` holds the place of each row within the lane, a
 * u32le each, by which the rows are sorted (rows of one place by their keys).
 */
export interface LaneRows {
  readonly places: Buffer;
  readonly rows: Buffer;
}

/** Bytes of a place. */
export const placeBytes = 4;
/** Bits of a path that a place has: those after the lane's byte. */
export const placeBits = 28;

const magic = Buffer.from('mlcells1');
const laneEntryBytes = 12;
const heightOffset = magic.length;
const checksumOffset = heightOffset + 8;
const lanesOffset = checksumOffset + hashBytes;
const crcOffset = lanesOffset + laneCount * laneEntryBytes;
const headBytes = crcOffset + 4;
/** Written bytes are synced in steps of this size, so that no sync holds up an append for long. */
const syncBytes = 4 * 1024 * 1024;

/** The path of the file of cells in a data folder. */
function cellFilePath(folder: string): string {
  return join(folder, 'cells');
}

/** A file of cells, open for reading. */
export class CellFile {
  /** The block after which the cells are as they stand here, and the checksum of its row. */
  readonly height: number;
  readonly checksum: Uint8Array;
  /** Bytes of all rows. */
  readonly bytes: number;
  readonly #descriptor: number;
  readonly #head: Buffer;
  readonly #offsets: number[] = [];
  /** Grows to the largest lane. */
  #buffer = Buffer.allocUnsafeSlow(0);

  /**
   * Opens the file of a folder; undefined if there is none.
   * @param last a block that the message can name if the file does not say which block it is of.
   * @throws StorageDamaged if its head is not as it was written.
   */
  static open(folder: string, last: number): CellFile | undefined {
    const path = cellFilePath(folder);
    if (!existsSync(path)) return undefined;
    const descriptor = openSync(path, 'r');
    try {
      return new CellFile(descriptor, last);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  private constructor(descriptor: number, last: number) {
    this.#descriptor = descriptor;
    this.#head = Buffer.alloc(headBytes);
    const { size } = fstatSync(descriptor);
    const got = readSync(descriptor, this.#head, 0, headBytes, 0);
    const head = this.#head;
    if (
      got !== headBytes ||
      !head.subarray(0, magic.length).equals(magic) ||
      crc32(head.subarray(0, crcOffset)) !== head.readUInt32LE(crcOffset)
    ) {
      throw damagedCells(last, `The head of the file of cells, which serves block ${last}, is damaged`);
    }
    this.height = Number(head.readBigUInt64LE(heightOffset));
    this.checksum = head.subarray(checksumOffset, lanesOffset);
    let offset = headBytes;
    let bytes = 0;
    for (let lane = 0; lane < laneCount; lane++) {
      this.#offsets.push(offset);
      const entry = this.#entry(lane);
      offset += entry.count * placeBytes + entry.bytes;
      bytes += entry.bytes;
    }
    this.bytes = bytes;
    if (offset !== size) {
      throw damagedCells(
        this.height,
        `The file of cells of block ${this.height} has ${size} bytes, not ${offset}`,
      );
    }
  }

  /**
   * Reads a lane; it is good until the next one is read.
   * @throws StorageDamaged if its bytes are not those that were written.
   */
  readLane(lane: number): LaneRows {
    const { count, bytes, crc } = this.#entry(lane);
    const size = count * placeBytes + bytes;
    if (this.#buffer.length < size) this.#buffer = Buffer.allocUnsafeSlow(size + (size >> 2));
    const read = this.#buffer.subarray(0, size);
    for (let done = 0; done < size; ) {
      const got = readSync(this.#descriptor, read, done, size - done, (this.#offsets[lane] ?? 0) + done);
      if (got === 0) throw this.#damaged(lane);
      done += got;
    }
    if (crc32(read) !== crc) throw this.#damaged(lane);
    const split = count * placeBytes;
    return { places: read.subarray(0, split), rows: read.subarray(split) };
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #damaged(lane: number): StorageDamaged {
    return damagedCells(
      this.height,
      `Lane ${lane} of the file of cells of block ${this.height} does not match its checksum`,
    );
  }

  #entry(lane: number): { count: number; bytes: number; crc: number } {
    const at = lanesOffset + lane * laneEntryBytes;
    const head = this.#head;
    return { count: head.readUInt32LE(at), bytes: head.readUInt32LE(at + 4), crc: head.readUInt32LE(at + 8) };
  }
}

/** A file of cells in the making, beside the one in use until `finish`. */
export class CellFileWriter {
  readonly #folder: string;
  readonly #descriptor: number;
  readonly #head = Buffer.alloc(headBytes);
  #lane = 0;
  #offset = headBytes;
  #synced = 0;
  #bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
    removeUnfinished(folder);
    this.#descriptor = openSync(newPath(folder), 'wx');
  }

  /** Writes the next lane; `places` and `rows` as in `LaneRows`. */
  writeLane(places: Buffer, rows: Buffer): void {
    const at = lanesOffset + this.#lane * laneEntryBytes;
    this.#head.writeUInt32LE(places.length / placeBytes, at);
    this.#head.writeUInt32LE(rows.length, at + 4);
    this.#head.writeUInt32LE(crc32(rows, crc32(places)), at + 8);
    faultPoint('cellsWrite', this.#lane);
    writeExactly(this.#descriptor, places, this.#offset);
    writeExactly(this.#descriptor, rows, this.#offset + places.length);
    this.#offset += places.length + rows.length;
    this.#bytes += rows.length;
    this.#lane++;
    if (this.#offset - this.#synced >= syncBytes) this.#sync();
  }

  /** Makes this the file of cells in use, whole and synced; `checksum` is that of the row of block `height`. */
  finish(height: number, checksum: Uint8Array): { bytes: number } {
    const head = this.#head;
    magic.copy(head);
    head.writeBigUInt64LE(BigInt(height), heightOffset);
    head.set(checksum, checksumOffset);
    head.writeUInt32LE(crc32(head.subarray(0, crcOffset)), crcOffset);
    writeExactly(this.#descriptor, head, 0);
    crashPoint('cellsWritten', height);
    this.#sync();
    closeSync(this.#descriptor);
    crashPoint('cellsSynced', height);
    renameSync(newPath(this.#folder), cellFilePath(this.#folder));
    crashPoint('cellsRenamed', height);
    syncFolder(dirname(cellFilePath(this.#folder)));
    return { bytes: this.#bytes };
  }

  /** Ends without a result; what was written is removed before the next attempt. */
  abandon(): void {
    closeSync(this.#descriptor);
  }

  #sync(): void {
    faultPoint('cellsSync', this.#lane);
    fdatasyncSync(this.#descriptor);
    this.#synced = this.#offset;
  }
}

/** Removes what a writer left that was stopped before its end. */
export function removeUnfinished(folder: string): void {
  rmSync(newPath(folder), { force: true });
}

function newPath(folder: string): string {
  return `${cellFilePath(folder)}.new`;
}

/** The cells can be made anew: blocks and their write-sets are all that counts. */
function damagedCells(height: number, sentence: string): StorageDamaged {
  return new StorageDamaged(
    height,
    `${sentence}; remove the file "cells" from the data folder, and the next start makes it anew from the blocks.`,
  );
}

/** What is said where the file of cells does not belong to the blocks beside it. */
export function foreignCells(height: number, last: number): StorageDamaged {
  return damagedCells(
    Math.min(height, last),
    `The file of cells is of another block ${height} than the chain, whose last block is ${last}`,
  );
}
