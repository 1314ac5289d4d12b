/** The extractor: what counts, what counts nothing, what is known of the past, and what is not. */
import { expect, test } from 'vitest';
import { netSeries } from '../diff/netSeries.ts';
import { measure, patchOfTexts, TestProject } from '../history/testProject.ts';
import { parsePatch } from '../patch.ts';
import { patchOf, seriesOf } from '../testPatches.ts';
import { changeFeatures } from './changeFeatures.ts';

/** Code in which no three lines have the same structure as any other three. */
const code = `export function total(items: readonly Item[]): number {
  let sum = 0;
  for (const item of items) {
    if (item.price < 0) throw new RangeError('negative price');
    sum += item.price * item.count;
  }
  return Math.round(sum);
}
`;
const spec = `test('adds prices', () => {
  const items = [{ price: 2, count: 3 }];
  expect(total(items)).toBe(6);
});
`;
const added = (texts: Record<string, string>) =>
  measure(
    patchOfTexts(Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, [null, text]]))),
    null,
  );

test('new code, tests and documentation are counted by what they are', () => {
  const measured = added({
    'src/total.ts': code,
    'src/total.test.ts': spec,
    'docs/guide.md': '# Totals\n\nHow prices are added up, and when they are refused.\n',
    'package.json': '{ "name": "totals" }\n',
  });
  expect(measured).toMatchObject({
    codeLines: 6,
    codeFiles: 1,
    testFiles: 1,
    docsFiles: 1,
    configFiles: 1,
    newFiles: 4,
    newFileShare: 1_000,
    folders: 3,
    areas: 3,
    newSymbols: 1,
    assertions: 1,
    hasTests: 1,
    movedShare: 0,
    removedLines: 0,
    docsPhrases: 8,
    isHistoryKnown: 0,
  });
  expect(measured.units).toBeGreaterThan(0);
});

test.each([
  ['comments', { 'a.ts': '// call(one);\n/*\ncall(two);\n*/\n' }],
  ['blank lines and brackets', { 'a.ts': '\n\n}\n);\n{\n' }],
  ['vendored files', { 'vendor/total.ts': code, 'node_modules/a/total.js': code }],
  ['generated files', { 'dist/total.js': code, 'src/__generated__/total.ts': code, 'go.sum': code }],
  ['files that a generator marked', { 'total.ts': `// @generated\n${code}` }],
  [
    'prose in a code file',
    { 'a.ts': 'Words and words and more words\nthen even more of these words here\n' },
  ],
])('%s count nothing', (_, texts) => {
  const measured = added(texts);
  const known = changeFeatures.filter(({ id, min }) => min === 0 && measured[id] !== 0);
  expect(known).toEqual([]);
  expect(measured.units).toBe(0);
});

test('moved, renamed and re-indented lines count nothing', () => {
  const project = new TestProject();
  project.change({ 'a.ts': code });
  const renamed = project.change({ 'a.ts': null, 'b/a.ts': code });
  expect(renamed.measured).toMatchObject({ units: 0, codeFiles: 0, movedShare: 0 });
  const indented = code.replaceAll(/^ {2}/gm, '\t');
  expect(project.change({ 'b/a.ts': indented }).measured).toMatchObject({
    units: 0,
    codeFiles: 0,
    movedShare: 1_000,
    removedLines: 0,
  });
  const [head, ...rest] = indented.split('\n');
  const turned = [...rest.slice(0, 4), head, ...rest.slice(4)].join('\n');
  expect(project.change({ 'b/a.ts': turned }).measured).toMatchObject({ units: 0, codeWindows: 0 });
});

test('copies are known where the history is, also with every name replaced', () => {
  const project = new TestProject();
  project.change({ 'a.ts': code });
  expect(project.change({ 'copy.ts': code }).measured).toMatchObject({ units: 0, knownLineShare: 1_000 });
  const disguised = code.replaceAll(/total|items|item|sum|price|count/g, (name) => `other${name}`);
  const copied = project.change({ 'disguised.ts': disguised }).measured;
  expect(copied).toMatchObject({ units: 0, codeWindows: 0 });
});

