/** What a history remembers of one file: where its lines come from, and how often and by how many it was changed. */

/** Changes that count as recent. */
const RECENT_CHANGES = 100;
/** Authors remembered for a file; beyond, more of them say nothing new. */
const AUTHORS_MAX = 400;

/** The record of a file that stands; it moves with the file when that is renamed. */
export class FileRecord {
  /** The same over renames, and never used again. */
  readonly id: number;
  origins: Int32Array = new Int32Array(0);
  isGenerated = false;
  changes = 0;
  linesAdded = 0;
  linesRemoved = 0;
  lastChange = 0;
  readonly authors: Set<number> = new Set();
  private recent: number[] = [];

  constructor(id: number) {
    this.id = id;
  }

  /** Changes of the file among the last hundred before change `now`. */
  recentChanges(now: number): number {
    return this.recent.filter((change) => now - change <= RECENT_CHANGES).length;
  }

  /** Remembers that change `now` by `author` touched the file. */
  touch(now: number, author: number): void {
    this.changes += 1;
    this.lastChange = now;
    if (this.authors.size < AUTHORS_MAX) this.authors.add(author);
    this.recent = [...this.recent.filter((change) => now - change <= RECENT_CHANGES), now];
  }
}
