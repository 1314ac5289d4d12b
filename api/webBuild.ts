/** Builds the web app in a child process where `web/dist` is missing or older than its sources. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const webFolder = join(root, 'web', 'dist');
const stampFile = join(webFolder, 'built-from');
/** Folders that the pages are built from. */
const sources = ['web', 'api/client', 'governance', 'chain', 'scoring'];

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return path === 'web/dist' || entry.name === 'node_modules' ? [] : filesIn(path);
    return /\.(ts|tsx|css|html|json|svg|js)$/.test(entry.name) && !entry.name.includes('.test.')
      ? [path]
      : [];
  });

/** A hash over all sources of the pages. */
const stampOfSources = (): string => {
  const hash = createHash('sha256');
  for (const path of [...sources.flatMap(filesIn), 'package-lock.json'].sort())
    hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex');
};

/** Whether the built pages fit their sources. */
export const webIsBuilt = (): boolean =>
  existsSync(join(webFolder, 'index.html')) &&
  existsSync(stampFile) &&
  readFileSync(stampFile, 'utf8') === stampOfSources();

/** Builds; rejects with what the builder printed. */
export const buildWeb = async (): Promise<void> => {
  const stamp = stampOfSources();
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(
    process.execPath,
    [vite, 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`The pages could not be built.\n${output.slice(-4_000)}`);
  writeFileSync(stampFile, stamp);
};

if (import.meta.main) await buildWeb();
