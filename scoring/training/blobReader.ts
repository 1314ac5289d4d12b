/** Reads blobs of a repository through one git process; what is missing or too large is null. */
import { FILE_BYTES_MAX } from '../diff/fileVersion.ts';
import { GitProcess, HistoryError } from './gitProcess.ts';

/** Contents kept: what a change makes of a file is what the next one starts from. */
const CACHE_BYTES_MAX = 64 * 1024 * 1024;

type Waiting = { id: string; resolve: (content: Buffer | null) => void; reject: (error: Error) => void };

/** Recently read blobs, the longest unused dropped first. */
class Cache {
  private readonly contents = new Map<string, Buffer | null>();
  private bytes = 0;

  get(id: string): Buffer | null | undefined {
    const content = this.contents.get(id);
    if (content === undefined) return undefined;
    this.contents.delete(id);
    this.contents.set(id, content);
    return content;
  }

  set(id: string, content: Buffer | null): void {
    this.contents.set(id, content);
    this.bytes += content?.length ?? 0;
    for (const [oldest, old] of this.contents) {
      if (this.bytes <= CACHE_BYTES_MAX) break;
      this.contents.delete(oldest);
      this.bytes -= old?.length ?? 0;
    }
  }
}

/** A reader over `git cat-file --batch`; answers come in the order of the questions. */
export class BlobReader {
  private readonly git: GitProcess;
  private readonly waiting: Waiting[] = [];
  private readonly cache = new Cache();
  private isStopped = false;

  constructor(gitFolder: string) {
    this.git = new GitProcess(gitFolder, ['cat-file', '--batch']);
    this.readAnswers().then(
      () => this.fail(new HistoryError('gitFailed', 'git stopped answering.')),
      (error: unknown) => this.fail(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** The content of blob `id`; null when the repository lacks it or it is above the bound of the diff. */
  read(id: string): Promise<Buffer | null> {
    const known = this.cache.get(id);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      if (this.isStopped) return reject(new HistoryError('gitFailed', 'git stopped answering.'));
      this.waiting.push({ id, resolve, reject });
      this.git.child.stdin.write(`${id}\n`);
    });
  }

  /** Ends the process; what is still asked is refused. */
  stop(): void {
    this.isStopped = true;
    this.git.stop();
  }

  private fail(error: Error): void {
    this.isStopped = true;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }

  private answer(content: Buffer | null): void {
    const next = this.waiting.shift();
    if (next === undefined) throw new HistoryError('gitFailed', 'git answered what nobody asked.');
    this.cache.set(next.id, content);
    next.resolve(content);
  }

  /** Answers are `<id> blob <size>`, the bytes and a line end; or `<id> missing`. */
  private async readAnswers(): Promise<void> {
    let header = '';
    let left = 0;
    let parts: Buffer[] | null = null;
    for await (const chunk of this.git.child.stdout as AsyncIterable<Buffer>) {
      let at = 0;
      while (at < chunk.length) {
        if (left > 0) {
          const piece = chunk.subarray(at, at + left);
          parts?.push(piece);
          at += piece.length;
          left -= piece.length;
          if (left === 0) this.answer(parts === null ? null : Buffer.concat(parts).subarray(0, -1));
          continue;
        }
        const end = chunk.indexOf(10, at);
        header += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
        at = end < 0 ? chunk.length : end + 1;
        if (end < 0) continue;
        const size = /^\S+ blob (\d+)$/.exec(header)?.[1];
        if (size === undefined && !/^\S+ (?:missing|tree|commit|tag)\b/.test(header))
          throw new HistoryError('gitFailed', header);
        header = '';
        if (size === undefined) {
          this.answer(null);
          continue;
        }
        left = Number(size) + 1;
        parts = Number(size) > FILE_BYTES_MAX ? null : [];
      }
    }
    if (!this.isStopped) await this.git.end();
  }
}
