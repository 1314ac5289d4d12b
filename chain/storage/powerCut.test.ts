/** Power cuts: of what was written since the last sync any part may be missing, and each start is whole all the same. */
import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type ChainFiles, openChainFiles } from './chainFiles.ts';
import { ChainReader } from './chainReader.ts';
import { cellsOf, hashTestHeader, makeTestBlock, SeededRandom } from './faults.ts';
import { checksumBlock, type StoredBlock } from './storedBlock.ts';

const seed = Number(process.env['SEED'] ?? 20_261_123);
const root = mkdtempSync(join(tmpdir(), 'meritlane-power-'));
const options = { genesis: Buffer.from('a genesis'), hashHeader: hashTestHeader };
/** What a disk writes whole, at the least. */
const sectorBytes = 512;

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Blocks of many lengths, each following from its height. */
const blockOf = (height: number): StoredBlock => makeTestBlock(height, 8, (height * 7919) % 30_000);

/** What a disk holds; names and bytes. */
type Disk = ReadonlyMap<string, Buffer>;

const diskOf = (folder: string): Disk =>
  new Map(
    readdirSync(folder)
      // The index of the log in shared memory and the lock say nothing after a power cut.
      .filter((name) => name !== 'lock' && !name.endsWith('-shm'))
      .map((name) => [name, readFileSync(join(folder, name))]),
  );

/** A file of which `before` is synced and `after` is written: any sectors may have arrived, and any length. */
function mixed(before: Buffer, after: Buffer, random: SeededRandom): Buffer {
  const [shorter, longer] = before.length < after.length ? [before, after] : [after, before];
  const lengths = [
    before.length,
    after.length,
    shorter.length + random.next(longer.length - shorter.length + 1),
  ];
  const result = Buffer.alloc(lengths[random.next(3)] ?? 0);
  // From nothing arriving to all of it, and everything between.
  const share = [0, 1, 10, 50, 90, 99, 100][random.next(7)] ?? 0;
  for (let at = 0; at < result.length; at += sectorBytes) {
    const source = random.next(100) < share ? after : before;
    // What lies behind the end of what arrived is zeros, as a file system fills it.
    if (at < source.length)
      source.copy(result, at, at, Math.min(at + sectorBytes, source.length, result.length));
  }
  return result;
}

/**
 * The order in which one step syncs its files: what comes later is not written before what comes earlier is synced. The
 * log is written before what is copied out of it, and put away after that.
 */
const orderOf = (after: Disk): string[] => {
  const others = ['chain.sqlite', 'roots.log', 'cells.new', 'cells'];
  return (after.get(log)?.length ?? 0) > 0 ? [log, ...others] : [...others, log];
};
const log = 'chain.sqlite-wal';

/** A disk as a power cut during one step may leave it. */
function cut(before: Disk, after: Disk, random: SeededRandom): Disk {
  const changed = orderOf(after).filter((name) => !same(before.get(name), after.get(name)));
  const torn = random.next(changed.length + 1);
  const result = new Map(before);
  changed.forEach((name, index) => {
    const [old, made] = [before.get(name), after.get(name)];
    if (index > torn) return;
    // A file is renamed or removed wholly or not at all; one that was renamed was synced before.
    const isAtOnce = name === 'cells' || made === undefined;
    if (index === torn && isAtOnce && random.next(2) === 0) return;
    if (made === undefined) result.delete(name);
    else result.set(name, index === torn && !isAtOnce ? mixed(old ?? noBytes, made, random) : made);
  });
  // Until it takes the other's name, the new file of cells may stand there in any state.
  const renamed = after.get('cells');
  if (renamed !== undefined && !same(renamed, before.get('cells')) && !same(renamed, result.get('cells')))
    result.set('cells.new', mixed(before.get('cells.new') ?? noBytes, renamed, random));
  return result;
}

const noBytes = Buffer.alloc(0);

const same = (left: Buffer | undefined, right: Buffer | undefined): boolean =>
  left === right || (left !== undefined && right !== undefined && left.equals(right));

/** Opens what a cut left, and compares all that it serves with the blocks that were made. Returns its height. */
function start(disk: Disk, what: string, goesOn: boolean): number {
  const folder = join(root, 'cut');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, bytes] of disk) writeFileSync(join(folder, name), bytes);
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
      const found = start(cut(before, after, random), at, turn === 0);
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
  const heights = Array.from({ length: 30 }, () => start(cut(before, after, random), 'early', false));
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
