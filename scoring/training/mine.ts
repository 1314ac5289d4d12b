/** Mines one git history: the features of each first-parent change as it came, and what its future made of it. */
import { spawn, spawnSync } from 'node:child_process';
import { ScoringError } from '../errors.ts';
import { extract } from '../extract.ts';
import { fileClassOf } from '../fileClass.ts';
import { type Hunk, type PatchFile, parsePatch } from '../patch.ts';
import { LINE_CHARACTERS_MAX, stripBlanks } from '../text.ts';

/** One change with its outcome. `features` are those of the product; the labels look one year ahead. */
export type Example = {
  project: string;
  features: number[];
  /** Raw added and removed lines: the baseline that a model must beat. */
  linesChanged: number;
  filesChanged: number;
  /** 1 when a fix within a year removed lines that this change had added to code. */
  fixedLater: number;
  /** Authors other than its own who built within three lines of its lines within a year. */
  adopters: number;
  /** Lines of it that stand a year later. */
  survivingLines: number;
};

/** What was mined: the project's name, the commit mined up to, and its examples in order. */
export type Mined = { project: string; head: string; commits: number; examples: Example[] };

const YEAR_SECONDS = 365 * 86_400;
/** The first changes of a project set it up; they have no history to be judged in. */
const WARM_UP_CHANGES = 50;
const MARK = '\u0001meritlane-change ';
const fixWords =
  /\b(?:fix(?:e[sd]|ing)?|bug(?:s|fix)?|regress(?:ion|ions|ed)?|crash(?:es|ed)?|hotfix|leaks?|deadlock)\b/i;
const otherWords =
  /^(?:docs?|chore|style|tests?|ci|build|refactor|perf|deps|release)\b|\b(?:typos?|lint(?:er|ing)?|format(?:ting)?|readme|changelog|spelling|grammar|flaky)\b/i;

type Commit = { id: string; parents: string[]; author: string; seconds: number; subject: string };
type Unit = { author: string; seconds: number; fixedLater: number; adopters: Set<string>; surviving: number };

function git(gitFolder: string, parameters: string[], input = ''): string {
  const result = spawnSync('git', ['--git-dir', gitFolder, ...parameters], {
    input,
    maxBuffer: 2 ** 30,
    encoding: 'latin1',
  });
  if (result.status !== 0) throw new Error(`git ${parameters[0]} failed in ${gitFolder}: ${result.stderr}`);
  return result.stdout;
}

function commitsOf(gitFolder: string): Map<string, Commit> {
  const lines = git(gitFolder, ['log', '--format=%H%x00%P%x00%aN%x00%ct%x00%s', 'HEAD']).split('\n');
  const commits = lines.filter(Boolean).map((line) => {
    const [id = '', parents = '', author = '', seconds = '', subject = ''] = line.split('\0');
    return { id, parents: parents.split(' ').filter(Boolean), author, seconds: Number(seconds), subject };
  });
  return new Map(commits.map((commit) => [commit.id, commit]));
}

/** Paths whose content a partial copy of the history lacks: git would stop at the first of them. */
function absentPaths(gitFolder: string): string[] {
  const raw = git(gitFolder, [
    'log',
    '--first-parent',
    '--diff-merges=first-parent',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    '--format=',
    'HEAD',
  ]);
  const pathsOf = new Map<string, Set<string>>();
  for (const line of raw.split('\n')) {
    const [info = '', path = ''] = line.split('\t');
    const [, , before = '', after = ''] = info.split(' ');
    for (const id of [before, after]) pathsOf.set(id, (pathsOf.get(id) ?? new Set()).add(path));
  }
  const answers = git(
    gitFolder,
    ['cat-file', '--batch-check'],
    [...pathsOf.keys()].filter(Boolean).join('\n'),
  );
  const missing = answers.split('\n').filter((line) => line.endsWith(' missing') && !/^0+ /.test(line));
  return missing.flatMap((line) => [...(pathsOf.get(line.split(' ')[0] ?? '') ?? [])]);
}

