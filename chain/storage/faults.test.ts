/** Killed processes, flipped bytes and cut files: acknowledged blocks are there, or the store refuses and says which is not. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { toHex } from '../crypto/bytes.ts';
import { openChainFiles } from './chainFiles.ts';
import { ChainReader } from './chainReader.ts';
import { crashPhases, foldPhases } from './crashPoint.ts';
import { cellsOf, cutFile, flipByte, hashTestHeader, makeTestBlock, SeededRandom } from './faults.ts';
import type { CellPage } from './lanePages.ts';
import { rootsEntryBytes } from './rootsLog.ts';
import { StorageDamaged } from './storageError.ts';
import { checksumBlock, type StoredBlock } from './storedBlock.ts';

const seed = Number(process.env['SEED'] ?? 20_261_122);
const root = mkdtempSync(join(tmpdir(), 'meritlane-faults-'));
const genesis = Buffer.from('genesis of the crash loop');
const options = { genesis, hashHeader: hashTestHeader };
const lastHeight = 60;

afterAll(() => rmSync(root, { recursive: true, force: true }));

type Files = Map<string, Buffer>;

/** Everything that a folder serves, as one comparable text. */
function serve(folder: string, height: number): string {
  const reader = new ChainReader(folder);
  try {
    return describeAll([...reader.blocks(1, height)], reader.cellPages());
  } finally {
    reader.close();
  }
}

function expectedService(height: number): string {
  const blocks = Array.from({ length: height }, (_, index) => makeTestBlock(index + 1));
  return describeAll(blocks, blocks);
}

function describeAll(blocks: readonly StoredBlock[], pages: Iterable<Pick<CellPage, 'writes'>>): string {
  const cells = [...cellsOf(pages)].map(([key, value]) => `${key}=${toHex(value)}`);
  return [...blocks.map(describeBlock), ...cells.sort()].join('\n');
}

function describeBlock(block: StoredBlock): string {
  return `${block.height} ${checksumBlock(new Uint8Array(32), block).toString('hex')}`;
}

/** A stored chain as files: with all in the main file, or with half of it only in the write-ahead log. */
function makeChain(name: string, log: 'put away' | 'left'): Files {
  const folder = join(root, name);
  const files = openChainFiles(folder, options);
  const reader = log === 'left' ? new ChainReader(folder) : undefined;
  for (let height = 1; height <= lastHeight; height++) {
    files.append(makeTestBlock(height));
    if (height === 25) files.copyLog();
    if (height === 40) files.fold();
  }
  files.close();
  reader?.close();
  return readFolder(folder);
}

