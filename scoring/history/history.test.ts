/** The history: lines keep their origin over moves, renames and edits; effects name whose lines were removed and built on. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readChange } from '../change/readChange.ts';
import { History } from './history.ts';
import { changeOfOrigin } from './lineOrigins.ts';
import { patchOfTexts, TestProject } from './testProject.ts';

const call = (name: string) => `run(${name}, ${name.length});\n`;
const text = (...names: string[]) => names.map(call).join('');

test('lines keep the change that brought them', () => {
  const project = new TestProject();
  project.change({ 'a.ts': text('one', 'two', 'three') });
  project.change({ 'a.ts': text('zero', 'one', 'three', 'four') });
  project.change({ 'a.ts': `${text('zero')}\n// note\n${text('one', 'three', 'four')}` });
  expect(project.origins('a.ts')).toEqual([1, -1, -1, 0, 0, 1]);
});

test('lines that move, are indented anew or follow a renamed file keep theirs', () => {
  const project = new TestProject();
  project.change({ 'a.ts': text('one', 'two', 'three', 'four'), 'b.ts': text('five') });
  project.change({
    'a.ts': text('one', 'two'),
    'b.ts': `if (x) {\n  ${text('three', 'four')}}\n${text('five')}`,
  });
  expect(project.origins('b.ts')).toEqual([1, 0, 0, -1, 0]);
  project.change({
    'b.ts': null,
    'c/d.ts': `if (x) {\n    ${text('three', 'four')}}\n${text('five', 'six')}`,
  });
  expect(project.origins('c/d.ts')).toEqual([1, 0, 0, -1, 0, 2]);
  expect(project.history.recordOf('b.ts')).toBeUndefined();
});

test('effects name the changes whose lines were removed for good, built on, and used', () => {
  const project = new TestProject();
  project.change({ 'a.ts': `export function started() {\n${text('one', 'two')}}\n` });
  project.change({ 'b.ts': text('far', 'away') });
  const { effects } = project.change({
    'a.ts': `export function started() {\n${text('one', 'other')}}\n`,
    'b.ts': `${text('far', 'away')}started();\n`,
  });
  expect(effects.removed.map(({ origin, isInCode }) => [changeOfOrigin(origin), isInCode])).toEqual([
    [0, true],
  ]);
  expect(effects.builtOn).toEqual([0, 1]);
  expect(effects.used).toEqual([0]);
  expect(effects.linesAdded).toBe(2);
});

test('a symbol belongs to the change that first wrote its name; who declares a known name again owns nothing', () => {
  const project = new TestProject();
  project.change({ 'a.ts': 'setup(parser);\n' });
  project.change({ 'b.ts': 'export function parser() {\n' });
  project.change({ 'c.ts': 'export function fresh() {\n' });
  project.change({ 'd.ts': 'export function fresh() {\n' });
  expect(project.change({ 'e.ts': 'parser(fresh);\n' }).effects.used).toEqual([2]);
});

test('of equal lines the first that goes is the first that comes', () => {
  const project = new TestProject();
  project.change({ 'a.ts': text('same') });
  project.change({ 'b.ts': text('same') });
  project.change({ 'a.ts': null, 'b.ts': null, 'c.ts': `${text('same')}new Thing(here);\n${text('same')}` });
  expect(project.origins('c.ts')).toEqual([0, 2, 1]);
});

test('a comment or a moved line builds on nothing', () => {
  const project = new TestProject();
  project.change({ 'a.ts': text('one', 'two') });
  expect(project.change({ 'a.ts': `// note\n${text('one', 'two')}` }).effects.builtOn).toEqual([]);
  const { effects } = project.change({ 'a.ts': `// note\n${text('two', 'one')}` });
  expect([effects.builtOn, effects.removed, effects.linesAdded]).toEqual([[], [], 0]);
});

test('every line is blamed on the change that first wrote it, whatever moves, comes and goes', () => {
  const version = fc.uniqueArray(fc.nat(12), { maxLength: 13 });
  fc.assert(
    fc.property(fc.array(version, { minLength: 2, maxLength: 8 }), (versions) => {
      const project = new TestProject();
      // What stands, by the change that wrote it; what goes and comes again is written anew.
      let standing = new Map<number, number>();
      for (const items of versions) {
        const at = project.history.changes;
        standing = new Map(items.map((item) => [item, standing.get(item) ?? at]));
        const lines = [...standing].map(([item, writer]) => call(`item${item}of${writer}`));
        project.change({ 'a.ts': lines.join(''), 'n.ts': text(`n${at}`) });
        expect(project.origins('a.ts')).toEqual([...standing.values()]);
      }
    }),
    { numRuns: 500 },
  );
});

test('a history that starts in the middle knows what it was shown, and no more', () => {
  const before = text('one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine');
  const after = before.replace(call('five'), call('other'));
  const history = new History();
  const effects = history.apply(readChange(patchOfTexts({ 'a.ts': [before, after] }), null), 0);
  expect(effects).toMatchObject({ removed: [], builtOn: [], linesAdded: 1 });
  expect([...(history.recordOf('a.ts')?.origins ?? [])].map(changeOfOrigin)).toEqual([
    -1, -1, -1, -1, 0, -1, -1, -1,
  ]);
});

test('two files may swap their contents', () => {
  const project = new TestProject();
  project.change({ 'a.ts': text('one', 'two', 'three') });
  project.change({ 'b.ts': text('four', 'five', 'six') });
  project.change({ 'a.ts': text('four', 'five', 'six'), 'b.ts': text('one', 'two', 'three') });
  expect([project.origins('a.ts'), project.origins('b.ts')]).toEqual([
    [1, 1, 1],
    [0, 0, 0],
  ]);
});

test('a file that a generator marked stays generated, and its lines say nothing', () => {
  const project = new TestProject();
  const marked = (...names: string[]) => `// Code generated by a tool. DO NOT EDIT.\n\n\n\n${text(...names)}`;
  const many = Array.from({ length: 12 }, (_, index) => `name${index}`);
  const first = project.change({ 'made.ts': marked(...many) });
  const next = project.change({ 'made.ts': marked(...many, 'more') });
  expect([first.effects.linesAdded, next.effects.linesAdded]).toEqual([0, 0]);
  expect(next.measured.codeFiles).toBe(0);
});