/** Each first-parent change in order with its diff as text. */
async function* changes(gitFolder: string): AsyncGenerator<{ id: string; diff: string }> {
  const excluded = absentPaths(gitFolder).map((path) => `:(exclude,literal)${path.replaceAll('"', '')}`);
  const child = spawn(
    'git',
    [
      '--git-dir',
      gitFolder,
      '-c',
      'diff.renameLimit=400',
      'log',
      '--first-parent',
      '--diff-merges=first-parent',
      '--reverse',
      '-p',
      '-M50%',
      '--no-ext-diff',
      '--no-textconv',
      '--no-color',
      `--format=${MARK}%H`,
      'HEAD',
      ...(excluded.length > 0 ? ['--', '.', ...excluded] : []),
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let held = '';
  const cut = (text: string) => ({ id: text.slice(0, 40), diff: text.slice(40) });
  child.stdout.setEncoding('latin1');
  for await (const chunk of child.stdout) {
    held += chunk;
    const parts = held.split(MARK);
    held = parts.pop() ?? '';
    for (const part of parts) if (part !== '') yield cut(part);
  }
  if (held !== '') yield cut(held);
}

/** The diff as bytes that the parser takes: histories hold other encodings and very long lines, contributions may not. */
function tamed(diff: string): Uint8Array {
  const text = Buffer.from(diff, 'latin1').toString('utf8').replaceAll('\0', '');
  const lines = text
    .split('\n')
    .map((line) => (line.length > LINE_CHARACTERS_MAX ? line.slice(0, 1_000) : line));
  return Buffer.from(lines.join('\n'));
}

function hasSubstance(text: string): boolean {
  return /[A-Za-z0-9].*[A-Za-z0-9]/.test(text.slice(0, 80));
}

/** Replays a history and keeps, for each line of each file, the change that it came from. */
class Replay {
  readonly units: Unit[] = [];
  private readonly files = new Map<string, number[]>();

  apply(unit: Unit, isFix: boolean, patchFiles: readonly PatchFile[]): void {
    const index = this.units.push(unit) - 1;
    const counted = patchFiles.filter(({ path }) => ['code', 'test', 'guide'].includes(fileClassOf(path)));
    const pool = this.poolOf(counted);
    for (const file of counted) {
      const before = this.files.get(file.oldPath) ?? [];
      const after: number[] = [];
      let at = 0;
      for (const hunk of file.hunks) {
        const start = Math.max(at, hunk.oldStart - 1);
        for (; at < start; at += 1) after.push(before[at] ?? -1);
        at = this.applyHunk(hunk, before, at, after, {
          index,
          isFix,
          pool,
          isCode: fileClassOf(file.path) === 'code',
        });
      }
      for (; at < before.length; at += 1) after.push(before[at] ?? -1);
      if (file.change === 'rename' || file.change === 'delete') this.files.delete(file.oldPath);
      if (file.change !== 'delete') this.files.set(file.path, after);
    }
  }

  /** Origins of removed lines by their text: where the text is added again, the line moved and keeps its origin. */
  private poolOf(patchFiles: readonly PatchFile[]): Map<string, number[]> {
    const pool = new Map<string, number[]>();
    for (const file of patchFiles) {
      const before = this.files.get(file.oldPath) ?? [];
      for (const hunk of file.hunks) {
        let at = hunk.oldStart - 1;
        for (const { mark, text } of hunk.lines) {
          if (mark === '+') continue;
          const origin = before[at];
          at += 1;
          if (mark === ' ' || origin === undefined) continue;
          const key = stripBlanks(text);
          pool.set(key, [...(pool.get(key) ?? []).slice(0, 50), origin]);
        }
      }
    }
    for (const file of patchFiles) {
      for (const hunk of file.hunks) {
        for (const { mark, text } of hunk.lines) {
          const key = stripBlanks(text);
          if (mark === '+' && pool.has(key)) pool.set(`moved ${key}`, pool.get(key) ?? []);
        }
      }
    }
    return pool;
  }

  private applyHunk(
    hunk: Hunk,
    before: readonly number[],
    start: number,
    after: number[],
    change: { index: number; isFix: boolean; isCode: boolean; pool: Map<string, number[]> },
  ): number {
    const unit = this.units[change.index];
    if (!unit) return start;
    const near: number[] = [];
    let builds = false;
    let at = start;
    for (const { mark, text } of hunk.lines) {
      const key = stripBlanks(text);
      if (mark === '+') {
        const origin = hasSubstance(text) ? (change.pool.get(`moved ${key}`)?.pop() ?? change.index) : -1;
        if (origin === change.index && hasSubstance(text)) {
          builds = true;
          unit.surviving += 1;
        }
        after.push(origin);
        continue;
      }
      const origin = before[at] ?? -1;
      at += 1;
      near.push(origin);
      if (mark === ' ') after.push(origin);
      else if (!change.pool.has(`moved ${key}`)) this.bury(origin, unit, change.isFix && change.isCode);
    }
    if (builds) for (const origin of new Set(near)) this.adopt(origin, unit);
    return at;
  }

  private ofLastYear(origin: number, unit: Unit): Unit | undefined {
    const older = this.units[origin];
    return older && older !== unit && unit.seconds - older.seconds <= YEAR_SECONDS ? older : undefined;
  }

  private bury(origin: number, unit: Unit, isFix: boolean): void {
    const older = this.ofLastYear(origin, unit);
    if (!older) return;
    older.surviving -= 1;
    if (isFix) older.fixedLater = 1;
  }

  private adopt(origin: number, unit: Unit): void {
    const older = this.ofLastYear(origin, unit);
    if (older && older.author !== unit.author) older.adopters.add(unit.author);
  }
}

/** A merge is one change by the author of what it brought in; its subject is that of the branch's tip. */
function sourceOf(commits: ReadonlyMap<string, Commit>, id: string): Commit | undefined {
  const commit = commits.get(id);
  return commits.get(commit?.parents[1] ?? '') ?? commit;
}

/** Mines the bare repository at `gitFolder` up to its HEAD. */
export async function mine(project: string, gitFolder: string): Promise<Mined> {
  const commits = commitsOf(gitFolder);
  const head = git(gitFolder, ['rev-parse', 'HEAD']).trim();
  const replay = new Replay();
  const rows: { unit: Unit; features: number[]; linesChanged: number; filesChanged: number }[] = [];
  let seconds = 0;
  let count = 0;
  for await (const { id, diff } of changes(gitFolder)) {
    const source = sourceOf(commits, id);
    count += 1;
    // Commit clocks go wrong; a history never goes back.
    seconds = Math.max(seconds, commits.get(id)?.seconds ?? 0);
    const bytes = tamed(diff);
    try {
      const { files } = parsePatch(bytes);
      const subject = source?.subject ?? '';
      const unit = {
        author: source?.author.toLowerCase() ?? '',
        seconds,
        fixedLater: 0,
        adopters: new Set<string>(),
        surviving: 0,
      };
      replay.apply(unit, fixWords.test(subject) && !otherWords.test(subject), files);
      const linesChanged = files.reduce((sum, { added, removed }) => sum + added + removed, 0);
      rows.push({
        unit,
        features: extract('code', bytes, { unitsBefore: 0 }).features,
        linesChanged,
        filesChanged: files.length,
      });
    } catch (error) {
      // A change that the product would refuse (an empty one, an import of thousands of files) is no example.
      if (!(error instanceof ScoringError)) throw error;
    }
  }
  const judged = rows.filter(
    ({ unit }, index) => index >= WARM_UP_CHANGES && seconds - unit.seconds >= YEAR_SECONDS,
  );
  const examples = judged.map(({ unit, ...row }) => ({
    project,
    ...row,
    fixedLater: unit.fixedLater,
    adopters: unit.adopters.size,
    survivingLines: Math.max(0, unit.surviving),
  }));
  return { project, head, commits: count, examples };
}
