/** The extractor of changes: a change and the history before it in, integers out; the miner and the scorers run this code. */
import { UNKNOWN } from '../featureUnits.ts';
import { folderOf } from '../fileClass.ts';
import type { History } from '../history/history.ts';
import { changeOfOrigin } from '../history/lineOrigins.ts';
import { type ChangeFeatureId, changeFeatures } from './changeFeatures.ts';
import type { ReadLine } from './lineReader.ts';
import { type Novelty, noveltyOf } from './novelty.ts';
import type { ReadChange, ReadFile } from './readChange.ts';

/** Values by feature. */
type Values = Record<ChangeFeatureId, number>;

/** Values by feature, each within its bounds, and units of new work: what quantity is counted in. */
type ChangeExtraction = { values: Values; units: number };

/** Removed lines whose change is at most this many changes back are young. */
const YOUNG_CHANGES = 50;
/** Test lines that weigh as much as one line of code. */
const TEST_LINES_PER_UNIT = 2;
/** New phrases of documentation in a patch that weigh as much as one line of code. */
const PHRASES_PER_UNIT = 20;

function thousandths(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part * 1_000) / whole);
}

/** A file with the lines of substance that it gains and loses for good. */
type Touched = { file: ReadFile; added: number; removed: number };

function touchedFiles({ files }: ReadChange): Touched[] {
  const isReal = ({ key, twin, isRepeated }: ReadLine) => key !== 0 && twin === null && !isRepeated;
  return files
    .map((file) => {
      const lines = file.hunks.flatMap((hunk) => hunk.lines.filter(isReal));
      const added = lines.filter(({ mark }) => mark === '+').length;
      return { file, added, removed: lines.filter(({ mark }) => mark === '-').length };
    })
    .filter(({ added, removed }) => added + removed > 0);
}

function noveltyValues({ code, tests, ...novelty }: Novelty) {
  const added = code.added.length + tests.added.length;
  const windows = code.windows + tests.windows;
  return {
    novelCode: Math.min(code.novelLines, code.novelWindows),
    novelTests: Math.min(tests.novelLines, tests.novelWindows),
    codeWindows: code.novelWindows,
    codeLines: code.novelLines,
    novelWindowShare: thousandths(code.novelWindows + tests.novelWindows, windows),
    windowsPerLine: thousandths(code.windows, code.novelLines),
    newNames: novelty.newNames,
    newNameShare: thousandths(novelty.newNames, novelty.names),
    newSymbols: novelty.newSymbols,
    symbolDensity: thousandths(novelty.newSymbols, code.added.length),
    distinctTokens: novelty.tokens,
    repeatedWindowShare: thousandths(code.repeatedWindows + tests.repeatedWindows, windows),
    knownLineShare: thousandths(code.knownLines + tests.knownLines, added),
    movedShare: thousandths(novelty.moved, novelty.moved + added),
    docsPhrases: novelty.docsPhrases,
  };
}

function workValues({ code, tests }: Novelty) {
  const added = [...code.added, ...tests.added];
  const count = (is: (line: ReadLine) => boolean) => added.filter(is).length;
  const sum = (of: (line: ReadLine) => number) => added.reduce((total, line) => total + of(line), 0);
  return {
    deepestIndent: added.reduce((deepest, { indent }) => Math.max(deepest, indent), 0),
    lineLength: added.length === 0 ? 0 : Math.floor((sum(({ length }) => length) * 10) / added.length),
    branchDensity: thousandths(
      sum(({ branches }) => branches),
      added.length,
    ),
    riskShare: thousandths(
      count(({ isRisk }) => isRisk),
      added.length,
    ),
    asyncShare: thousandths(
      count(({ isAsync }) => isAsync),
      added.length,
    ),
    errorShare: thousandths(
      count(({ isError }) => isError),
      added.length,
    ),
    assertions: tests.added.filter(({ isAssertion }) => isAssertion).length,
    hasTests: tests.added.length > 0 ? 1 : 0,
  };
}

/** The inverse of the chance that two lines are of one file, in thousandths: the integer cousin of entropy. */
function evenFiles(sizes: readonly number[]): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  return squares === 0 ? 0 : Number((BigInt(total) * BigInt(total) * 1_000n) / BigInt(squares));
}

function spreadValues(touched: readonly Touched[]) {
  const ofClass = (name: string) => touched.filter(({ file }) => file.pathClass === name).length;
  const ofChange = (name: string) => touched.filter(({ file }) => file.source.change === name).length;
  const folders = new Set(touched.map(({ file }) => folderOf(file.source.path)));
  const total = (key: 'added' | 'removed') => touched.reduce((sum, file) => sum + file[key], 0);
  return {
    removedLines: total('removed'),
    replacedShare: thousandths(total('removed'), total('added')),
    codeFiles: ofClass('code'),
    testFiles: ofClass('test'),
    configFiles: ofClass('config'),
    docsFiles: ofClass('docs'),
    areas: new Set([...folders].map((folder) => folder.split('/')[0])).size,
    folders: folders.size,
    evenFiles: evenFiles(touched.map(({ added, removed }) => added + removed)),
    newFiles: ofChange('add'),
    deletedFiles: ofChange('delete'),
    newFileShare: thousandths(ofChange('add'), touched.length),
  };
}