test('one form over and over is counted once', () => {
  const forms = Array.from({ length: 200 }, (_, index) => `const value${index} = read('${index}');\n`).join(
    '',
  );
  const { units, repeatedWindowShare, novelCode } = added({ 'a.ts': forms });
  expect([units, novelCode]).toEqual([1, 1]);
  expect(repeatedWindowShare).toBeGreaterThan(990);
});

test('the past of lines and files is what it was before the change', () => {
  const project = new TestProject();
  project.change({ 'a.ts': code }, 1);
  project.change({ 'other.ts': 'start(now);\n' }, 2);
  project.change({ 'a.ts': code.replace('sum += item.price', 'sum -= item.price') }, 2);
  const { measured } = project.change({ 'a.ts': code.replace('sum += item.price', 'sum = item.price') }, 3);
  expect(measured).toMatchObject({
    removedLines: 1,
    removedOrigins: 1,
    removedAge: 1,
    youngRemovedShare: 1_000,
    fileLength: 8,
    fileAuthors: 2,
    fileAge: 1,
    fileChanges: 2,
    mostChanges: 2,
    recentChanges: 2,
    changesPerFile: 2_000,
    authorShare: 1_000,
    isHistoryKnown: 1,
  });
});

test('a file that is renamed keeps its past', () => {
  const project = new TestProject();
  project.change({ 'a.ts': code }, 1);
  const { measured } = project.change({ 'a.ts': null, 'b/a.ts': `${code}start(now);\n` });
  expect(measured).toMatchObject({ fileChanges: 1, fileAuthors: 1, newFiles: 0, deletedFiles: 0 });
});

test('without a history, or files in it, the past is unknown', () => {
  const past = ['fileLength', 'fileAuthors', 'fileAge', 'fileChanges', 'removedAge', 'authorShare'] as const;
  const alone = measure(patchOfTexts({ 'a.ts': [code, code.replace('sum', 'all')] }), null);
  const fresh = new TestProject().change({ 'a.ts': code }).measured;
  for (const id of past) expect([id, alone[id], fresh[id]]).toEqual([id, -1, -1]);
  expect([alone.isHistoryKnown, fresh.isHistoryKnown]).toEqual([0, 1]);
});

test('a patch as text measures the same as the trees that it was made of', () => {
  const before = `${code}${code.replaceAll('total', 'sum')}`;
  const after = before.replace('let sum = 0;', 'let sum = start ?? 0;');
  const fromText = parsePatch(patchOf([{ path: 'a.ts', before, after }])).files;
  const fromTrees = patchOfTexts({ 'a.ts': [before, after] });
  expect(measure(netSeries(fromText), null)).toEqual(measure(fromTrees, null));
});

test('a series measures as its net change', () => {
  const detour = 'const wrong = detour(this);\n';
  const series = seriesOf([
    { subject: 'one', edits: [{ path: 'a.ts', before: null, after: `${detour}${code}` }] },
    { subject: 'two', edits: [{ path: 'a.ts', before: `${detour}${code}`, after: code }] },
  ]);
  expect(measure(netSeries(parsePatch(series).files), null)).toEqual(added({ 'a.ts': code }));
});

test('every value is an integer within its bounds, also for the largest change', () => {
  const lines = Array.from({ length: 60_000 }, (_, index) => `call${index % 977}(value${index}, ${index});`);
  const measured = added({ 'a.ts': lines.join('\n') });
  for (const { id, min, max } of changeFeatures) {
    expect(Number.isSafeInteger(measured[id])).toBe(true);
    expect(measured[id]).toBeGreaterThanOrEqual(min);
    expect(measured[id]).toBeLessThanOrEqual(max);
  }
  expect(changeFeatures).toHaveLength(48);
});
