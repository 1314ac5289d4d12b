/** Files that one run makes and the next may use: chains with many accounts, keys and signed loads. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const base = join(tmpdir(), 'meritlane-bench');
/** Versions of the sources whose files are kept: one with a million accounts takes about 2 GB. */
const versionsKept = 2;
/** Versions used within this time stay, for another run may be using them. */
const idleMs = 3_600_000;

/** What made the files decides whether they still hold: the rules, the formats, and how the bench makes them. */
const sources = [
  'chain',
  'governance',
  'api/readModel',
  'test/support/arenaHistory.ts',
  'test/support/testDao.ts',
  ...['accounts', 'benchModule', 'genesis', 'loads', 'scenes', 'seedChain', 'setUp'].map(
    (name) => `test/bench/${name}.ts`,
  ),
];

const sourceHash = (): string => {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    const names = source.endsWith('.ts') ? [''] : readdirSync(path, { recursive: true, encoding: 'utf8' });
    for (const name of names.sort())
      if (name === '' || (name.endsWith('.ts') && !name.endsWith('.test.ts')))
        hash.update(`${source}/${name}`).update(readFileSync(join(path, name)));
  }
  return hash.digest('hex').slice(0, 16);
};

const openCache = (): string => {
  const own = join(base, sourceHash());
  mkdirSync(own, { recursive: true });
  utimesSync(own, new Date(), new Date());
  const byAge = readdirSync(base)
    .map((name) => ({ path: join(base, name), usedAt: statSync(join(base, name)).mtimeMs }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path, usedAt } of byAge.slice(versionsKept))
    if (Date.now() - usedAt > idleMs) rmSync(path, { recursive: true, force: true });
  return own;
};
let folder: string | undefined;

/** The folder of this version of the sources; older ones are removed. */
const cacheFolder = (): string => {
  folder ??= openCache();
  return folder;
};

/** The path of a kept file or folder, made by `make` at a path beside it where it is missing. */
export const kept = async (name: string, make: (path: string) => Promise<void>): Promise<string> => {
  const path = join(cacheFolder(), name);
  if (existsSync(path)) return path;
  const making = mkdtempSync(join(cacheFolder(), 'making-'));
  const unfinished = join(making, 'new');
  try {
    await make(unfinished);
    if (!existsSync(path)) renameSync(unfinished, path);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return path;
};

/** A short name for parameters. */
export const hashOf = (parameters: unknown): string =>
  createHash('sha256').update(JSON.stringify(parameters)).digest('hex').slice(0, 16);

/** A folder of this run, to be removed by whoever asked for it. */
export const workFolder = (): string => {
  mkdirSync(base, { recursive: true });
  return mkdtempSync(join(tmpdir(), 'meritlane-run-'));
};
