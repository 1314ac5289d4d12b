/** The table of cells: follows the blocks' write-sets some way behind, with its checkpoint and a digest of its rows. */
import type Database from 'better-sqlite3';
import { readFact, readingBlock, writeFact } from './chainDatabase.ts';
import { StorageDamaged } from './storageError.ts';
import { foldBlocksMax, foldBytesMax } from './storageLimits.ts';
import { type CellWrite, forEachWrite } from './writeSet.ts';

/** How far the table has come: the next height to fold in, the count of its rows and the sum of their hashes. */
export interface CellCheckpoint {
  next: number;
  rows: number;
  digest: CellDigest;
}

/** A sum over rows that any change of one byte, one lost row or one doubled row alters. */
interface CellDigest {
  first: number;
  second: number;
}

const checkpointBytes = 8 + 8 + 4 + 4;

/** The checkpoint; that of an empty table before the first fold. Throws StorageDamaged if it is malformed. */
export function readCheckpoint(database: Database.Database): CellCheckpoint {
  const bytes = readFact(database, 'checkpoint');
  if (bytes === undefined) return { next: 0, rows: 0, digest: { first: 0, second: 0 } };
  if (bytes.length !== checkpointBytes) {
    throw new StorageDamaged(
      0,
      "The checkpoint of the table of cells has a wrong length; the table's block is unknown.",
    );
  }
  return {
    next: Number(bytes.readBigUInt64BE(0)),
    rows: Number(bytes.readBigUInt64BE(8)),
    digest: { first: bytes.readUInt32BE(16), second: bytes.readUInt32BE(20) },
  };
}

/** Folds the next write-sets, as many as one transaction may take, into the table; returns the new checkpoint. */
export function foldCells(database: Database.Database, from: CellCheckpoint): CellCheckpoint {
  const { writes, next } = collectWrites(database, from.next);
  const digest = { ...from.digest };
  let rows = from.rows;
  const getValue = database.prepare('SELECT value FROM cells WHERE key = ?').pluck();
  const insert = database.prepare('INSERT INTO cells (key, value) VALUES (?, ?)');
  const update = database.prepare('UPDATE cells SET value = ? WHERE key = ?');
  const remove = database.prepare('DELETE FROM cells WHERE key = ?');
  const fold = database.transaction(() => {
    for (const { key, value } of writes) {
      const old = getValue.get(key);
      if (Buffer.isBuffer(old)) {
        addRow(digest, key, old, -1);
        rows--;
      }
      if (value !== undefined) {
        addRow(digest, key, value, 1);
        rows++;
        if (old === undefined) insert.run(key, value);
        else update.run(value, key);
      } else if (old !== undefined) remove.run(key);
    }
    const bytes = Buffer.alloc(checkpointBytes);
    bytes.writeBigUInt64BE(BigInt(next), 0);
    bytes.writeBigUInt64BE(BigInt(rows), 8);
    bytes.writeUInt32BE(digest.first, 16);
    bytes.writeUInt32BE(digest.second, 20);
    writeFact(database, 'checkpoint', bytes);
  });
  fold.immediate();
  return { next, rows, digest };
}

/**
 * Gives the cells as they are after block `height`: the rows of the table, then later write-sets in order.
 * Keys and values are good during the call only. Runs in the caller's transaction.
 * @throws StorageDamaged after the rows, if they do not match the checkpoint's digest.
 */
export function loadCells(
  database: Database.Database,
  height: number,
  onCell: (key: Uint8Array, value: Uint8Array) => void,
  onRemove: (key: Uint8Array) => void,
): void {
  const checkpoint = readCheckpoint(database);
  if (checkpoint.next > height + 1) {
    throw new StorageDamaged(
      height,
      `The table of cells is at block ${checkpoint.next - 1}, after block ${height}.`,
    );
  }
  const digest = { first: 0, second: 0 };
  let rows = 0;
  readingBlock(checkpoint.next - 1, () => {
    for (const row of database.prepare('SELECT key, value FROM cells').raw().iterate()) {
      const [key, value] = row as [unknown, unknown];
      if (!Buffer.isBuffer(key) || !Buffer.isBuffer(value)) throw damagedCells(checkpoint);
      addRow(digest, key, value, 1);
      rows++;
      onCell(key, value);
    }
  });
  const { first, second } = checkpoint.digest;
  if (rows !== checkpoint.rows || digest.first !== first || digest.second !== second)
    throw damagedCells(checkpoint);
  const select = database.prepare(
    'SELECT height, writes FROM blocks WHERE height >= ? AND height <= ? ORDER BY height',
  );
  for (const row of select.raw().iterate(checkpoint.next, height)) {
    const [blockHeight, writes] = row as [number, Buffer];
    readingBlock(blockHeight, () => forEachWrite(writes, onCell, onRemove));
  }
}

function damagedCells(checkpoint: CellCheckpoint): StorageDamaged {
  const height = checkpoint.next - 1;
  return new StorageDamaged(height, `The table of cells at block ${height} does not match its digest.`);
}

function collectWrites(database: Database.Database, from: number): { writes: CellWrite[]; next: number } {
  const byKey = new Map<string, CellWrite>();
  const keep = (key: Uint8Array, value: Uint8Array | undefined): void => {
    byKey.set(Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1'), { key, value });
  };
  let next = from;
  let bytes = 0;
  const select = database.prepare(
    'SELECT height, writes FROM blocks WHERE height >= ? ORDER BY height LIMIT ?',
  );
  for (const row of select.raw().iterate(from, foldBlocksMax)) {
    const [height, writes] = row as [number, Buffer];
    bytes += writes.length;
    if (bytes > foldBytesMax && next > from) break;
    forEachWrite(writes, keep, (key) => keep(key, undefined));
    next = height + 1;
  }
  // In the table's own order neighbouring rows share a page, which is then found and changed once.
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, write]) => write);
  return { writes: sorted, next };
}

/**
 * Adds a row's hash to the digest, or takes it away. Each step of FNV-1a is a bijection, so a changed byte always
 * changes the hash; a cryptographic hash would cost a start with a million cells a second and guard no better
 * against rot, and against malice there is the state root.
 */
function addRow(digest: CellDigest, key: Uint8Array, value: Uint8Array, sign: 1 | -1): void {
  let first = Math.imul(0x811c9dc5 ^ key.length, 0x01000193);
  let second = Math.imul(0x9e3779b9 ^ key.length, 0x85ebca6b);
  for (let index = 0; index < key.length; index++) {
    const byte = key[index] ?? 0;
    first = Math.imul(first ^ byte, 0x01000193);
    second = Math.imul((second ^ byte) + 0x7f4a7c15, 0x85ebca6b);
  }
  for (let index = 0; index < value.length; index++) {
    const byte = value[index] ?? 0;
    first = Math.imul(first ^ byte, 0x01000193);
    second = Math.imul((second ^ byte) + 0x7f4a7c15, 0x85ebca6b);
  }
  digest.first = (digest.first + sign * first) >>> 0;
  digest.second = (digest.second + sign * second) >>> 0;
}
