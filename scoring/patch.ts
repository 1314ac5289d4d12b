/** Parser of patches: `git format-patch` mails (one or a series), `git diff`, and plain unified diffs. */
import { ScoringError } from './errors.ts';
import { mailSubject } from './mailSubject.ts';
import { nameOf, namesOfGitLine, safePath } from './patchPath.ts';
import { readLines } from './text.ts';

/** More files than this are an import, not a contribution that anyone reviewed. */
const FILES_MAX = 2_000;

/** Lines beyond this stand in no file that anyone reviews by line. */
const FILE_LINES_MAX = 1_000_000;

/** What a patch does to a file; `modify` changes lines, `mode` only permissions. */
type Change = 'add' | 'delete' | 'modify' | 'rename' | 'copy' | 'mode' | 'binary';

/** A line of a hunk: its mark (context, added, removed) and its text without the line end. */
type HunkLine = { mark: ' ' | '+' | '-'; text: string };

/** Lines that stand together in a file; `oldStart` counts from 1, and is 0 in a new file. */
export type Hunk = { oldStart: number; lines: HunkLine[] };

/** One file of a patch. A series names a file once for each of its patches that changes it. */
export type PatchFile = {
  path: string;
  oldPath: string;
  change: Change;
  hunks: Hunk[];
  added: number;
  removed: number;
};

/** A parsed patch: the first mail's subject (empty without one) and the files in order. */
export type Patch = { title: string; files: PatchFile[] };

/** Where the parser stands. */
type Cursor = { lines: string[]; at: number };

const GIT_LINE = 'diff --git ';
const NO_FILE = '/dev/null';

function isPlainHeader({ lines, at }: Cursor): boolean {
  return (
    (lines[at] ?? '').startsWith('--- ') &&
    (lines[at + 1] ?? '').startsWith('+++ ') &&
    (lines[at + 2] ?? '').startsWith('@@ ')
  );
}

function parseHunk(cursor: Cursor): Hunk {
  const header = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@/.exec(
    cursor.lines[cursor.at] ?? '',
  );
  if (!header) throw new ScoringError('scoring.malformedHunk');
  let oldLeft = Number(header[2] ?? 1);
  let newLeft = Number(header[3] ?? 1);
  const lines: HunkLine[] = [];
  cursor.at += 1;
  while (oldLeft > 0 || newLeft > 0) {
    const line = cursor.lines[cursor.at];
    if (line === undefined) throw new ScoringError('scoring.malformedHunk');
    // Mailers cut the blank of an empty context line.
    const mark = line === '' ? ' ' : line[0];
    cursor.at += 1;
    if (mark === '\\') continue;
    if (mark !== ' ' && mark !== '+' && mark !== '-') throw new ScoringError('scoring.malformedHunk');
    if (mark !== '+') oldLeft -= 1;
    if (mark !== '-') newLeft -= 1;
    if (oldLeft < 0 || newLeft < 0) throw new ScoringError('scoring.malformedHunk');
    lines.push({ mark, text: line.slice(1) });
  }
  if ((cursor.lines[cursor.at] ?? '').startsWith('\\')) cursor.at += 1;
  // Lines beyond the announced count would be shown to a reader and never be applied; only a mail's `-- ` may follow.
  const next = cursor.lines[cursor.at] ?? '';
  if (/^\+|^-(?!-$|- |--)/.test(next)) throw new ScoringError('scoring.malformedHunk');
  return { oldStart: Number(header[1]), lines };
}

/** How many old lines stand before a hunk: one without old lines names the line that it follows. */
export function linesBefore({ oldStart, lines }: Hunk): number {
  return lines.some(({ mark }) => mark !== '+') ? Math.max(0, oldStart - 1) : oldStart;
}

/** The hunks of a file; each must begin where the one before it has ended, or further down. */
function parseHunks(cursor: Cursor): Hunk[] {
  const hunks: Hunk[] = [];
  let reached = 0;
  while ((cursor.lines[cursor.at] ?? '').startsWith('@@ ')) {
    const hunk = parseHunk(cursor);
    const before = linesBefore(hunk);
    if (before < reached) throw new ScoringError('scoring.overlappingHunks');
    reached = before + hunk.lines.filter(({ mark }) => mark !== '+').length;
    if (reached > FILE_LINES_MAX) throw new ScoringError('scoring.fileTooLong');
    hunks.push(hunk);
  }
  return hunks;
}

