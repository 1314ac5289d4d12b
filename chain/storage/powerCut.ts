/** A model of power cuts for tests: what a disk may hold when the power goes in the middle of a step. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeededRandom } from './faults.ts';

/** What a disk writes whole, at the least. */
const sectorBytes = 512;

/** What a disk holds; names and bytes. */
export type Disk = ReadonlyMap<string, Buffer>;

/** All that a folder holds, its subfolders left out. */
export const diskOf = (folder: string): Disk =>
  new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      // The index of the log in shared memory and the lock say nothing after a power cut.
      .filter((name) => name !== 'lock' && !name.endsWith('-shm'))
      .map((name) => [name, readFileSync(join(folder, name))]),
  );

/** A file of which `before` is synced and `after` is written: any sectors may have arrived, and any length. */
export function mixed(before: Buffer, after: Buffer, random: SeededRandom): Buffer {
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
export function cutPower(before: Disk, after: Disk, random: SeededRandom): Disk {
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

/** Puts all files of a disk into an empty folder. */
export const writeDisk = (folder: string, disk: Disk): void => {
  for (const [name, bytes] of disk) writeFileSync(join(folder, name), bytes);
};
