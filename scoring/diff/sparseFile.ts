/** A file of which only the lines are known that patches showed: applies hunk after hunk and tells the net change. */
import { type Hunk, linesBefore } from '../patch.ts';
import { hunksOf } from './hunks.ts';
import type { Edit } from './lineDiff.ts';

/** Old lines from `start` on, or one line that was added. */
type Piece = { start: number; count: number } | { text: string };

/** Walks over pieces and hands out lines one at a time. */
class PieceReader {
  private readonly pieces: readonly Piece[];
  private at = 0;
  private within = 0;

  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
  }

  /** Up to `most` lines that belong together; null at the end of the file. */
  next(most: number): Piece | null {
    const piece = this.pieces[this.at];
    if (piece === undefined) return null;
    if ('text' in piece) {
      this.at += 1;
      return piece;
    }
    const count = Math.min(most, piece.count - this.within);
    const taken = { start: piece.start + this.within, count };
    this.within += count;
    if (this.within >= piece.count) {
      this.at += 1;
      this.within = 0;
    }
    return taken;
  }
}

function lengthOf(piece: Piece): number {
  return 'text' in piece ? 1 : piece.count;
}

/** A file over a series of patches. */
export class SparseFile {
  private pieces: Piece[];
  private readonly oldTexts = new Map<number, string>();

  /** `exists` tells whether there are old lines; how many is not known. */
  constructor(exists: boolean) {
    this.pieces = exists ? [{ start: 0, count: Number.POSITIVE_INFINITY }] : [];
  }

  /** Forgets all lines, old ones too: the file was deleted. */
  clear(): void {
    this.pieces = [];
  }

  /**
   * Applies the hunks of one patch in one pass. Where they do not fit what earlier patches left, they are applied where
   * they say as far as there are lines: a series that fits itself is netted exactly, any other loses its own lines.
   */
  apply(hunks: readonly Hunk[]): void {
    const reader = new PieceReader(this.pieces);
    const after: Piece[] = [];
    let at = 0;
    const keep = (until: number) => {
      while (at < until) {
        const piece = reader.next(until - at);
        if (piece === null) return;
        after.push(piece);
        at += lengthOf(piece);
      }
    };
    for (const hunk of hunks) {
      keep(linesBefore(hunk));
      for (const { mark, text } of hunk.lines) {
        if (mark === '+') {
          after.push({ text });
          continue;
        }
        const piece = reader.next(1);
        if (piece === null) continue;
        at += 1;
        if ('start' in piece) this.oldTexts.set(piece.start, text);
        if (mark === ' ') after.push(piece);
      }
    }
    keep(Number.POSITIVE_INFINITY);
    this.pieces = after;
  }

  /** Where old lines are gone or new ones stand; new lines are counted over all edits, and given in their order. */
  private edits(): { edits: Edit[]; added: string[] } {
    const edits: Edit[] = [];
    const added: string[] = [];
    let [oldAt, newAt] = [0, 0];
    const close = (oldEnd: number) => {
      if (oldEnd > oldAt || added.length > newAt)
        edits.push({ oldStart: oldAt, oldEnd, newStart: newAt, newEnd: added.length });
      newAt = added.length;
    };
    for (const piece of this.pieces) {
      if ('text' in piece) added.push(piece.text);
      else {
        close(piece.start);
        oldAt = piece.start + piece.count;
      }
    }
    // Without a tail of old lines all that were ever shown and do not stand are gone.
    close(Math.max(oldAt, Number.isFinite(oldAt) ? this.shownEnd() : 0));
    return { edits, added };
  }

  private shownEnd(): number {
    let end = 0;
    for (const line of this.oldTexts.keys()) end = Math.max(end, line + 1);
    return end;
  }

  /** What the series does to the file as a whole, with context where it was shown. */
  hunks(): Hunk[] {
    const { edits, added } = this.edits();
    return hunksOf(edits, { length: this.shownEnd(), at: (index) => this.oldTexts.get(index) }, added);
  }
}