function fileOf(from: string, to: string, change: Change, hunks: Hunk[]): PatchFile {
  let added = 0;
  let removed = 0;
  for (const hunk of hunks) {
    for (const { mark } of hunk.lines) {
      if (mark === '+') added += 1;
      else if (mark === '-') removed += 1;
    }
  }
  const oldPath = safePath(from === NO_FILE ? to : from, from === NO_FILE ? 'b/' : 'a/');
  const path = safePath(to === NO_FILE ? from : to, to === NO_FILE ? 'a/' : 'b/');
  return { path, oldPath, change, hunks, added, removed };
}

/** What the lines between `diff --git` and the first hunk say. */
type GitHeader = { from: string | null; to: string | null; change: Change | null };

function readHeaderLine(header: GitHeader, line: string): boolean {
  if (line.startsWith('--- ')) header.from = nameOf(line.slice(4));
  else if (line.startsWith('+++ ')) header.to = nameOf(line.slice(4));
  else if (line.startsWith('new file mode ')) header.change = 'add';
  else if (line.startsWith('deleted file mode ')) header.change = 'delete';
  else if (/^(?:rename|copy) from /.test(line)) {
    header.change = line.startsWith('rename') ? 'rename' : 'copy';
    header.from = `a/${nameOf(line.slice(line.indexOf(' from ') + 6))}`;
  } else if (/^(?:rename|copy) to /.test(line))
    header.to = `b/${nameOf(line.slice(line.indexOf(' to ') + 4))}`;
  else if (/^(?:old|new) mode /.test(line)) header.change ??= 'mode';
  else if (/^Binary files .* differ$/.test(line) || line === 'GIT binary patch') header.change = 'binary';
  else return /^(?:(?:dis)?similarity index|index) /.test(line);
  return true;
}

function parseGitFile(cursor: Cursor): PatchFile {
  const names = namesOfGitLine((cursor.lines[cursor.at] ?? '').slice(GIT_LINE.length));
  const header: GitHeader = { from: null, to: null, change: null };
  cursor.at += 1;
  while (cursor.at < cursor.lines.length && readHeaderLine(header, cursor.lines[cursor.at] ?? ''))
    cursor.at += 1;
  const from = header.from ?? names?.from;
  const to = header.to ?? names?.to;
  if (from === undefined || to === undefined) throw new ScoringError('scoring.notAPatch');
  const hunks = parseHunks(cursor);
  const change = header.change === 'mode' && hunks.length > 0 ? 'modify' : (header.change ?? 'modify');
  return fileOf(from, to, change, hunks);
}

function parsePlainFile(cursor: Cursor): PatchFile {
  const from = nameOf((cursor.lines[cursor.at] ?? '').slice(4));
  const to = nameOf((cursor.lines[cursor.at + 1] ?? '').slice(4));
  cursor.at += 2;
  const change = from === NO_FILE ? 'add' : to === NO_FILE ? 'delete' : 'modify';
  return fileOf(from, to, change, parseHunks(cursor));
}

function subjectAt({ lines, at }: Cursor): string {
  const subject = [(lines[at] ?? '').slice('Subject: '.length)];
  for (let next = at + 1; /^[ \t]/.test(lines[next] ?? '') && subject.length < 20; next += 1) {
    subject.push((lines[next] ?? '').slice(1));
  }
  return mailSubject(subject);
}

/** Parses untrusted `bytes`; throws ScoringError with a code that says what is wrong. Time is linear in the size. */
export function parsePatch(bytes: Uint8Array): Patch {
  const cursor: Cursor = { lines: readLines(bytes), at: 0 };
  if (cursor.lines.every((line) => line === '')) throw new ScoringError('scoring.emptyPatch');
  const files: PatchFile[] = [];
  let title = '';
  let isMail = false;
  while (cursor.at < cursor.lines.length) {
    const line = cursor.lines[cursor.at] ?? '';
    if (line.startsWith(GIT_LINE)) files.push(parseGitFile(cursor));
    else if (isPlainHeader(cursor)) files.push(parsePlainFile(cursor));
    else {
      // A hunk that follows no header, or more lines than a hunk's header announced.
      if (line.startsWith('@@ -')) throw new ScoringError('scoring.malformedHunk');
      if (/^From [0-9a-f]{40} /.test(line)) isMail = true;
      if (title === '' && files.length === 0 && line.startsWith('Subject: ')) title = subjectAt(cursor);
      cursor.at += 1;
    }
    if (files.length > FILES_MAX) throw new ScoringError('scoring.tooManyFiles');
  }
  if (files.length === 0)
    throw new ScoringError(isMail || title !== '' ? 'scoring.emptyPatch' : 'scoring.notAPatch');
  return { title, files };
}
