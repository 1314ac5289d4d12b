/** Power cuts: of what was written since the last sync any part may be missing, and each start is whole all the same. */
import fs, { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type ChainFiles, openChainFiles } from './chainFiles.ts';
import { ChainReader } from './chainReader.ts';
import { cellsOf, hashTestHeader, makeTestBlock, SeededRandom } from './faults.ts';
import { cutPower, type Disk, diskOf, writeDisk } from './powerCut.ts';
import { checksumBlock, type StoredBlock } from './storedBlock.ts';

const seed = Number(process.env['SEED'] ?? 20_261_123);
const root = mkdtempSync(join(tmpdir(), 'meritlane-power-'));
const options = { genesis: Buffer.from('a genesis'), hashHeader: hashTestHeader };
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Blocks of many lengths, each following from its height. */
const blockOf = (height: number): StoredBlock => makeTestBlock(height, 8, (height * 7919) % 30_000);

/** Opens what a cut left, and compares all that it serves with the blocks that were made. Returns its height. */
function start(disk: Disk, what: string, goesOn: boolean): number {
  const folder = join(root, 'cut');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeDisk(folder, disk);
  let files: ChainFiles;
  try {
    files = openChainFiles(folder, options);
  } catch (error) {
    throw new Error(`${what}: the start is refused.`, { cause: error });
  }
  try {
    const height = files.found.height ?? 0;
    const blocks = Array.from({ length: height }, (_, index) => blockOf(index + 1));
    const reader = new ChainReader(folder);
    try {
      expect(cellsOf(reader.cellPages()), what).toEqual(cellsOf(blocks));
      for (const block of blocks) {
        const stored = reader.getBlock(block.height);
        expect(stored && checksumBlock(new Uint8Array(32), stored), what).toEqual(
          checksumBlock(new Uint8Array(32), block),
        );
      }
    } finally {
      reader.close();
    }
    // The next block and the next file of cells find their place.
    if (goesOn) {
      files.append(blockOf(height + 1));
      files.fold();
    }
    return height;
  } finally {
    files.close();
  }
}

test('a cut in any step loses nothing that was acknowledged, and the start is never refused', () => {
  const random = new SeededRandom(seed);
  const folder = join(root, 'chain');
  let files = openChainFiles(folder, options);
  let before = diskOf(folder);
  let height = 0;
  const outcomes = { kept: 0, lost: 0 };
  const step = (what: string, appended: number, work: () => void): void => {
    work();
    const after = diskOf(folder);
    for (let turn = 0; turn < 5; turn++) {
      const at = `seed ${seed}, ${what}, cut ${turn}, block ${height}`;
      const found = start(cutPower(before, after, random), at, turn === 0);
      expect(found, at).toBeGreaterThanOrEqual(height);
      expect(found, at).toBeLessThanOrEqual(height + appended);
      if (appended > 0) outcomes[found > height ? 'kept' : 'lost']++;
    }
    height += appended;
    before = after;
  };
  for (let round = 0; round < 20; round++) {
    step('append', 1, () => files.append(blockOf(height + 1)));
    if (round % 5 === 2) step('copy of the log', 0, () => files.copyLog());
    if (round % 7 === 3) {
      step('first half of a fold', 0, () => {
        for (let lane = 0; lane < 120; lane++) files.foldStep();
      });
      step('append within a fold', 1, () => files.append(blockOf(height + 1)));
      step('rest of the fold', 0, () => files.fold());
    }
    if (round % 9 === 8) {
      step('close and open', 0, () => {
        files.close();
        files = openChainFiles(folder, options);
      });
    }
  }
  files.close();
  // Both ends were seen: a block that was all there, and one that was not.
  expect(Math.min(outcomes.kept, outcomes.lost)).toBeGreaterThan(15);
});

test('without its sync a block is lost: the model tells a store that acknowledges too early', () => {
  const random = new SeededRandom(seed);
  const folder = join(root, 'early');
  const files = openChainFiles(folder, options);
  for (let height = 1; height <= 5; height++) files.append(blockOf(height));
  const before = diskOf(folder);
  files.append(blockOf(6));
  const after = diskOf(folder);
  files.close();
  const heights = Array.from({ length: 30 }, () => start(cutPower(before, after, random), 'early', false));
  // Were block 6 acknowledged before its sync, some of these would break that promise.
  expect(new Set(heights)).toEqual(new Set([5, 6]));
});

test('what the cuts take for granted is so: each file is synced before anything relies on it', () => {
  const calls: string[] = [];
  const paths = new Map<unknown, string>();
  const note = (call: string, file: unknown): void => {
    const text = `${call} ${basename(paths.get(file) ?? String(file))}`;
    if (calls.at(-1) !== text) calls.push(text);
  };
  const { openSync, writeSync, fdatasyncSync, fsyncSync, renameSync } = fs;
  const real = { openSync, writeSync, fdatasyncSync, fsyncSync, renameSync };
  Object.assign(fs, {
    openSync: (...words: Parameters<typeof openSync>) => {
      const descriptor = openSync(...words);
      paths.set(descriptor, String(words[0]));
      return descriptor;
    },
    writeSync: (...words: [number, Buffer, number, number, number]) => {
      note('write', words[0]);
      return writeSync(...words);
    },
    fdatasyncSync: (file: number) => {
      note('sync', file);
      fdatasyncSync(file);
    },
    fsyncSync: (file: number) => {
      note('sync', file);
      fsyncSync(file);
    },
    renameSync: (from: string, to: string) => {
      note('rename', from);
      renameSync(from, to);
    },
  });
  syncBuiltinESMExports();
  try {
    const files = openChainFiles(join(root, 'calls'), options);
    calls.length = 0;
    files.append(blockOf(1));
    expect(calls).toEqual(['write roots.log', 'sync roots.log']);
    calls.length = 0;
    files.fold();
    expect(calls).toEqual(['write cells.new', 'sync cells.new', 'rename cells.new', 'sync calls']);
    files.close();
  } finally {
    Object.assign(fs, real);
    syncBuiltinESMExports();
  }
});
