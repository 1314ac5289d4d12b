/** `scoring mine`: a file with a row a change, a bar where there is a terminal, and one sentence where there is nothing to mine. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { git, makeRepository } from '#scoring/training/testRepository.ts';
import { runCli } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'merit-mine-'));
afterAll(() => rmSync(folder, { recursive: true }));
const whole = join(folder, 'whole');
makeRepository(whole, [
  { day: 1, author: 'ann', message: 'Add', files: { 'a.ts': 'start(now);\nstop(then);\n' } },
  { day: 2, author: 'bob', message: 'Change', files: { 'a.ts': 'start(now);\nhalt(then);\n' } },
]);

async function mine(repository: string, out: string) {
  const [lines, errors, shown]: string[][] = [[], [], []];
  const code = await runCli(['scoring', 'mine', repository, '--out', out, '--json'], {
    stdout: (line) => lines?.push(line),
    stderr: (line) => errors?.push(line),
    progress: (text) => shown?.push(text),
    variables: {},
  });
  return { code, json: JSON.parse(lines?.at(-1) ?? '{}'), errors: errors ?? [], shown: shown ?? [] };
}

describe('scoring mine', () => {
  it('writes a row a change and says what it saw', async () => {
    const out = join(folder, 'features.csv');
    const { code, json, shown, errors } = await mine(whole, out);
    expect([code, errors]).toEqual([0, []]);
    expect(json).toMatchObject({ changes: 2, authors: 2, judged: 0, absentPaths: [], out });
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(4);
    expect(shown[0]).toMatch(/^\[#{15}\.{15}\] 1 of 2 changes/);
    expect(shown.at(-1)).toBe('');
  });

  it.each([
    ['cli.noRepository', () => join(folder, 'nowhere'), 'out.csv'],
    ['cli.emptyHistory', () => emptyRepository(), 'out.csv'],
    ['cli.shallowHistory', () => shallowRepository(), 'out.csv'],
    ['cli.noOutput', () => whole, 'no/folder/out.csv'],
  ])('%s', async (expected, repository, out) => {
    const { code, json, errors } = await mine(repository(), join(folder, out));
    expect(code).toBe(1);
    expect(json).toMatchObject({ error: { code: expected } });
    expect(errors.join()).toContain(expected);
  });

  it('says which files it read without lines', async () => {
    const torn = join(folder, 'torn');
    makeRepository(torn, [
      { day: 1, author: 'ann', message: 'Add', files: { 'a.ts': 'start(now);\n' } },
      { day: 2, author: 'ann', message: 'Change', files: { 'a.ts': 'start(later);\n' } },
    ]);
    const id = git(torn, 'rev-parse', 'HEAD~1:a.ts').trim();
    rmSync(join(torn, 'objects', id.slice(0, 2), id.slice(2)));
    const { code, json, errors } = await mine(torn, join(folder, 'torn.csv'));
    expect([code, json.absentPaths]).toEqual([0, ['a.ts']]);
    expect(errors.join()).toContain('without lines: 1.');
  });
});

function emptyRepository(): string {
  const path = join(folder, 'empty');
  mkdirSync(path);
  git(path, 'init', '-q', '--bare');
  return path;
}

function shallowRepository(): string {
  const path = join(folder, 'shallow');
  git(folder, 'clone', '-q', '--bare', '--depth', '1', `file://${whole}`, path);
  return path;
}
