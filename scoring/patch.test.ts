/** The parser on honest patches and on everything that should not be one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ScoringError, type ScoringErrorCode } from './errors.ts';
import { parsePatch } from './patch.ts';
import { patchOf, seriesOf } from './testPatches.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const plain = (path: string) => `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-a\n+b\n`;
const git = (line: string, rest = '') => `diff --git ${line}\n${rest}`;

function codeOf(bytes: Uint8Array): ScoringErrorCode | 'accepted' {
  try {
    parsePatch(bytes);
    return 'accepted';
  } catch (error) {
    if (error instanceof ScoringError) return error.code;
    throw error;
  }
}

test('reads a series of mails: first subject, files in order, counts', () => {
  const bytes = seriesOf([
    { subject: 'Add one', edits: [{ path: 'src/one.ts', before: null, after: 'const one = 1;\n' }] },
    { subject: 'Drop two', edits: [{ path: 'src/two.ts', before: 'const two = 2;\n', after: null }] },
  ]);
  const patch = parsePatch(bytes);
  expect(patch.title).toBe('Add one');
  expect(patch.files.map(({ path, change, added, removed }) => [path, change, added, removed])).toEqual([
    ['src/one.ts', 'add', 1, 0],
    ['src/two.ts', 'delete', 0, 1],
  ]);
});

test('reads the title of a mail in any language', () => {
  const subjects: [string, string][] = [
    ['[PATCH v2 3/4] Fix the parser', 'Fix the parser'],
    ['=?UTF-8?q?=5BPATCH=5D=20=E4=BF=AE=E5=A4=8D?=', '修复'],
    ['[PATCH] =?UTF-8?B?5L+u5aSN?= =?UTF-8?B?6Kej5p6Q?=', '修复解析'],
    ['A long subject that\n goes on', 'A long subject that goes on'],
  ];
  for (const [subject, title] of subjects) {
    expect(parsePatch(encode(`Subject: ${subject}\n\n${plain('x.ts')}`)).title).toBe(title);
  }
});

test('reads each kind of change', () => {
  const cases: [string, string, string, string][] = [
    [git('a/x b/x', 'old mode 100644\nnew mode 100755\n'), 'x', 'x', 'mode'],
    [git('a/x y b/x y', 'new file mode 100644\nindex 000..e69\n'), 'x y', 'x y', 'add'],
    [git('a/x b/y', 'similarity index 100%\nrename from x\nrename to y\n'), 'y', 'x', 'rename'],
    [git('a/x b/y', 'similarity index 90%\ncopy from x\ncopy to y\n'), 'y', 'x', 'copy'],
    [
      git('a/x.png b/x.png', 'index 1..2 100644\nBinary files a/x.png and b/x.png differ\n'),
      'x.png',
      'x.png',
      'binary',
    ],
    [git('a/x b/x', 'index 1..2\nGIT binary patch\nliteral 3\nKc$`b*\n\n'), 'x', 'x', 'binary'],
    [
      git('"a/\\303\\244 \\"q\\".ts" "b/\\303\\244 \\"q\\".ts"', 'deleted file mode 100644\n'),
      'ä "q".ts',
      'ä "q".ts',
      'delete',
    ],
    [plain('src/x.ts'), 'src/x.ts', 'src/x.ts', 'modify'],
    ['--- x.ts\t2026-01-01 00:00:00\n+++ x.ts\t2026-01-02\n@@ -1 +1 @@\n-a\n+b\n', 'x.ts', 'x.ts', 'modify'],
    ['--- /dev/null\n+++ b/x.ts\n@@ -0,0 +1 @@\n+b\n', 'x.ts', 'x.ts', 'add'],
  ];
  for (const [text, path, oldPath, change] of cases) {
    expect(parsePatch(encode(text)).files[0]).toMatchObject({ path, oldPath, change });
  }
});

test('reads CRLF, a missing newline at the end, and an empty context line cut by a mailer', () => {
  const text =
    '--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n one\n\n-two\n\\ No newline at end of file\n+three\n\\ No newline at end of file\n';
  const expected = parsePatch(encode(text)).files[0]?.hunks[0]?.lines;
  expect(expected).toEqual([
    { mark: ' ', text: 'one' },
    { mark: ' ', text: '' },
    { mark: '-', text: 'two' },
    { mark: '+', text: 'three' },
  ]);
  expect(parsePatch(encode(text.replaceAll('\n', '\r\n'))).files[0]?.hunks[0]?.lines).toEqual(expected);
});

test('rejects hostile input with a code that says why', () => {
  const file = (path: string) =>
    git(`a/${path} b/${path}`, `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-a\n+b\n`);
  const mail = `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001\nSubject: [PATCH 0/2] Cover\n\nWords.\n`;
  const cases: [ScoringErrorCode | 'accepted', Uint8Array][] = [
    ['scoring.emptyPatch', encode('')],
    ['scoring.emptyPatch', encode('\n\r\n\n')],
    ['scoring.emptyPatch', encode(mail)],
    ['scoring.notAPatch', encode('Hello, here is my work.\n')],
    ['scoring.notAPatch', encode('--- a/x\n+++ b/x\nno hunk\n')],
    ['scoring.notAPatch', encode(git('nonsense'))],
    ['scoring.invalidText', Uint8Array.from([...encode(plain('x')), 0xc3, 0x28])],
    ['scoring.invalidText', Uint8Array.from([...encode(plain('x')), 0])],
    ['scoring.invalidText', encode(git('"a/\\377" "b/\\377"', 'new file mode 100644\n'))],
    ['scoring.contentTooLarge', new Uint8Array(8 * 1024 * 1024 + 1).fill(10)],
    ['scoring.tooManyLines', new Uint8Array(200_001).fill(10)],
    ['scoring.lineTooLong', encode(`${plain('x')}${'y'.repeat(10_001)}`)],
    ['scoring.tooManyFiles', encode(Array.from({ length: 2_001 }, (_, i) => plain(`f${i}`)).join(''))],
    ['accepted', encode(Array.from({ length: 2_000 }, (_, i) => plain(`f${i}`)).join(''))],
    ['scoring.unsafePath', encode(file('../x'))],
    ['scoring.unsafePath', encode(file('x/../../y'))],
    ['scoring.unsafePath', encode(file('/etc/passwd'))],
    ['scoring.unsafePath', encode(file('C:/x'))],
    ['scoring.unsafePath', encode(file('x\\..\\y'))],
    ['scoring.unsafePath', encode(file('.git/hooks/pre-commit'))],
    ['scoring.unsafePath', encode(file('x/./y'))],
    ['scoring.unsafePath', encode(git('a/x b/y', 'rename from x\nrename to ../y\n'))],
    ['scoring.unsafePath', encode('--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n')],
    ['scoring.malformedHunk', encode('--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n-a\n+b\n')],
    ['scoring.malformedHunk', encode('--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+hidden\n')],
    ['scoring.malformedHunk', encode('--- a/x\n+++ b/x\n@@ nonsense @@\n-a\n+b\n')],
    ['scoring.malformedHunk', encode('--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\nb\n')],
    ['scoring.malformedHunk', encode('--- a/x\n+++ b/x\n@@ -1,1 +1,99999999999 @@\n-a\n+b\n')],
    ['scoring.malformedHunk', encode('words\n@@ -1 +1 @@\n-a\n+b\n')],
    ['scoring.overlappingHunks', encode('--- a/x\n+++ b/x\n@@ -5 +5 @@\n-a\n+b\n@@ -5 +5 @@\n-a\n+b\n')],
    ['scoring.overlappingHunks', encode('--- a/x\n+++ b/x\n@@ -5 +5 @@\n-a\n+b\n@@ -1 +1 @@\n-a\n+b\n')],
    ['accepted', encode('--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n@@ -2 +2 @@\n-a\n+b\n')],
    ['scoring.fileTooLong', encode('--- a/x\n+++ b/x\n@@ -1000001 +1000001 @@\n-a\n+b\n')],
    ['accepted', encode('--- a/x\n+++ b/x\n@@ -1000000 +1000000 @@\n-a\n+b\n')],
  ];
  for (const [code, bytes] of cases) {
    expect([new TextDecoder().decode(bytes.subarray(0, 80)), codeOf(bytes)]).toEqual([
      new TextDecoder().decode(bytes.subarray(0, 80)),
      code,
    ]);
  }
});

test('any bytes give a patch or a ScoringError', () => {
  const line = fc.constantFrom(
    'diff --git a/x b/x',
    '--- a/x',
    '+++ b/x',
    '@@ -1 +1,2 @@',
    '-a',
    '+b',
    ' c',
    '',
    'Subject: "',
    '"',
    '\\',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 40 }), (lines) => {
      codeOf(encode(lines.join('\n')));
    }),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void codeOf(bytes)));
});

test('time stays linear on input made to be slow', () => {
  const repeat = (unit: string, length: number) => unit.repeat(Math.floor(length / unit.length));
  const long = 9_990;
  const texts = [
    repeat(`${repeat('"', long)}\n`, 7_000_000),
    repeat(`diff --git "${repeat('\\"', long - 40)}\n`, 7_000_000),
    repeat(`Subject: ${repeat('=?utf-8?q?', long - 20)}\n`, 7_000_000),
    repeat('--- a\n', 1_100_000),
    repeat(' \n', 380_000),
  ];
  for (const text of texts) codeOf(encode(text));
});

test('the helper of the tests writes what the parser reads', () => {
  const { files } = parsePatch(patchOf([{ path: 'x.ts', before: 'a\nb\nc\nd\n', after: 'a\nB\nc\nd\n' }]));
  expect(files[0]).toMatchObject({ path: 'x.ts', change: 'modify', added: 1, removed: 1 });
});
