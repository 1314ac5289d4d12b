/** Lines by language: what has substance, what is the same, what it declares. */
import { expect, test } from 'vitest';
import { keyOf } from '../keys.ts';
import { languageOf } from './language.ts';
import { LineReader, type ReadLine } from './lineReader.ts';

function read(extension: string, text: string, isStart = true): ReadLine[] {
  const reader = new LineReader(languageOf(extension), isStart);
  return text.split('\n').map((line) => reader.read(line, '+'));
}

const substance = (extension: string, text: string, isStart = true) =>
  read(extension, text, isStart).map(({ key }) => (key === 0 ? 0 : 1));
const symbolsOf = (extension: string, text: string) =>
  read(extension, text).flatMap(({ symbols }) => symbols);
const keys = (...names: string[]) => names.map((name) => keyOf(name));

test.each([
  [
    'ts',
    'a();\n// b();\n/* c();\nd();\n*/ e();\n<!-- f() -->\n}\n});\n\n  * g',
    [1, 0, 0, 0, 1, 0, 0, 0, 0, 0],
  ],
  ['ts', 'a(); /* b\nc();\nd(); */ e();\nf(); /* g */', [1, 0, 1, 1]],
  ['py', 'def f():\n    """Text.\n    more()\n    """\n    a()\n    # b()', [1, 0, 0, 0, 1, 0]],
  ['py', 'x = """\nselect(a)\n"""\ny = "#"\nz = 1 # c', [1, 0, 0, 1, 1]],
  ['rs', "fn a<'a>(x: &'a str) {\n/* b /* c */ d();\n*/ e();\nlet q = 'x';", [1, 0, 1, 1]],
  ['go', 'func a() {\n\t// b\n\ts := `text`\n}', [1, 0, 1, 0]],
  ['sh', 'run "$1"\n# note\n#!/bin/sh', [1, 0, 0]],
  ['yaml', 'name: two words here\n# note', [1, 0]],
  ['md', '# Title\n\n<!-- hidden\nwords -->\nSome words.\n---', [1, 0, 0, 0, 1, 0]],
  ['unknown', 'call(a);\n// call(a);', [1, 1]],
  ['ts', 'These are only words in a template, nothing else', [0]],
  ['ts', 'status: 401,\nnext: Next\nfirst, second,\nreturn value of it', [1, 1, 1, 1]],
  ['go', 'a, b int\nName string', [1, 1]],
])('%s: %j', (extension, text, expected) => {
  expect(substance(extension, text)).toEqual(expected);
});

test('a hunk that starts inside a docstring does not take the code behind it for text', () => {
  const text = 'more of it.\n"""\nrun(first)\nrun(second)';
  expect(substance('py', text, false).slice(2)).toEqual([1, 1]);
  expect(substance('py', 'ends here."""\nrun(first)', false)).toEqual([0, 1]);
});

test('blanks, indentation and comments do not make another line; names and values do, and keep the structure', () => {
  const [one, two, three, four] = read(
    'ts',
    'call(a, 1);\n\tcall( a,1 );  // why\ncall(b, 1);\ncall(a, 1) + 1;',
  );
  expect(two?.key).toBe(one?.key);
  expect(three?.key).not.toBe(one?.key);
  expect(three?.structure).toBe(one?.structure);
  expect(four?.structure).not.toBe(one?.structure);
});

test('a lifetime is no quote', () => {
  const [line] = read('rs', "fn open<'a>(path: &'a str, mode: Mode) {");
  expect(line?.names).toEqual(keys('open', 'path', 'mode', 'Mode'));
});

test('lines that differ far to the right differ', () => {
  const long = `call(${'a, '.repeat(200)}`;
  const [one, two] = read('ts', `${long}b);\n${long}c);`);
  expect(one?.key).not.toBe(two?.key);
});

test.each([
  [
    'ts',
    'export const limit = 1;\n  const inside = 2;\n  async fetchAll(a) {\n  if (abcd(x)) {',
    keys('limit', 'fetchAll'),
  ],
  [
    'js',
    'exports.handle = 1;\nRouter.prototype.mount = f;\nfunction* walk() {',
    keys('handle', 'mount', 'walk'),
  ],
  [
    'go',
    'func (r *Router) Serve(w W) {\nfunc Start() {\ntype Config struct {',
    keys('Serve', 'Start', 'Config'),
  ],
  [
    'rs',
    'pub fn parse(a: A) {\n    pub struct Tree {\npub const DEPTH: u8 = 1;',
    keys('parse', 'Tree', 'DEPTH'),
  ],
  ['py', 'class Session:\n    def send(self):\nDEFAULT = 1\nab = 2', keys('Session', 'send', 'DEFAULT')],
])('%s declares in %j', (extension, text, expected) => {
  expect(symbolsOf(extension, text)).toEqual(expected);
});

test('the work of a line is seen', () => {
  const [branch, error, wait, risk, check] = read(
    'ts',
    'if (a && b || c) {\nthrow new Error(a);\nawait task;\nconst x = y as any;\nexpect(a).toBe(b);',
  );
  expect(branch).toMatchObject({ branches: 3, isError: false });
  expect(error).toMatchObject({ isError: true, isAsync: false });
  expect(wait).toMatchObject({ isAsync: true, isRisk: false });
  expect(risk).toMatchObject({ isRisk: true, isAssertion: false });
  expect(check).toMatchObject({ isAssertion: true, branches: 0 });
});

test('a line of any length is read in time that grows with it', () => {
  expect(substance('ts', '/**/'.repeat(2_000))).toEqual([0]);
  expect(substance('ts', 'a'.repeat(20_000))).toEqual([0]);
});

test('documentation is the same however its paragraph is wrapped', () => {
  const phrases = (text: string) => new Set(read('md', text).flatMap(({ tokens }) => tokens));
  expect(phrases('one two three four\nfive six')).toEqual(phrases('one two\nthree four five\nsix'));
  expect(phrases('one two\n\nthree four').size).toBe(0);
});
