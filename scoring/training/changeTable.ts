/** Mined changes as rows of a CSV file: integers only, but for the id of the commit. */
import { changeFeatures } from '../change/changeFeatures.ts';
import type { MinedChange } from './mineChanges.ts';

const before = ['commit', 'change', 'seconds', 'author', 'isBot', 'isMerge', 'isRevert'] as const;
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
] as const;

/** The first line of the file. */
export const changeTableHeader = [...before, ...changeFeatures.map(({ id }) => id), ...after, ...labels].join(
  ',',
);

/** The line of a change, without its end. */
export function changeTableRow(change: MinedChange): string {
  return [
    change.id,
    change.change,
    change.seconds,
    change.author,
    Number(change.isBot),
    Number(change.isMerge),
    Number(change.isRevert),
    ...change.features,
    ...after.map((key) => change[key]),
    ...labels.map((key) => change.labels[key]),
  ].join(',');
}
