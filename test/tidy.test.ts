/** What can be checked of the style: a failure says what to do instead. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const folders = ['chain', 'governance', 'scoring', 'api', 'web', 'test'];
/** Built or generated: nobody's style. */
const skipped = /^(?:web\/dist|test\/golden|web\/public)\//;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Without comments and without what stands in quotes. */
  readonly code: string;
}

/** Comments and the inside of plain strings go; template literals stay, for they hold code. */
const codeOf = (text: string): string =>
  text.replaceAll(
    /\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|(^|[^:\\])\/\/[^\n]*/g,
    (found, before: string | undefined) =>
      found.startsWith("'") || found.startsWith('"') ? "''" : (before ?? ''),
  );
const files: readonly SourceFile[] = folders.flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !skipped.test(path))
    .map((path) => {
      const text = readFileSync(`${root}${path}`, 'utf8');
      return { path, text, code: codeOf(text) };
    }),
);
const isTest = (path: string): boolean => path.startsWith('test/') || /\.test\.tsx?$/.test(path);
const own = files.filter(({ path }) => !isTest(path));

/** What executes transactions, and what it decides with: the same bytes on every machine. */
const executes = ({ path }: SourceFile): boolean =>
  path.startsWith('governance/') ||
  /^chain\/(?:[a-z][a-zA-Z]*\.ts$|execution\/|state\/|crypto\/|proofs\/)/.test(path);

