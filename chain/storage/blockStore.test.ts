/** The store in use: append, reopen, cells, refusals, failures. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { type BlockStore, openStore, type StoreOptions } from './blockStore.ts';
import { openForWriting } from './chainDatabase.ts';
import { ChainReader } from './chainReader.ts';
import { hashTestHeader, makeTestBlock, testHeaderAddress } from './faults.ts';
import type { StorageError } from './storageError.ts';
import type { StoredBlock } from './storedBlock.ts';
import { forEachWrite } from './writeSet.ts';

const genesis = Buffer.from('a genesis');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meritlane-store-'));
  folders.push(folder);
  return folder;
}

async function open(folder: string, options: Partial<StoreOptions> = {}): Promise<BlockStore> {
  const onFatal = (error: StorageError): void => {
    throw error;
  };
  return openStore(folder, { genesis, hashHeader: testHeaderAddress, onFatal, ...options });
}

async function appendAll(store: BlockStore, from: number, to: number): Promise<void> {
  const pending: Promise<number>[] = [];
  for (let height = from; height <= to; height++) pending.push(store.append(makeTestBlock(height)));
  await Promise.all(pending);
}

/** The cells by a second way: all write-sets from the first. */
function expectedCells(to: number): Map<string, string> {
  const cells = new Map<string, string>();
  for (let height = 1; height <= to; height++) {
    forEachWrite(
      makeTestBlock(height).writes,
      (key, value) => cells.set(Buffer.from(key).toString(), Buffer.from(value).toString('hex')),
      (key) => cells.delete(Buffer.from(key).toString()),
    );
  }
  return cells;
}

function loadedCells(source: BlockStore | ChainReader): Map<string, string> {
  const cells = new Map<string, string>();
  source.loadCells(
    (key, value) => cells.set(Buffer.from(key).toString(), Buffer.from(value).toString('hex')),
    (key) => cells.delete(Buffer.from(key).toString()),
  );
  return cells;
}

function plain(block: StoredBlock | undefined): unknown {
  return block && Object.fromEntries(Object.entries(block).map(([k, v]) => [k, k === 'height' ? v : [...v]]));
}

test('blocks and cells are the same after reopening, folded or not', async () => {
  const folder = newFolder();
  let store = await open(folder);
  expect(store.height).toBeUndefined();
  expect(
    store.loadCells(
      () => {},
      () => {},
    ),
  ).toBeUndefined();
  await appendAll(store, 1, 20);
  expect(store.height).toBe(20);
  expect(loadedCells(store)).toEqual(expectedCells(20));
  await store.settle();
  await appendAll(store, 21, 33);
  expect(loadedCells(store)).toEqual(expectedCells(33));
  await store.close();

  store = await open(folder, {});
  expect(store.opened).toMatchObject({ firstHeight: 1, height: 33, completed: false, blocks: 33 });
  expect([...store.genesis]).toEqual([...genesis]);
  expect(loadedCells(store)).toEqual(expectedCells(33));
  for (let height = 1; height <= 33; height++)
    expect(plain(store.getBlock(height))).toEqual(plain(makeTestBlock(height)));
  expect(store.getBlock(0)).toBeUndefined();
  expect(store.getBlock(34)).toBeUndefined();
  await store.close();
});

test('the table of cells never trails by more than its bound under a load that does not pause', async () => {
  const folder = newFolder();
  const store = await open(folder);
  for (let from = 1; from <= 601; from += 100) await appendAll(store, from, from + 99);
  const database = new Database(join(folder, 'chain.sqlite'), { readonly: true });
  const checkpoint = database
    .prepare("SELECT value FROM facts WHERE name = 'checkpoint'")
    .pluck()
    .get() as Buffer;
  database.close();
  // The fold that follows the last acknowledged append may still be under way.
  expect(700 - Number(checkpoint.readBigUInt64BE(0)) + 1).toBeLessThanOrEqual(257);
  expect(loadedCells(store)).toEqual(expectedCells(700));
  await store.close();
});

test('a chain may begin at height 0, and a gap or a repetition is refused without harm', async () => {
  const store = await open(newFolder());
  await expect(store.append(makeTestBlock(2))).rejects.toThrow(RangeError);
  await store.append(makeTestBlock(0));
  await expect(store.append(makeTestBlock(2))).rejects.toThrow('does not follow');
  await expect(store.append(makeTestBlock(0))).rejects.toThrow('does not follow');
  await expect(store.append({ ...makeTestBlock(1), stateRoot: new Uint8Array(31) })).rejects.toThrow(
    '32 bytes',
  );
  await store.append(makeTestBlock(1));
  expect(store.height).toBe(1);
  await store.close();
});

