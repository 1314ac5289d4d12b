/** Runs git over a history that others made: nothing of the machine's settings enters, nothing is fetched, every end is checked. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';

/** Why a history cannot be mined. */
export type HistoryErrorCode = 'noRepository' | 'emptyHistory' | 'shallowHistory' | 'gitFailed';

/** A history that cannot be mined; `detail` is what git said, where it said something. */
export class HistoryError extends Error {
  readonly code: HistoryErrorCode;

  constructor(code: HistoryErrorCode, detail = '') {
    super(detail);
    this.name = 'HistoryError';
    this.code = code;
  }
}

/** A partial copy of a history must not be completed over the network while it is read. */
const settings = ['-c', 'protocol.allow=never', '-c', 'i18n.logOutputEncoding=UTF-8'];
const variables = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  LC_ALL: 'C',
};

/** Of what git says on its error output this much is kept. */
const ERROR_CHARACTERS_MAX = 2_000;

/** A git process that runs; read `stdout`, then await `end`. */
export class GitProcess {
  readonly child: ChildProcessWithoutNullStreams;
  private errors = '';
  private readonly closed: Promise<void>;

  constructor(gitFolder: string, words: readonly string[]) {
    this.child = spawn('git', ['--git-dir', gitFolder, ...settings, ...words], {
      env: { ...process.env, ...variables },
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.errors = (this.errors + text).slice(0, ERROR_CHARACTERS_MAX);
    });
    // A process that dies early closes its input; that it died is seen when it ends.
    this.child.stdin.on('error', () => undefined);
    this.closed = once(this.child, 'close').then(
      ([code]) => {
        if (code !== 0) throw new HistoryError('gitFailed', this.errors.trim() || `git ended with ${code}.`);
      },
      (error: Error) => {
        throw new HistoryError('gitFailed', error.message);
      },
    );
    // Whoever stops reading early never asks how it ended.
    this.closed.catch(() => undefined);
  }

  /** Resolves when git ended well; throws HistoryError when it did not. */
  end(): Promise<void> {
    return this.closed;
  }

  /** Ends a process that is no longer needed. */
  stop(): void {
    this.child.kill();
  }

  /** The parts of the output between NULs; an unfinished last part is given too. Throws HistoryError when git failed. */
  async *parts(): AsyncGenerator<string> {
    let held: Buffer[] = [];
    for await (const chunk of this.child.stdout as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
        yield Buffer.concat([...held, chunk.subarray(start, end)]).toString('utf8');
        held = [];
        start = end + 1;
      }
      if (start < chunk.length) held.push(chunk.subarray(start));
    }
    if (held.length > 0) yield Buffer.concat(held).toString('utf8');
    await this.end();
  }
}

/** What a short command prints, without the blanks at its ends; throws HistoryError when git failed. */
export async function gitText(gitFolder: string, words: readonly string[]): Promise<string> {
  const git = new GitProcess(gitFolder, words);
  let text = '';
  for await (const part of git.parts()) text += part;
  return text.trim();
}
