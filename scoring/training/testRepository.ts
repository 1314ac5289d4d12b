/** Makes git repositories out of lists of commits for tests, in one go. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A commit: files that it changes (null deletes), and what it merges besides its parent, by place in the list. */
export type TestCommit = {
  day: number;
  author: string;
  message: string;
  files: Readonly<Record<string, string | null>>;
  /** Place of the parent; the commit before in the list unless given. */
  parent?: number;
  merges?: number;
};

/** Runs git in `folder` and gives what it prints. */
export function git(folder: string, ...words: string[]): string {
  return execFileSync('git', ['-C', folder, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function commitText({ day, author, message, files, parent, merges }: TestCommit, place: number): string {
  const from = parent ?? place - 1;
  const person = `${author} <${author}@example.org> ${day * 86_400} +0000`;
  const changes = Object.entries(files).map(([path, text]) =>
    text === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text)}`,
  );
  return [
    `commit refs/heads/line${place}\nmark :${place + 1}\nauthor ${person}\ncommitter ${person}\n`,
    data(message),
    from >= 0 ? `from :${from + 1}\n` : '',
    merges === undefined ? '' : `merge :${merges + 1}\n`,
    ...changes,
  ].join('');
}

/** Makes a repository in `folder`; its HEAD is the last commit. */
export function makeRepository(folder: string, commits: readonly TestCommit[], isBare = true): void {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '-q', ...(isBare ? ['--bare'] : []));
  execFileSync('git', ['-C', folder, 'fast-import', '--quiet'], { input: commits.map(commitText).join('') });
  git(folder, 'symbolic-ref', 'HEAD', `refs/heads/line${commits.length - 1}`);
}