test('a block is copied when it is appended', async () => {
  const store = await open(newFolder());
  const block = makeTestBlock(1);
  const done = store.append(block);
  block.body.fill(0);
  await done;
  expect(plain(store.getBlock(1))).toEqual(plain(makeTestBlock(1)));
  await store.close();
});

test('refuses a folder in use, a missing genesis and another genesis', async () => {
  const folder = newFolder();
  await expect(openStore(folder, { hashHeader: testHeaderAddress, onFatal: () => {} })).rejects.toMatchObject(
    {
      code: 'chain.storageEmpty',
    },
  );
  const store = await open(folder);
  await expect(open(folder)).rejects.toMatchObject({ code: 'chain.storageLocked' });
  await store.close();
  await expect(open(folder, { genesis: Buffer.from('another') })).rejects.toMatchObject({
    code: 'chain.storageGenesis',
  });
  const again = await open(folder);
  await again.close();
});

test('every connection that writes has synchronous FULL, the second open included', async () => {
  const folder = newFolder();
  for (let turn = 0; turn < 2; turn++) {
    const database = openForWriting(folder, undefined);
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    database.exec('CREATE TABLE IF NOT EXISTS t (x)');
    database.close();
  }
});

test('a full disk fails the store for good, and the next open has every acknowledged block', async () => {
  const folder = newFolder();
  const fatal: StorageError[] = [];
  let store = await open(folder, { pageCountMax: 60, onFatal: (error) => fatal.push(error) });
  let acknowledged = 0;
  const results = Array.from({ length: 60 }, (_, index) =>
    store.append(makeTestBlock(index + 1, 8, 20_000)).then(() => {
      acknowledged = index + 1;
    }),
  );
  const settled = await Promise.allSettled(results);
  expect(acknowledged).toBeGreaterThan(0);
  expect(settled.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'chain.storageFailed' } });
  await expect(store.append(makeTestBlock(61))).rejects.toMatchObject({ code: 'chain.storageFailed' });
  expect(fatal).toHaveLength(1);
  await store.close();

  store = await open(folder);
  expect(store.height).toBe(acknowledged);
  await store.append(makeTestBlock(acknowledged + 1));
  await store.close();
});

test.skipIf(process.platform !== 'linux')('a roots file that cannot be written fails the store', async () => {
  const folder = newFolder();
  symlinkSync('/dev/full', join(folder, 'roots.log'));
  const fatal: StorageError[] = [];
  const store = await open(folder, { onFatal: (error) => fatal.push(error) });
  await expect(store.append(makeTestBlock(1))).rejects.toMatchObject({ code: 'chain.storageFailed' });
  expect(store.height).toBeUndefined();
  expect(store.getBlock(1)).toBeUndefined();
  expect(fatal).toHaveLength(1);
  await store.close();
});

test('a closed store takes nothing, and closing twice is closing once', async () => {
  const store = await open(newFolder());
  await Promise.all([store.append(makeTestBlock(1)), store.close(), store.close()]);
  await expect(store.append(makeTestBlock(2))).rejects.toMatchObject({ code: 'chain.storageFailed' });
});

test('too many waiting appends are refused, and those that wait are stored', async () => {
  const store = await open(newFolder());
  const results: Promise<number>[] = [];
  for (let height = 1; height <= 257; height++) results.push(store.append(makeTestBlock(height, 1, 10)));
  const settled = await Promise.allSettled(results);
  expect(settled.filter((result) => result.status === 'fulfilled')).toHaveLength(256);
  expect(settled.at(-1)).toMatchObject({ reason: { code: 'chain.storageBusy' } });
  await store.append(makeTestBlock(257, 1, 10));
  await store.close();
});

test('a reader beside the writer verifies and replays what is there', async () => {
  const folder = newFolder();
  const store = await open(folder);
  await appendAll(store, 1, 12);
  const reader = new ChainReader(folder);
  expect(reader.verify(hashTestHeader)).toMatchObject({ firstHeight: 1, height: 12, blocks: 12 });
  await appendAll(store, 13, 15);
  expect([...reader.blocks(1, 15)].map(plain)).toEqual(
    Array.from({ length: 15 }, (_, index) => plain(makeTestBlock(index + 1))),
  );
  expect(reader.getHeights()).toEqual({ first: 1, last: 15 });
  expect(loadedCells(reader)).toEqual(expectedCells(15));
  reader.close();
  await store.close();
});