const unknownPast = {
  removedOrigins: UNKNOWN,
  youngRemovedShare: UNKNOWN,
  removedAge: UNKNOWN,
  fileLength: UNKNOWN,
  fileAuthors: UNKNOWN,
  fileAge: UNKNOWN,
  fileChanges: UNKNOWN,
  mostChanges: UNKNOWN,
  recentChanges: UNKNOWN,
  fileChurn: UNKNOWN,
  changesPerFile: UNKNOWN,
  authorShare: UNKNOWN,
};

/** Where the lines come from that the change removes for good. */
function removedValues(touched: readonly Touched[], history: History) {
  const origins = new Set<number>();
  const ages: number[] = [];
  for (const { file } of touched) {
    const own = history.removedOriginsOf(file);
    const removed = file.hunks.flatMap(({ lines }) => lines.filter(({ mark }) => mark === '-'));
    removed.forEach((line, index) => {
      const change = changeOfOrigin(own[index] ?? -1);
      if (line.key === 0 || line.twin !== null || change < 0) return;
      origins.add(change);
      ages.push(history.changes - change);
    });
  }
  if (ages.length === 0) return { removedOrigins: 0, youngRemovedShare: UNKNOWN, removedAge: UNKNOWN };
  return {
    removedOrigins: origins.size,
    youngRemovedShare: thousandths(ages.filter((age) => age <= YOUNG_CHANGES).length, ages.length),
    removedAge: Math.floor(ages.reduce((sum, age) => sum + age, 0) / ages.length),
  };
}

/** How the touched files fared before; unknown where none of them was there. */
function fileValues(touched: readonly Touched[], history: History) {
  const records = touched
    .map(({ file }) => history.recordOf(file.source.oldPath))
    .filter((record) => record !== undefined && record.changes > 0)
    .filter((record) => record !== undefined);
  if (records.length === 0) return {};
  const sum = (of: (record: (typeof records)[number]) => number) =>
    records.reduce((total, record) => total + of(record), 0);
  const most = (of: (record: (typeof records)[number]) => number) =>
    records.reduce((total, record) => Math.max(total, of(record)), 0);
  const authors = new Set(records.flatMap((record) => [...record.authors]));
  const changes = sum((record) => record.changes);
  return {
    fileLength: Math.floor(sum(({ origins }) => origins.length) / records.length),
    fileAuthors: authors.size,
    fileAge: Math.floor(sum(({ lastChange }) => history.changes - lastChange) / records.length),
    fileChanges: changes,
    mostChanges: most((record) => record.changes),
    recentChanges: most((record) => record.recentChanges(history.changes)),
    fileChurn: thousandths(
      sum(({ linesRemoved }) => linesRemoved),
      sum(({ linesAdded }) => linesAdded),
    ),
    changesPerFile: thousandths(changes, touched.length),
    authorShare: thousandths(authors.size, history.authorCount),
  };
}

/**
 * A line counts when its text and the structure around it are new. Nothing that stands beside it takes anything away, so
 * work never gains by being handed in apart; each class rounds down by itself, so it never gains by being cut either.
 */
function unitsOf({ code, tests, docsPhrases }: Novelty): number {
  const worth = ({ novelLines, novelWindows }: Novelty['code']) => Math.min(novelLines, novelWindows);
  return (
    worth(code) + Math.floor(worth(tests) / TEST_LINES_PER_UNIT) + Math.floor(docsPhrases / PHRASES_PER_UNIT)
  );
}

/**
 * Features of `change` as they were known before it. With `history` null the values of the past are -1 and the flag
 * `isHistoryKnown` is 0. No author, message, clock, locale, floating point or randomness enters: the same arguments give
 * the same integers on every machine. Comments, blanks, brackets, generated and vendored files, and moved lines count
 * nothing; a file that changes in nothing else is not touched.
 */
export function extractChange(change: ReadChange, history: History | null): ChangeExtraction {
  const novelty = noveltyOf(change, history);
  const touched = touchedFiles(change);
  const values: Values = {
    ...unknownPast,
    ...noveltyValues(novelty),
    ...workValues(novelty),
    ...spreadValues(touched),
    ...(history === null ? {} : { ...removedValues(touched, history), ...fileValues(touched, history) }),
    isHistoryKnown: history === null ? 0 : 1,
  };
  for (const { id, min, max } of changeFeatures) values[id] = Math.max(min, Math.min(values[id], max));
  return { values, units: unitsOf(novelty) };
}