function readFolder(folder: string): Files {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

function restore(name: string, files: Files): string {
  const folder = join(root, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [file, bytes] of files) writeFileSync(join(folder, file), bytes);
  return folder;
}

/** Opens and reads all; returns 'same', or the refusal, which must name a block. Anything else fails the test. */
function outcome(folder: string, expected: string, what: string): 'same' | StorageDamaged {
  try {
    const files = openChainFiles(folder, { hashHeader: hashTestHeader });
    try {
      const service = serve(folder, files.found.height ?? 0);
      expect(service === expected, `${what}: something else is served`).toBe(true);
    } finally {
      files.close();
    }
    return 'same';
  } catch (error) {
    if (!(error instanceof StorageDamaged)) throw new Error(`${what}: a wrong error.`, { cause: error });
    expect(error.height, what).toBeTypeOf('number');
    expect(error.message, what).toMatch(/block (is )?\d+.*\.$/i);
    return error;
  }
}

describe('flipped bytes', () => {
  const expected = expectedService(lastHeight);
  test.each([
    ['chain.sqlite', 'put away', 300, 100],
    ['chain.sqlite-wal', 'left', 200, 20],
    ['chain.sqlite', 'left', 100, 20],
    ['roots.log', 'put away', 150, 100],
    ['cells', 'put away', 150, 150],
    ['cells', 'left', 60, 60],
  ] as const)('in %s (log %s): %i flips change nothing or are refused', (file, log, flips, refusedMin) => {
    const random = new SeededRandom(seed);
    const chain = makeChain('original', log);
    rmSync(join(root, 'original'), { recursive: true });
    expect(chain.has(file)).toBe(true);
    expect(outcome(restore('intact', chain), expected, 'without a fault')).toBe('same');
    let refused = 0;
    for (let index = 0; index < flips; index++) {
      const folder = restore('flipped', chain);
      const offset = flipByte(join(folder, file), random);
      if (outcome(folder, expected, `seed ${seed}, offset ${offset}`) !== 'same') refused++;
    }
    expect(refused).toBeGreaterThanOrEqual(refusedMin);
  });

  test.each([
    ['the head of the database', 'chain.sqlite', 'put away', 0, 100, 60],
    ['the root page of its tables', 'chain.sqlite', 'put away', 100, 16_384, 40],
    ['the head of the write-ahead log', 'chain.sqlite-wal', 'left', 0, 32, 32],
    ['the head of its first frame', 'chain.sqlite-wal', 'left', 32, 56, 24],
    ['the first entry of the file of roots', 'roots.log', 'left', 0, rootsEntryBytes, 60],
    ['the head of the file of cells', 'cells', 'left', 0, 3124, 60],
    ['the end of the file of cells', 'cells', 'left', -200, 0, 60],
  ] as const)('in %s', (_, file, log, from, to, flips) => {
    const random = new SeededRandom(seed);
    const chain = makeChain('regions', log);
    rmSync(join(root, 'regions'), { recursive: true });
    const size = chain.get(file)?.length ?? 0;
    const [first, end] = [from < 0 ? size + from : from, to <= 0 ? size + to : to];
    for (let index = 0; index < flips; index++) {
      const folder = restore('flipped', chain);
      const bytes = readFileSync(join(folder, file));
      // Each byte of a short region, in turn; any byte of a long one.
      const offset = first + (end - first <= flips ? index % (end - first) : random.next(end - first));
      bytes[offset] = (bytes[offset] ?? 0) ^ (1 << random.next(8));
      writeFileSync(join(folder, file), bytes);
      const found = outcome(folder, expected, `seed ${seed}, ${file} at ${offset}`);
      if (file === 'cells') expect(found, `${file} at ${offset}`).toBeInstanceOf(StorageDamaged);
    }
  });

  test('in a block: the refusal names that block', () => {
    const chain = makeChain('original', 'put away');
    for (const height of [1, 2, 31, lastHeight]) {
      const folder = restore('named', chain);
      const bytes = readFileSync(join(folder, 'chain.sqlite'));
      const { signature } = makeTestBlock(height);
      // Pages that SQLite moved leave old copies behind, so each copy is struck.
      for (let at = bytes.indexOf(signature); at !== -1; at = bytes.indexOf(signature, at)) {
        bytes[at + 5] = (bytes[at + 5] ?? 0) ^ 1;
      }
      writeFileSync(join(folder, 'chain.sqlite'), bytes);
      const found = outcome(folder, expected, `block ${height}`);
      expect(found).toMatchObject({ height, code: 'chain.storageDamaged' });
    }
  });

  test('while the store is open: the block is not served', () => {
    const folder = restore('open', makeChain('original2', 'put away'));
    const database = new Database(join(folder, 'chain.sqlite'));
    database.prepare('UPDATE blocks SET body = zeroblob(3) WHERE height = 7').run();
    database.close();
    const reader = new ChainReader(folder);
    expect(() => reader.getBlock(7)).toThrow('The stored bytes of block 7 do not match their checksum.');
    expect(() => reader.verify(hashTestHeader)).toThrow('block 7');
    expect(reader.getBlock(8)?.height).toBe(8);
    reader.close();
  });
});

describe('cut and exchanged files', () => {
  const expected = expectedService(lastHeight);
  const chain = makeChain('cut-original', 'left');

  test('a cut write-ahead log that loses blocks is refused', () => {
    const random = new SeededRandom(seed);
    const size = chain.get('chain.sqlite-wal')?.length ?? 0;
    let refused = 0;
    for (let index = 0; index < 60; index++) {
      const folder = restore('cut', chain);
      const kept = cutFile(join(folder, 'chain.sqlite-wal'), size, random);
      if (outcome(folder, expected, `seed ${seed}, ${kept} bytes kept`) !== 'same') refused++;
    }
    expect(refused).toBeGreaterThan(50);
  });

  test('a file of roots is completed if it lacks one block, whole or torn, and refused if it lacks two', () => {
    const size = lastHeight * rootsEntryBytes;
    for (const lost of [1, 17, rootsEntryBytes - 1, rootsEntryBytes]) {
      const folder = restore('short', chain);
      truncateSync(join(folder, 'roots.log'), size - lost);
      expect(outcome(folder, expected, `${lost} bytes lost`)).toBe('same');
      expect(readFileSync(join(folder, 'roots.log')).equals(chain.get('roots.log') ?? Buffer.alloc(0))).toBe(
        true,
      );
    }
    for (const lost of [rootsEntryBytes + 1, 2 * rootsEntryBytes, size]) {
      const folder = restore('short', chain);
      truncateSync(join(folder, 'roots.log'), size - lost);
      expect(outcome(folder, expected, `${lost} bytes lost`)).toBeInstanceOf(StorageDamaged);
    }
  });

  test.each(['chain.sqlite', 'roots.log'])('without %s the folder is refused', (file) => {
    const folder = restore('without', chain);
    rmSync(join(folder, file));
    expect(outcome(folder, expected, file)).toBeInstanceOf(StorageDamaged);
  });

  test('an entry of the file of roots beyond the database is refused', () => {
    const folder = restore('longer', chain);
    const database = new Database(join(folder, 'chain.sqlite'));
    database.prepare('DELETE FROM blocks WHERE height = ?').run(lastHeight);
    database.close();
    expect(outcome(folder, expected, 'longer')).toMatchObject({
      height: lastHeight,
      message: `Block ${lastHeight} is in the file of roots and missing in the database.`,
    });
  });

  test('a block that is exchanged with its checksums made good is refused by the file of roots', () => {
    const folder = restore('forged', chain);
    const database = new Database(join(folder, 'chain.sqlite'));
    const previous = database
      .prepare('SELECT checksum FROM blocks WHERE height = ?')
      .pluck()
      .get(lastHeight - 1);
    const forged = { ...makeTestBlock(lastHeight), body: Buffer.from('another body') };
    const checksum = checksumBlock(previous as Buffer, forged);
    database
      .prepare('UPDATE blocks SET body = ?, checksum = ? WHERE height = ?')
      .run(forged.body, checksum, lastHeight);
    database.close();
    expect(outcome(folder, expected, 'forged')).toMatchObject({
      message: `The checksum of block ${lastHeight} differs between the database and the file of roots.`,
    });
  });

  test('a refused folder stays as it was found', () => {
    const folder = restore('untouched', chain);
    truncateSync(join(folder, 'chain.sqlite-wal'), 40_000);
    const before = readFolder(folder);
    expect(outcome(folder, expected, 'untouched')).toBeInstanceOf(StorageDamaged);
    for (const name of ['chain.sqlite', 'chain.sqlite-wal', 'roots.log']) {
      expect(readFileSync(join(folder, name)).equals(before.get(name) ?? Buffer.alloc(0)), name).toBe(true);
    }
  });
});

interface Life {
  acknowledged: number;
  signal: NodeJS.Signals | null;
}

/** Runs the crash loop until it is killed: by itself at a phase, or by us after some acknowledgements. */
function live(folder: string, crashAt: string | undefined, killAfter: number): Promise<Life> {
  const { MERITLANE_CRASH_AT: _, ...environment } = process.env;
  const child: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL('./crashLoop.ts', import.meta.url)), folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: crashAt === undefined ? environment : { ...environment, MERITLANE_CRASH_AT: crashAt },
    },
  );
  let text = '';
  let count = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    count += chunk.toString().split('\n').length - 1;
    if (count >= killAfter) child.kill('SIGKILL');
  });
  return new Promise((resolve) => {
    child.on('close', (_code, signal) => {
      resolve({ acknowledged: Number(text.trim().split('\n').at(-1)), signal });
    });
  });
}