interface Ban {
  readonly word: RegExp;
  readonly instead: string;
  readonly where: (file: SourceFile) => boolean;
  /** Files where it is right, each with its reason. */
  readonly except?: Readonly<Record<string, string>>;
}
const forbids = 'takes it away from the threads that execute';
const sizes = 'sizes memory once at start; 2 to a whole power is exact and no state depends on it';
const timing = 'measures phases for the lane report, which no state depends on';
const bans: Readonly<Record<string, Ban>> = {
  Date: {
    word: /\bDate\b/,
    instead: 'use the header’s time',
    where: executes,
    except: { 'chain/execution/forbidMachine.ts': forbids },
  },
  'performance.now': {
    word: /\bperformance\b/,
    instead: 'use the header’s time',
    where: executes,
    except: {
      'chain/execution/plainExecutor.ts': timing,
      'chain/execution/lanePool.ts': timing,
      'chain/execution/laneWorker.ts': timing,
      'chain/execution/forbidMachine.ts': forbids,
    },
  },
  'Math.random': { word: /\bMath\.random\b/, instead: 'derive it from the transaction', where: executes },
  'Math.pow and **': {
    word: /\bMath\.pow\b|[\w)\]] ?\*\* ?[\w(]/,
    instead: 'shift, multiply or look it up; powers of floating point differ between engines',
    where: executes,
    except: { 'chain/state/sharedCells.ts': sizes, 'chain/state/stateTree.ts': sizes },
  },
  'other floating point': {
    word: /\bparseFloat\b|\bMath\.(?:sqrt|exp|log\w*|sin|cos|tan|hypot|cbrt)\b/,
    instead: 'use integers and a division that names its rounding',
    where: executes,
    except: { 'chain/state/sharedCells.ts': sizes },
  },
  locale: {
    word: /\blocaleCompare\b|\bIntl\b|\.toLocale\w+/,
    instead: 'compare code units or bytes',
    where: executes,
  },
  'changing text': {
    word: /\.normalize\(|\.toLowerCase\(|\.toUpperCase\(/,
    instead: 'take text as it is; two texts are equal when their bytes are',
    where: executes,
    except: { 'chain/crypto/address.ts': 'refuses capitals in an address without changing any text' },
  },
  'for-in': {
    word: /\bfor \((?:const|let) \w+ in\b/,
    instead: 'use Object.entries of a value with known fields, or a list',
    where: executes,
  },
  'async in rules': {
    word: /\basync\b|\bawait\b|\bPromise\b/,
    instead: 'a transition is synchronous and returns nothing',
    where: ({ path }) => path.startsWith('governance/'),
  },
  'module variables in rules': {
    word: /^(?:export )?(?:let|var) /m,
    instead: 'state is in cells; a variable of the module would differ between threads',
    where: ({ path }) => path.startsWith('governance/'),
  },
  'as any': { word: /\bas any\b/, instead: 'parse it with a schema', where: () => true },
  '@ts-ignore': {
    word: /@ts-(?:ignore|nocheck)/,
    instead: 'make the types say what is so',
    where: () => true,
  },
  'console.log': {
    word: /\bconsole\.\w+\(/,
    instead: 'use the node’s log',
    where: ({ path }) => !isTest(path),
    except: {},
  },
};

describe('every file', () => {
  it('was seen', () => {
    expect(own.length).toBeGreaterThan(50);
    expect(new Set(own.map(({ path }) => path.split('/')[0]))).toEqual(new Set(folders.slice(0, 5)));
  });

  it('opens with one sentence that says what it is', () => {
    const without = own
      .filter(({ path }) => !path.startsWith('web/'))
      .filter(({ text }) => !/^\/\*\* [A-Z`#].*\. \*\/$/.test(text.split('\n', 1)[0] ?? ''));
    expect(without.map(({ path }) => path)).toEqual([]);
  });

  it('says nothing that waits to be done', () => {
    const waiting = files.filter(
      ({ path, text }) => path !== 'test/tidy.test.ts' && /\b(?:TODO|FIXME|XXX|HACK)\b/.test(text),
    );
    expect(waiting.map(({ path }) => path)).toEqual([]);
  });
});

describe('words that are not used', () => {
  it.each(Object.entries(bans))('%s', (_, { word, instead, where, except = {} }) => {
    const found = files
      .filter((file) => file.path !== 'test/tidy.test.ts' && where(file) && !isTest(file.path))
      .filter(
        ({ path, code, text }) =>
          except[path] === undefined && (word.test(code) || (word.source.startsWith('@') && word.test(text))),
      )
      .map(({ path, code }) => `${path}: ${word.exec(code)?.[0] ?? word.source}; ${instead}`);
    expect(found).toEqual([]);
  });

  it('have no stale exceptions', () => {
    const stale = Object.values(bans).flatMap(({ word, except = {} }) =>
      Object.keys(except).filter((path) => !word.test(files.find((file) => file.path === path)?.code ?? '')),
    );
    expect(stale).toEqual([]);
  });
});

/** Files of more than 400 lines, each with the reason why it is one file. */
const long: Readonly<Record<string, string>> = {};
it('files over 400 lines are few, and each has a reason', () => {
  const found = files.filter(({ text }) => text.split('\n').length > 401).map(({ path }) => path);
  expect(found.sort()).toEqual(Object.keys(long).sort());
});

it('every bound in chain/limits.ts has its reason', () => {
  const lines = readFileSync(`${root}chain/limits.ts`, 'utf8').split('\n');
  const bare = lines.filter((line, i) => {
    if (!line.startsWith('export const ')) return false;
    // Two bounds may share a reason when they follow each other.
    const before = lines[i - 1] ?? '';
    return !before.startsWith('/**') && !before.startsWith(' */') && !before.startsWith('export const ');
  });
  expect(lines.filter((line) => line.startsWith('export const ')).length).toBeGreaterThan(15);
  expect(bare).toEqual([]);
});

it('every decision is linked, numbered once, and says what else was possible', () => {
  const folder = `${root}docs/decisions/`;
  const index = readFileSync(`${folder}README.md`, 'utf8');
  const pages = readdirSync(folder).filter((name) => name !== 'README.md');
  expect(pages.length).toBeGreaterThan(10);
  for (const name of pages) {
    expect(name).toMatch(/^\d{4}-[a-z0-9-]+\.md$/);
    expect(index).toContain(`(${name})`);
    const page = readFileSync(`${folder}${name}`, 'utf8');
    for (const part of ['# ', '## Context', '## Decision', '## Alternatives', '## Consequences'])
      expect([name, page.includes(`${part}`)]).toEqual([name, true]);
  }
  expect(new Set(pages.map((name) => name.slice(0, 4))).size).toBe(pages.length);
});

it('documents name only files that exist', () => {
  const decisions = readdirSync(`${root}docs/decisions`).map((name) => `docs/decisions/${name}`);
  const documents = ['CONTRIBUTING.md', 'docs/architecture.md', 'docs/governance.md', ...decisions];
  const missing = documents.flatMap((document) =>
    [...readFileSync(`${root}${document}`, 'utf8').matchAll(/`((?:\w+\/)+[\w.-]*)`/g)]
      .map(([, path = '']) => path)
      .filter((path) => !existsSync(`${root}${path}`))
      .map((path) => `${document}: ${path}`),
  );
  expect(missing).toEqual([]);
});
