/** The command line over a real node in tests: a home of its own, the keys of named people, and what a command printed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '#api/cli/program.ts';
import { type ApiChain, secretOf } from './apiChain.ts';

interface Ran {
  readonly code: number;
  readonly lines: string[];
  readonly errors: string[];
  /** The last line as JSON; empty where it is none. */
  readonly json: Record<string, unknown>;
}
export interface TestCli {
  /** `$MERITLANE_HOME`, and the folder that commands are called in. */
  readonly home: string;
  run(...words: string[]): Promise<Ran>;
  /** Makes keys of these names, which are those that `signerNamed` signs with. */
  createKeys(...names: string[]): Promise<void>;
  close(): void;
}

export const startTestCli = (
  { app }: Pick<ApiChain, 'app'>,
  variables: Readonly<Record<string, string>> = {},
): TestCli => {
  const home = mkdtempSync(join(tmpdir(), 'merit-'));
  const run = async (...words: string[]): Promise<Ran> => {
    const lines: string[] = [];
    const errors: string[] = [];
    const code = await runCli(words, {
      stdout: (line) => lines.push(line),
      stderr: (line) => errors.push(line),
      variables: { MERITLANE_HOME: home, npm_lifecycle_event: 'merit', INIT_CWD: home, ...variables },
      fetch: async (input, init) => app.request(input.replace('http://localhost:4000', ''), init),
    });
    const last = lines.at(-1) ?? '';
    const json = last.startsWith('{') ? (JSON.parse(last) as Record<string, unknown>) : {};
    return { code, lines, errors, json };
  };
  return {
    home,
    run,
    async createKeys(...names) {
      for (const name of names) {
        await run('keys', 'create', name);
        const path = join(home, 'keys', `${name}.json`);
        writeFileSync(path, readFileSync(path, 'utf8').replace(/[0-9a-f]{64}/, secretOf(name)));
      }
    },
    close() {
      rmSync(home, { recursive: true, force: true });
    },
  };
};