/** Those of a block that storage passes through; the node's own have a test beside the node. */
const storagePhases = crashPhases.filter((phase) => /Sync$/.test(phase));

describe('killed processes', () => {
  test.each(foldPhases)('at %s of a file of cells: the one before or the new one serves', async (phase) => {
    const folder = join(root, phase);
    const height = 60;
    const life = await live(folder, `${phase}:${height}`, Number.POSITIVE_INFINITY);
    expect(life).toEqual({ acknowledged: height, signal: 'SIGKILL' });
    expect(readdirSync(folder).includes('cells.new')).toBe(phase !== 'cellsRenamed');
    expect(serve(folder, height) === expectedService(height)).toBe(true);
    const files = openChainFiles(folder, options);
    expect(files.found.height).toBe(height);
    expect(files.lagBlocks).toBe(phase === 'cellsRenamed' ? 0 : height);
    files.close();
  });

  test('at each named phase: acknowledged blocks stay and the next life goes on', async () => {
    const folder = join(root, 'phases');
    const random = new SeededRandom(seed);
    let height = 0;
    for (let turn = 0; turn < 2; turn++) {
      for (const phase of storagePhases) {
        const crash = height + 2 + random.next(20);
        const life = await live(folder, `${phase}:${crash}`, Number.POSITIVE_INFINITY);
        expect(life).toEqual({ acknowledged: expect.any(Number), signal: 'SIGKILL' });
        expect(life.acknowledged || height).toBeLessThan(crash);
        const files = openChainFiles(folder, options);
        height = phase === 'beforeSync' ? crash - 1 : crash;
        expect(files.found.height).toBe(height);
        expect(files.found.missing?.height).toBe(phase === 'afterDatabaseSync' ? height : undefined);
        files.close();
        expect(serve(folder, height) === expectedService(height)).toBe(true);
      }
    }
  });

  test('at any moment: acknowledged blocks stay and the next life goes on', async () => {
    const folder = join(root, 'moments');
    const random = new SeededRandom(seed);
    let height = 0;
    for (let turn = 0; turn < 6; turn++) {
      const life = await live(folder, undefined, 1 + random.next(150));
      expect(life.signal).toBe('SIGKILL');
      expect(life.acknowledged).toBeGreaterThan(height);
      const files = openChainFiles(folder, options);
      height = files.found.height ?? 0;
      expect(height).toBeGreaterThanOrEqual(life.acknowledged);
      files.close();
    }
    expect(serve(folder, height) === expectedService(height)).toBe(true);
  });
});
