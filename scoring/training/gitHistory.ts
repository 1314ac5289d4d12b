/** The first-parent history of a git repository as changes, oldest first; a merge is one change. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FileVersion, PathEdit } from '../diff/fileVersion.ts';
import { BlobReader } from './blobReader.ts';
import { GitProcess, gitText, HistoryError } from './gitProcess.ts';

/** A commit that a change brings in. */
type Commit = { id: string; author: string; subject: string };

/** One change of the first-parent history. */
export type GitChange = {
  id: string;
  /** Commit time; may go back. */
  seconds: number;
  author: string;
  /** Subject and body. */
  message: string;
  isMerge: boolean;
  /** Ids of all commits that came with it. */
  members: readonly string[];
  /** The commits of the merged branch that are no merges themselves, newest first; empty for a plain commit. */
  branch: readonly Commit[];
  edits: PathEdit[];
  /** Paths of which the repository lacks a version. */
  absentPaths: string[];
};

/** A repository that can be mined. */
export type Repository = { gitFolder: string; head: string; changeCount: number; newestSeconds: number };

/** Changes whose content is asked for ahead, so that git reads while features are taken. */
const CHANGES_AHEAD = 8;

/**
 * Finds the repository at `path`, bare or with a work tree. Throws HistoryError where there is none, where it holds no
 * commit, and where its history is cut off.
 */
export async function openRepository(path: string): Promise<Repository> {
  const inside = join(path, '.git');
  const gitFolder = existsSync(inside) ? inside : path;
  if (!existsSync(gitFolder)) throw new HistoryError('noRepository');
  const isShallow = await gitText(gitFolder, ['rev-parse', '--is-shallow-repository']).catch(
    (error: HistoryError) => {
      throw new HistoryError(
        /not a git repository/i.test(error.message) ? 'noRepository' : error.code,
        error.message,
      );
    },
  );
  if (isShallow === 'true') throw new HistoryError('shallowHistory');
  const head = await gitText(gitFolder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']).catch(
    () => '',
  );
  if (head === '') throw new HistoryError('emptyHistory');
  const times = await gitText(gitFolder, ['log', '--first-parent', '--format=%ct', head]);
  const seconds = times.split('\n').map(Number);
  const newestSeconds = seconds.reduce((newest, own) => Math.max(newest, own), 0);
  return { gitFolder, head, changeCount: seconds.length, newestSeconds };
}

type Parsed = Omit<GitChange, 'edits' | 'absentPaths' | 'members' | 'branch'> & {
  parents: string[];
  entries: Entry[];
};
type Entry = { path: string; before: Version | null; after: Version | null };
type Version = { mode: string; id: string };

const noId = /^0+$/;

function versionOf(mode: string, id: string): Version | null {
  return noId.test(id) && mode === '000000' ? null : { mode, id };
}

function entryOf(info: string, path: string): Entry {
  const [modeBefore = '', modeAfter = '', before = '', after = ''] = info.replace(/^\n?:/, '').split(' ');
  return { path, before: versionOf(modeBefore, before), after: versionOf(modeAfter, after) };
}

/** Changes as `git log` lists them: a mark and the id, fields, then pairs of what happened and the path. */
async function* parsedChanges({ gitFolder, head }: Repository): AsyncGenerator<Parsed> {
  const git = new GitProcess(gitFolder, [
    'log',
    '--first-parent',
    '--diff-merges=first-parent',
    '--reverse',
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--no-show-signature',
    '--format=%x01%H%x00%P%x00%ct%x00%aN%x00%B',
    head,
  ]);
  let change: Parsed | null = null;
  const parts = git.parts();
  const next = async () => String((await parts.next()).value ?? '');
  try {
    for await (const part of parts) {
      if (/^\n?:/.test(part)) change?.entries.push(entryOf(part, await next()));
      else if (part.startsWith('\u0001')) {
        if (change !== null) yield change;
        const parents = (await next()).split(' ').filter(Boolean);
        const seconds = Number(await next());
        const author = await next();
        const message = (await next()).trim();
        const isMerge = parents.length > 1;
        change = { id: part.slice(1), parents, seconds, author, message, isMerge, entries: [] };
      }
    }
    if (change !== null) yield change;
  } finally {
    git.stop();
  }
}

type Member = Commit & { parents: string[]; change: number };

/** All commits of the history by id, for what merges bring in. */
async function commitsOf({ gitFolder, head }: Repository): Promise<Map<string, Member>> {
  const commits = new Map<string, Member>();
  const parts = new GitProcess(gitFolder, ['log', '-z', '--format=%H%x00%P%x00%aN%x00%s', head]).parts();
  const next = async () => String((await parts.next()).value ?? '');
  for await (const id of parts) {
    const parents = (await next()).split(' ').filter(Boolean);
    commits.set(id, { id, parents, author: await next(), subject: await next(), change: -1 });
  }
  return commits;
}

/** What came with a change: its commits that no earlier change had, newest first. */
function membersOf(commits: ReadonlyMap<string, Member>, id: string, change: number): Member[] {
  const members: Member[] = [];
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const commit = commits.get(next);
    if (commit === undefined || commit.change >= 0) continue;
    commit.change = change;
    members.push(commit);
    open.push(...commit.parents);
  }
  return members;
}

class EditReader {
  private readonly blobs: BlobReader;

  constructor(blobs: BlobReader) {
    this.blobs = blobs;
  }

  private async version(
    version: Version | null,
    absent: string[],
    path: string,
  ): Promise<FileVersion | null> {
    if (version === null) return null;
    const { mode, id } = version;
    const kind = mode === '160000' ? 'module' : mode === '120000' ? 'link' : 'file';
    const content = kind === 'module' ? null : await this.blobs.read(id);
    if (kind !== 'module' && content === null) absent.push(path);
    return { kind, id, content, isExecutable: mode === '100755' };
  }

  async read(entries: readonly Entry[]): Promise<Pick<GitChange, 'edits' | 'absentPaths'>> {
    const absentPaths: string[] = [];
    const edits = await Promise.all(
      entries.map(async ({ path, before, after }) => {
        const [old, current] = await Promise.all([
          this.version(before, absentPaths, path),
          this.version(after, absentPaths, path),
        ]);
        return { path, before: old, after: current };
      }),
    );
    return { edits, absentPaths };
  }
}

/** The changes of `repository`, oldest first. Throws HistoryError when git fails on the way. */
export async function* changesOf(repository: Repository): AsyncGenerator<GitChange> {
  const commits = await commitsOf(repository);
  const blobs = new BlobReader(repository.gitFolder);
  const reader = new EditReader(blobs);
  const ahead: Promise<GitChange>[] = [];
  let count = 0;
  try {
    for await (const { entries, parents, ...change } of parsedChanges(repository)) {
      const members = membersOf(commits, change.id, count);
      count += 1;
      const branch = change.isMerge ? members.filter((member) => member.parents.length < 2) : [];
      const reading = reader
        .read(entries)
        .then((content) => ({ ...change, members: members.map(({ id }) => id), branch, ...content }));
      // A failure is met where its turn comes, or not at all when an earlier one ends the walk.
      reading.catch(() => undefined);
      ahead.push(reading);
      const next = ahead.length > CHANGES_AHEAD ? ahead.shift() : undefined;
      if (next !== undefined) yield await next;
    }
    for (const next of ahead) yield await next;
  } finally {
    blobs.stop();
  }
}
