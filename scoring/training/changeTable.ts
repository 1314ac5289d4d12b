/** Mined changes as rows of a CSV file: integers only, but for the id of the commit. */
import { changeFeatures } from '../change/changeFeatures.ts';
import type { MinedChange } from './mineChanges.ts';
import type { Labels } from './outcomes.ts';

/** A mined history: its name, the commit mined up to, and its changes, oldest first. */
export type MinedProject = { name: string; head: string; changes: MinedChange[] };

/** What stands in a row besides the commit, the features and the labels. */
const before = ['change', 'seconds', 'author', 'language', 'isBot', 'isMerge', 'isRevert', 'isFix'] as const;
const after = ['units', 'linesAdded', 'linesRemoved', 'files', 'daysAhead'] as const;
const labels = [
  'lines',
  'standing90',
  'standing180',
  'standing365',
  'fixes',
  'fixedLines',
  'reverted',
  'adoptersByLines',
  'adoptersBySymbols',
  'adoptersByFiles',
] as const satisfies readonly (keyof Labels)[];

const TOP = '# changes up to ';

/** The first line of the file: what it is, and the commit that was mined up to. */
export const changeTableTop = (head: string): string => `${TOP}${head}`;

/** The second line: the names of the columns. */
export const changeTableHeader = [
  'commit',
  ...before,
  ...changeFeatures.map(({ id }) => id),
  ...after,
  ...labels,
].join(',');

/** The line of a change, without its end. */
export function changeTableRow(change: MinedChange): string {
  return [
    change.id,
    ...before.map((key) => Number(change[key])),
    ...change.features,
    ...after.map((key) => change[key]),
    ...labels.map((key) => change.labels[key]),
  ].join(',');
}

/** A file that is no table of changes of this version. */
export class ChangeTableError extends Error {}

function changeOf(line: string): MinedChange {
  const cells = line.split(',');
  const numbers = cells.slice(1).map(Number);
  if (cells.length !== changeTableHeader.split(',').length || !numbers.every(Number.isSafeInteger))
    throw new ChangeTableError('A row does not hold one whole number for each column.');
  let at = 0;
  const take = <K extends string>(keys: readonly K[]) => {
    const own = Object.fromEntries(keys.map((key, index) => [key, numbers[at + index] ?? 0]));
    at += keys.length;
    return own as Record<K, number>;
  };
  const { isBot, isMerge, isRevert, isFix, ...head } = take(before);
  const features = numbers.slice(at, at + changeFeatures.length);
  at += changeFeatures.length;
  return {
    id: cells[0] ?? '',
    ...head,
    isBot: isBot === 1,
    isMerge: isMerge === 1,
    isRevert: isRevert === 1,
    isFix: isFix === 1,
    features,
    ...take(after),
    labels: take(labels) as Labels,
  };
}

/** Reads what `scoring mine` wrote. Throws ChangeTableError for anything else. */
export function readChangeTable(name: string, text: string): MinedProject {
  const [top = '', header, ...lines] = text.split('\n').filter((line) => line !== '');
  if (!top.startsWith(TOP) || header !== changeTableHeader)
    throw new ChangeTableError('The file holds no changes mined by this version.');
  return { name, head: top.slice(TOP.length), changes: lines.map(changeOf) };
}
