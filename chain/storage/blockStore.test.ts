/** The store in use: append, reopen, cells, refusals, failures. */
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type BlockStore, openStore, type StoreOptions } from './blockStore.ts';
import { openForWriting } from './chainDatabase.ts';
import { ChainReader } from './chainReader.ts';
import { cellsOf, hashTestHeader, makeTestBlock, testHeaderAddress } from './faults.ts';
import type { StorageError } from './storageError.ts';
import { lagBytesMax } from './storageLimits.ts';
import type { StoredBlock } from './storedBlock.ts';
import { encodeWrites } from './writeSet.ts';

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
function expectedCells(to: number): Map<string, Uint8Array> {
  return cellsOf(Array.from({ length: to }, (_, index) => makeTestBlock(index + 1)));
}

function plain(block: StoredBlock | undefined): unknown {
  return block && Object.fromEntries(Object.entries(block).map(([k, v]) => [k, k === 'height' ? v : [...v]]));
}

test('blocks and cells are the same after reopening, folded or not', async () => {
  const folder = newFolder();
  let store = await open(folder);
  expect(store.height).toBeUndefined();
  expect([...store.cellPages()]).toEqual([]);
  await appendAll(store, 1, 20);
  expect(store.height).toBe(20);
  expect(cellsOf(store.cellPages())).toEqual(expectedCells(20));
  await store.settle();
  await appendAll(store, 21, 33);
  expect(cellsOf(store.cellPages())).toEqual(expectedCells(33));
  await store.close();

  store = await open(folder, {});
  expect(store.opened).toMatchObject({ firstHeight: 1, height: 33, completed: false, blocks: 33 });
  expect([...store.genesis]).toEqual([...genesis]);
  expect(cellsOf(store.cellPages())).toEqual(expectedCells(33));
  for (let height = 1; height <= 33; height++)
    expect(plain(store.getBlock(height))).toEqual(plain(makeTestBlock(height)));
  expect(store.getBlock(0)).toBeUndefined();
  expect(store.getBlock(34)).toBeUndefined();
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

test('a block is copied when it is appended, but for what is given away or shared', async () => {
  const store = await open(newFolder());
  const block = makeTestBlock(1);
  const done = store.append(block);
  block.body.fill(0);
  await done;
  const { writes, ...others } = makeTestBlock(2);
  const given = new Uint8Array(writes);
  const body = new Uint8Array(new SharedArrayBuffer(others.body.length));
  body.set(others.body);
  await store.append({ ...others, body, writes: given }, [given.buffer]);
  expect(given.length).toBe(0);
  expect(body).toEqual(others.body);
  for (const height of [1, 2]) expect(plain(store.getBlock(height))).toEqual(plain(makeTestBlock(height)));
  await store.close();
});

test('under a load that does not pause the file of cells follows, one step a block', async () => {
  const folder = newFolder();
  const store = await open(folder);
  const value = new Uint8Array(7 * 1024 * 1024);
  let height = 0;
  const append = (writes: Uint8Array): Promise<number> =>
    store.append({ ...makeTestBlock(++height), writes });
  for (let written = 0; written < lagBytesMax; written += value.length) {
    await append(encodeWrites([{ key: Buffer.from('large'), value: value.fill(height) }]));
  }
  const large = height;
  // The next append is sent before the one before is answered, so that the thread never has time of its own.
  const pending = [append(makeTestBlock(height).writes)];
  while (!existsSync(join(folder, 'cells')) && height < large + 400) {
    pending.push(append(makeTestBlock(height).writes));
    await pending.shift();
  }
  await Promise.all(pending);
  expect(existsSync(join(folder, 'cells'))).toBe(true);
  expect(cellsOf(store.cellPages()).get(Buffer.from('large').toString('hex'))?.[0]).toBe(large - 1);
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
  expect(cellsOf(reader.cellPages())).toEqual(expectedCells(15));
  reader.close();
  await store.close();
});
