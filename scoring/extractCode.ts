/** Features of a patch: integers about its net new lines, never about who wrote it, when, or what its message says. */
import { COUNT_MAX, type FeatureId } from './features.ts';
import { folderOf } from './fileClass.ts';
import { type AddedLine, type NetFile, type NetLines, netLines } from './netLines.ts';
import type { Patch } from './patch.ts';
import { addPhrases, wordsOf } from './text.ts';

/** Values by feature; what is absent is 0. */
export type FeatureValues = Partial<Record<FeatureId, number>>;

/** New phrases of documentation in a patch that weigh as much as one line of code. */
const PHRASES_PER_UNIT = 20;
/** Test lines that weigh as much as one line of code. */
const TEST_LINES_PER_UNIT = 2;
const LEVELS_MAX = 64;

function permille(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part * 1_000) / whole);
}

/** New phrases per documentation file: those that stand neither in its old lines nor earlier in the patch. */
function guidePhrases(files: readonly NetFile[]): number[] {
  const seen = new Set<string>();
  const guides = files.map((file) => (file.fileClass === 'guide' ? file : null));
  const wordsAt = (file: NetFile, marks: string) =>
    file.source.hunks.map((hunk) =>
      hunk.lines.filter(({ mark }) => marks.includes(mark)).flatMap(({ text }) => wordsOf(text)),
    );
  for (const file of guides) {
    if (file) for (const words of wordsAt(file, ' -')) addPhrases(words, seen);
  }
  return guides.map((file) => {
    const before = seen.size;
    if (file) for (const words of wordsAt(file, '+')) addPhrases(words, seen);
    return seen.size - before;
  });
}

