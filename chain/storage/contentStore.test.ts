/** Content: put, claimed, swept, erased, refused. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { hashContent, openContentStore } from './contentStore.ts';
import { contentBytesMax, contentUnclaimedMs } from './storageLimits.ts';

const folders: string[] = [];
const salt = '5a'.repeat(32);
const nowMs = 1_800_000_000_000;

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meritlane-content-'));
  folders.push(folder);
  return folder;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

async function* inChunks(
  total: number,
  chunk: number,
  onChunk: () => void = () => {},
): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < total; sent += chunk) {
    onChunk();
    yield new Uint8Array(Math.min(chunk, total - sent)).fill(7);
  }
}

test('content comes back with its salt, from bytes and from a stream', async () => {
  const store = await openContentStore(newFolder());
  const bytes = Buffer.from('From: someone\nSubject: a patch');
  const id = await store.put(bytes, salt, nowMs);
  expect(id).toBe(hashContent(salt, bytes));
  const found = await store.get(id);
  expect(found?.salt).toBe(salt);
  expect(Buffer.from(found?.bytes ?? []).equals(bytes)).toBe(true);
  const streamed = await store.put(inChunks(100_000, 999), salt, nowMs);
  expect(streamed).toBe(hashContent(salt, new Uint8Array(100_000).fill(7)));
});

test('exactly 8 MiB are taken, and one byte more is refused where it comes', async () => {
  const folder = newFolder();
  const store = await openContentStore(folder);
  await store.put(inChunks(contentBytesMax, 1 << 20), salt, nowMs);
  let chunks = 0;
  const endless = inChunks(Number.MAX_SAFE_INTEGER, 1 << 20, () => chunks++);
  await expect(store.put(endless, salt, nowMs)).rejects.toMatchObject({ code: 'api.contentTooLarge' });
  expect(chunks).toBe(9);
  expect(filesIn(folder)).toHaveLength(1);
  expect(store.usage).toEqual({ totalBytes: contentBytesMax, unclaimedBytes: contentBytesMax, files: 1 });
});

test('unclaimed content dies after ten minutes, claimed content stays, over a restart too', async () => {
  const folder = newFolder();
  let store = await openContentStore(folder);
  const kept = await store.put(Buffer.from('kept'), salt, nowMs);
  const lost = await store.put(Buffer.from('lost'), salt, nowMs);
  const later = await store.put(Buffer.from('later'), salt, nowMs + 1000);
  expect(await store.claim(kept)).toBe(true);
  expect(await store.claim(kept)).toBe(true);
  expect(await store.claim('00'.repeat(32))).toBe(false);
  expect(await store.sweep(nowMs + contentUnclaimedMs - 1)).toBe(0);
  store = await openContentStore(folder);
  expect(store.usage).toEqual({ totalBytes: 13, unclaimedBytes: 9, files: 3 });
  expect(await store.sweep(nowMs + contentUnclaimedMs)).toBe(1);
  expect(await store.get(lost)).toBeUndefined();
  expect(await store.get(kept)).toBeDefined();
  expect(await store.get(later)).toBeDefined();
  expect(await store.sweep(nowMs + 10 * contentUnclaimedMs)).toBe(1);
  expect(filesIn(folder)).toEqual([kept]);
});

test('erasing leaves neither salt nor bytes', async () => {
  const folder = newFolder();
  const store = await openContentStore(folder);
  const id = await store.put(Buffer.from('a secret of someone'), salt, nowMs);
  await store.claim(id);
  expect(await store.erase(id)).toBe(true);
  expect(await store.erase(id)).toBe(false);
  expect(await store.get(id)).toBeUndefined();
  expect(filesIn(folder)).toEqual([]);
  expect(store.usage).toEqual({ totalBytes: 0, unclaimedBytes: 0, files: 0 });
});

test('quotas hold for unclaimed bytes, all bytes and files, with uploads side by side', async () => {
  const store = await openContentStore(newFolder(), {
    unclaimedBytesMax: 1000,
    totalBytesMax: 1500,
    filesMax: 4,
  });
  const puts = [1, 2, 3, 4].map((index) => store.put(new Uint8Array(400).fill(index), salt, nowMs));
  const settled = await Promise.allSettled(puts);
  expect(settled.filter((result) => result.status === 'fulfilled').length).toBeLessThanOrEqual(2);
  for (const result of settled) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'api.contentQuota' });
    else await store.claim(result.value);
  }
  const claimed = store.usage.totalBytes;
  expect(store.usage.unclaimedBytes).toBe(0);
  await expect(store.put(new Uint8Array(1501 - claimed), salt, nowMs)).rejects.toMatchObject({
    code: 'api.contentQuota',
  });
  for (let index = store.usage.files; index < 4; index++) await store.put(Uint8Array.of(index), salt, nowMs);
  await expect(store.put(Uint8Array.of(9), salt, nowMs)).rejects.toMatchObject({ code: 'api.contentQuota' });
});

test('a changed file is not served', async () => {
  const folder = newFolder();
  const store = await openContentStore(folder);
  const id = await store.put(Buffer.from('some content'), salt, nowMs);
  const path = join(folder, 'unclaimed', id);
  const raw = readFileSync(path);
  raw[40] = (raw[40] ?? 0) ^ 1;
  writeFileSync(path, raw);
  await expect(store.get(id)).rejects.toMatchObject({ code: 'chain.contentDamaged' });
});

test('ids that are no hashes are no paths, and salts are checked', async () => {
  const folder = newFolder();
  const store = await openContentStore(folder);
  writeFileSync(join(folder, 'secret'), 'secret');
  for (const id of ['../secret', '/etc/passwd', '..', '', 'A'.repeat(64), `${'0'.repeat(64)}\n`]) {
    expect(await store.get(id)).toBeUndefined();
    expect(await store.claim(id)).toBe(false);
    expect(await store.erase(id)).toBe(false);
  }
  await expect(store.put(Buffer.from('x'), '../salt', nowMs)).rejects.toThrow(RangeError);
});

test('an upload that was cut short is gone after a restart', async () => {
  const folder = newFolder();
  await openContentStore(folder);
  writeFileSync(join(folder, 'uploading', 'half'), 'half');
  const store = await openContentStore(folder);
  expect(filesIn(folder)).toEqual([]);
  expect(store.usage.files).toBe(0);
});

test('content put twice is one file, and stays claimed', async () => {
  const folder = newFolder();
  const store = await openContentStore(folder);
  const id = await store.put(Buffer.from('twice'), salt, nowMs);
  await store.claim(id);
  expect(await store.put(Buffer.from('twice'), salt, nowMs)).toBe(id);
  expect(store.usage).toEqual({ totalBytes: 5, unclaimedBytes: 0, files: 1 });
});
