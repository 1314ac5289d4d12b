/** The whole product in a process of its own, as `npm start` runs it, over a fresh data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const startTimeoutMs = 60_000;

export interface Product {
  readonly url: string;
  readonly folder: string;
  readonly child: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  /** Ends with Ctrl-C's signal and answers the exit code; the folder stays unless `clean`. */
  stop(options?: { clean?: boolean; signal?: NodeJS.Signals }): Promise<number | null>;
}

/** Starts it on a free port and resolves when it prints its address. */
export const startProduct = async (environment: Record<string, string> = {}): Promise<Product> => {
  const folder = environment['DATA'] ?? mkdtempSync(join(tmpdir(), 'meritlane-'));
  const child = spawn(process.execPath, ['api/start.mjs'], {
    cwd: root,
    env: { ...process.env, PORT: '0', ...environment, DATA: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`It did not start in time.\n${printed}`)),
      startTimeoutMs,
    );
    const read = (chunk: unknown): void => {
      printed += String(chunk);
      const found = /Meritlane is at (http:\/\/localhost:\d+)/.exec(printed)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`It ended with ${code} before it had started.\n${printed}`));
    });
  });
  return {
    url,
    folder,
    child,
    output: () => printed,
    async stop({ clean = true, signal = 'SIGINT' } = {}) {
      child.kill(signal);
      const code = await exited;
      if (clean) rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
};