/** Most novel lines of one run without a declaration between them; lines without substance neither count nor break. */
function longestBlock(added: readonly AddedLine[]): number {
  let longest = 0;
  let length = 0;
  let run = -1;
  for (const { line, run: own, isNovel } of added) {
    if (own !== run || line.isDeclaration) length = 0;
    run = own;
    if (isNovel) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** Levels of indentation, the unit being the smallest step between new lines of the same file. */
function deepestLevel(novel: readonly AddedLine[]): number {
  const steps = new Map<number, number>();
  let previous: AddedLine | undefined;
  for (const added of novel) {
    const step = previous?.file === added.file ? Math.abs(added.line.indent - previous.line.indent) : 0;
    if (step > 0) steps.set(added.file, Math.min(step, steps.get(added.file) ?? step));
    previous = added;
  }
  let deepest = 0;
  for (const { file, line } of novel) {
    deepest = Math.max(deepest, Math.floor(line.indent / (steps.get(file) ?? Math.max(4, line.indent))));
  }
  return Math.min(deepest, LEVELS_MAX);
}

/** How many files would hold the lines if they were spread evenly: the integer cousin of entropy. */
function evenFiles(linesByFile: readonly number[]): number {
  let sum = 0n;
  let squares = 0n;
  for (const lines of linesByFile) {
    sum += BigInt(lines);
    squares += BigInt(lines) ** 2n;
  }
  return squares === 0n ? 0 : Number((sum * sum) / squares);
}

function spreadOf(net: NetLines, novel: readonly AddedLine[], phrases: readonly number[]): FeatureValues {
  const linesByFile = net.files.map(() => 0);
  for (const { file } of novel) linesByFile[file] = (linesByFile[file] ?? 0) + 1;
  // A series names a file several times; it is one file.
  const touched = new Map<string, NetFile>();
  const lines = new Map<string, number>();
  net.files.forEach((file, index) => {
    const { path, added, removed } = file.source;
    const own = (linesByFile[index] ?? 0) + Math.floor((phrases[index] ?? 0) / PHRASES_PER_UNIT);
    const isSettings = file.fileClass === 'settings' && added + removed > 0;
    if (own + file.removed === 0 && (phrases[index] ?? 0) === 0 && !isSettings) return;
    const known = touched.get(path);
    if (known?.source.change !== 'add') touched.set(path, file);
    lines.set(path, (lines.get(path) ?? 0) + own);
  });
  const files = [...touched.values()];
  const ofClass = (name: string) => files.filter(({ fileClass }) => fileClass === name).length;
  const folders = new Set(files.map(({ source }) => folderOf(source.path)));
  return {
    codeFiles: ofClass('code'),
    testFiles: ofClass('test'),
    guideFiles: ofClass('guide'),
    settingsFiles: ofClass('settings'),
    newFiles: files.filter(({ source }) => source.change === 'add').length,
    deletedFiles: files.filter(({ source }) => source.change === 'delete').length,
    folders: folders.size,
    areas: new Set([...folders].map((folder) => folder.split('/')[0])).size,
    evenFiles: evenFiles([...lines.values()]),
    places: new Set([...novel.map(({ hunk }) => hunk), ...net.removedHunks]).size,
  };
}

function workOf(net: NetLines, code: readonly AddedLine[], tests: readonly AddedLine[]): FeatureValues {
  const countOf = (
    lines: readonly AddedLine[],
    key: 'isSuppression' | 'isAssertion' | 'isDeclaration' | 'isBranch',
  ) => lines.filter(({ line }) => line[key]).length;
  const shareOf = (key: 'isBranch' | 'isErrorHandling' | 'isAsynchronous') =>
    permille(code.filter(({ line }) => line[key]).length, code.length);
  const names = new Set<string>();
  for (const { line } of code) for (const name of line.names) if (!net.oldNames.has(name)) names.add(name);
  return {
    controlShare: shareOf('isBranch'),
    errorShare: shareOf('isErrorHandling'),
    asyncShare: shareOf('isAsynchronous'),
    suppressionLines: countOf(code, 'isSuppression'),
    assertions: countOf(tests, 'isAssertion'),
    newSymbols: countOf(code, 'isDeclaration'),
    newNames: names.size,
    longestBlock: longestBlock(net.added.filter(({ file }) => net.files[file]?.fileClass === 'code')),
    deepestLevel: deepestLevel(code),
    untestedBranches: tests.length > 0 ? 0 : countOf(code, 'isBranch'),
  };
}

/** What people are shown beside the score of a patch; none of it is scored. */
export type CodeSummary = {
  kind: 'code';
  title: string;
  fileCount: number;
  addedLines: number;
  removedLines: number;
  novelLines: number;
  movedLines: number;
  /** The first files in the order of the patch. */
  files: { path: string; oldPath: string; change: string; added: number; removed: number }[];
};

/** A page shows this many files; the rest is counted. */
const FILES_SHOWN_MAX = 100;

function summaryOf(patch: Patch, net: NetLines, novelLines: number): CodeSummary {
  const sum = (key: 'added' | 'removed') => patch.files.reduce((total, file) => total + file[key], 0);
  return {
    kind: 'code',
    title: patch.title,
    fileCount: new Set(patch.files.map(({ path }) => path)).size,
    addedLines: sum('added'),
    removedLines: sum('removed'),
    novelLines,
    movedLines: net.added.filter(({ isMoved }) => isMoved).length,
    files: patch.files
      .slice(0, FILES_SHOWN_MAX)
      .map(({ path, oldPath, change, added, removed }) => ({ path, oldPath, change, added, removed })),
  };
}

/** Feature values, units and summary of a parsed patch. Units: code lines + half the test lines + a twentieth of the phrases. */
export function extractCode(patch: Patch): { values: FeatureValues; units: number; summary: CodeSummary } {
  const net = netLines(patch);
  const novel = net.added.filter(({ isNovel }) => isNovel);
  const code = novel.filter(({ file }) => net.files[file]?.fileClass === 'code');
  const tests = novel.filter(({ file }) => net.files[file]?.fileClass === 'test');
  const phrases = guidePhrases(net.files);
  const guideWords = phrases.reduce((sum, n) => sum + n, 0);
  // Each part rounds down by itself, so that work cut into pieces never gains a unit.
  const units =
    code.length + Math.floor(tests.length / TEST_LINES_PER_UNIT) + Math.floor(guideWords / PHRASES_PER_UNIT);
  const unmoved = net.added.filter(({ isMoved }) => !isMoved).length;
  const values: FeatureValues = {
    codeLines: code.length,
    testLines: tests.length,
    guideWords: Math.min(guideWords, COUNT_MAX),
    removedLines: net.removedCount,
    knownShare: permille(unmoved - novel.length, unmoved),
    movedShare: permille(net.added.length - unmoved, net.added.length),
    repeatedShare: permille(net.added.filter(({ isRepeated }) => isRepeated).length, unmoved),
    replacedShare: permille(net.removedCount, net.removedCount + unmoved),
    ...spreadOf(net, novel, phrases),
    ...workOf(net, code, tests),
  };
  return { values, units, summary: summaryOf(patch, net, novel.length) };
}
