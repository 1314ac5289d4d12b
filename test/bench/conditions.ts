/** What a figure depends on besides the code: machine, versions, load, memory and how the disk is synced. */
import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, freemem, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openForWriting } from '#chain/storage/chainDatabase.ts';
import { workFolder } from './cache.ts';
import { median, rounded } from './statistics.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const megabyte = 1024 * 1024;
const syncs = 50;
const synchronousNames = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];

export interface Conditions {
  readonly node: string;
  readonly cores: number;
  readonly cpu: string;
  readonly system: string;
  /** Short hash, with a plus where files are changed. */
  readonly commit: string;
  readonly date: string;
  readonly memoryMb: number;
  readonly freeMb: number;
  readonly loadBefore: number;
  /** As the chain’s own connection has it. */
  readonly synchronous: string;
  /** The median of one small write with its sync, in the folder where the chains stand. */
  readonly syncMs: number;
}

const git = (...args: string[]): string => {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
};

/** Opens a database as the chain does and asks SQLite how it syncs; and times plain syncs beside it. */
const askDisk = (): Pick<Conditions, 'synchronous' | 'syncMs'> => {
  const folder = workFolder();
  try {
    const database = openForWriting(folder, undefined);
    const value = Number(database.pragma('synchronous', { simple: true }));
    database.close();
    const file = openSync(join(folder, 'sync'), 'w');
    const times = Array.from({ length: syncs }, () => {
      const begun = performance.now();
      writeSync(file, Buffer.alloc(512));
      fsyncSync(file);
      return performance.now() - begun;
    });
    closeSync(file);
    return { synchronous: synchronousNames[value] ?? `${value}`, syncMs: rounded(median(times), 2) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const conditions = (): Conditions => {
  const commit = git('rev-parse', '--short', 'HEAD').trim();
  const changed = git('status', '--porcelain', '--untracked-files=no').trim() === '' ? '' : '+';
  return {
    node: process.version,
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    system: `${platform()} ${release()}`,
    commit: commit === '' ? 'unknown' : `${commit}${changed}`,
    date: new Date().toISOString().slice(0, 10),
    memoryMb: rounded(totalmem() / megabyte),
    freeMb: rounded(freemem() / megabyte),
    loadBefore: loadNow(),
    ...askDisk(),
  };
};

/** The load average of the last minute. */
export const loadNow = (): number => rounded(loadavg()[0] ?? 0, 2);
