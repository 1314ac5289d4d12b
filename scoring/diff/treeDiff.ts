/** The diff of two trees: path edits in, files of a patch out, with renames found and every bound kept. */
import type { PatchFile } from '../patch.ts';
import { type FileVersion, linesOf, type PathEdit } from './fileVersion.ts';
import { hunksOf } from './hunks.ts';
import { changeBudget, diffLines } from './lineDiff.ts';
import type { Budget } from './myers.ts';
import { findRenames } from './renames.ts';

/*
 * What one change may bring to the diff, both sides together. Files beyond it, in the order of their paths, are taken for
 * data, so that memory is bounded.
 */
const CHANGE_BYTES_MAX = 64 * 1024 * 1024;
const CHANGE_LINES_MAX = 1_000_000;

/** One side of a file with its lines; `lines` is null for what has none. */
type Side = { path: string; version: FileVersion | null; lines: string[] | null };

function isSameContent(before: FileVersion | null, after: FileVersion | null): boolean {
  return before !== null && after !== null && before.kind === after.kind && before.id === after.id;
}

function changeOf(before: Side, after: Side, hasText: boolean): PatchFile['change'] {
  if (before.version === null) return hasText ? 'add' : 'binary';
  if (after.version === null) return 'delete';
  if (before.path !== after.path) return 'rename';
  if (isSameContent(before.version, after.version)) return 'mode';
  return hasText ? 'modify' : 'binary';
}

function fileOf(before: Side, after: Side, budget: Budget): PatchFile {
  const hasText = before.lines !== null && after.lines !== null;
  const isSame = isSameContent(before.version, after.version);
  const edits =
    before.lines === null || after.lines === null || isSame
      ? []
      : diffLines(before.lines, after.lines, budget);
  return {
    path: after.path,
    oldPath: before.path,
    change: changeOf(before, after, hasText),
    hunks: hunksOf(edits, before.lines ?? [], after.lines ?? []),
    added: edits.reduce((sum, { newStart, newEnd }) => sum + newEnd - newStart, 0),
    removed: edits.reduce((sum, { oldStart, oldEnd }) => sum + oldEnd - oldStart, 0),
  };
}

function isChange({ before, after }: PathEdit): boolean {
  if (before === null || after === null) return before !== after;
  return !isSameContent(before, after) || before.isExecutable !== after.isExecutable;
}

class SideReader {
  private bytesLeft = CHANGE_BYTES_MAX;
  private linesLeft = CHANGE_LINES_MAX;

  read(path: string, version: FileVersion | null): Side {
    this.bytesLeft -= version?.content?.length ?? 0;
    const lines = this.bytesLeft < 0 || this.linesLeft < 0 ? null : linesOf(version);
    this.linesLeft -= lines?.length ?? 0;
    return { path, version, lines: this.linesLeft < 0 ? null : lines };
  }
}

function inPathOrder(left: PathEdit, right: PathEdit): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0;
}

/**
 * The files that `edits` change, in order of their new paths; the same edits give the same files, whatever their order.
 * Renames by equal or similar content are found among files that disappear and appear. A copy is a new file. Links and
 * submodules have no lines. Time and memory are bounded by the bounds on files, on text per change and on search steps.
 */
export function diffTrees(edits: readonly PathEdit[]): PatchFile[] {
  const budget = changeBudget();
  const reader = new SideReader();
  const sorted = edits.filter(isChange).sort(inPathOrder);
  const sides = sorted.map(({ path, before, after }) => ({
    before: reader.read(path, before),
    after: reader.read(path, after),
  }));
  const gone = sides.filter(({ before, after }) => after.version === null && before.version?.kind === 'file');
  const come = sides.filter(({ before, after }) => before.version === null && after.version?.kind === 'file');
  const candidateOf = ({ path, version, lines }: Side) => ({ path, id: version?.id ?? '', lines });
  const renames = findRenames(
    gone.map(({ before }) => candidateOf(before)),
    come.map(({ after }) => candidateOf(after)),
  );
  const renamed = new Set([...renames.values()].map((index) => gone[index]));
  return sides
    .filter((side) => !renamed.has(side))
    .map(({ before, after }) => {
      const source = gone[renames.get(after.path) ?? -1];
      return fileOf(source !== undefined && before.version === null ? source.before : before, after, budget);
    });
}
