/** What people are shown beside the score of a patch; none of it is scored. */
import type { ReadChange } from './change/readChange.ts';
import type { Patch } from './patch.ts';

/** A patch in words and counts; lines are those of the text, moved lines those of substance that only changed their place. */
export type PatchSummary = {
  kind: 'code';
  title: string;
  fileCount: number;
  addedLines: number;
  removedLines: number;
  movedLines: number;
  /** The first files in the order of the patch. */
  files: { path: string; oldPath: string; change: string; added: number; removed: number }[];
};

/** A page shows this many files; the rest is counted. */
const FILES_SHOWN_MAX = 100;

/** The summary of a patch, of which `change` is the net reading. */
export function summaryOfPatch(patch: Patch, { files }: ReadChange): PatchSummary {
  const sum = (key: 'added' | 'removed') => patch.files.reduce((total, file) => total + file[key], 0);
  const lines = files.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines));
  return {
    kind: 'code',
    title: patch.title,
    fileCount: new Set(patch.files.map(({ path }) => path)).size,
    addedLines: sum('added'),
    removedLines: sum('removed'),
    movedLines: lines.filter(({ mark, twin }) => mark === '+' && twin !== null).length,
    files: patch.files
      .slice(0, FILES_SHOWN_MAX)
      .map(({ path, oldPath, change, added, removed }) => ({ path, oldPath, change, added, removed })),
  };
}
