/** The net change of a series of patches: what one adds and a later one takes back never was. */
import type { PatchFile } from '../patch.ts';
import { SparseFile } from './sparseFile.ts';

type Standing = {
  oldPath: string;
  path: string;
  /** What the first patch of the series found: nothing, the file itself, or one that it copied. */
  origin: 'nothing' | 'file' | 'copy';
  isGone: boolean;
  isBinary: boolean;
  lines: SparseFile;
};

function standingOf({ path, oldPath, change }: PatchFile): Standing {
  const origin = change === 'add' ? 'nothing' : change === 'copy' ? 'copy' : 'file';
  const lines = new SparseFile(origin !== 'nothing');
  return { oldPath, path, origin, isGone: false, isBinary: false, lines };
}

function changeOf({ origin, isGone, isBinary, oldPath, path }: Standing): PatchFile['change'] {
  if (isGone) return 'delete';
  if (isBinary) return 'binary';
  if (origin === 'nothing') return 'add';
  if (origin === 'copy') return 'copy';
  return oldPath === path ? 'modify' : 'rename';
}

function fileOf(standing: Standing): PatchFile {
  const hunks = standing.lines.hunks();
  const count = (sign: string) =>
    hunks.reduce((sum, { lines }) => sum + lines.filter(({ mark }) => mark === sign).length, 0);
  const change = changeOf(standing);
  const path = standing.isGone ? standing.oldPath : standing.path;
  return { path, oldPath: standing.oldPath, change, hunks, added: count('+'), removed: count('-') };
}

class Series {
  private readonly all: Standing[] = [];
  private readonly byPath = new Map<string, Standing>();

  add(file: PatchFile): void {
    const { path, oldPath, change, hunks } = file;
    // What a series deletes and adds anew is the same file with other lines.
    const known = change === 'copy' ? undefined : this.byPath.get(change === 'add' ? path : oldPath);
    const standing = known ?? standingOf(file);
    if (known === undefined) this.all.push(standing);
    if (change === 'rename') this.byPath.delete(oldPath);
    this.byPath.set(path, standing);
    standing.path = path;
    standing.isGone = change === 'delete';
    standing.isBinary = change === 'binary' || (standing.isBinary && change !== 'add');
    standing.lines.apply(hunks);
    if (standing.isGone) standing.lines.clear();
  }

  files(): PatchFile[] {
    // A file that the series itself brought and took away never was.
    return this.all.filter(({ isGone, origin }) => !isGone || origin === 'file').map(fileOf);
  }
}

/**
 * The files of a series as one patch in which each path occurs once; a patch that names no file twice stays as it is.
 * Time is linear in the text times the patches that change the same file.
 */
export function netSeries(files: readonly PatchFile[]): readonly PatchFile[] {
  const names = new Set<string>();
  for (const { path, oldPath } of files) {
    names.add(path);
    if (path !== oldPath) names.add(oldPath);
  }
  const mentions = files.reduce((sum, { path, oldPath }) => sum + (path === oldPath ? 1 : 2), 0);
  if (mentions === names.size) return files;
  const series = new Series();
  for (const file of files) series.add(file);
  return series.files();
}
