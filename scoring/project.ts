/** What a scorer knows of a DAO: its contributions in the order of the chain, read one after another. */
import { asScoringError } from './errors.ts';
import { type ContentKind, type Extraction, read } from './extract.ts';
import { History } from './history/history.ts';

/** A contribution as the chain orders it; `bytes` is null where nobody has its content any more. */
export type Work = { author: string; epoch: number; kind: ContentKind; bytes: Uint8Array | null };

/**
 * Replays a DAO's contributions: the features of each are those known before it, and only then it is remembered. Authors
 * are told apart by labels that say nothing else. Whoever replays the same contributions gets the same integers.
 */
export class Project {
  private readonly history = new History();
  private readonly labels = new Map<string, number>();
  private readonly units = new Map<string, number>();

  /** Reads the next contribution. Null for what cannot be read: it counts nothing, for every scorer alike. */
  append({ author, epoch, kind, bytes }: Work): Extraction | null {
    if (bytes === null) return null;
    const key = `${author}/${epoch}`;
    const unitsBefore = this.units.get(key) ?? 0;
    try {
      const { extraction, change } = read(kind, bytes, { unitsBefore, history: this.history });
      if (change !== null) this.history.apply(change, this.labelOf(author));
      this.units.set(key, unitsBefore + extraction.units);
      return extraction;
    } catch (error) {
      if (asScoringError(error) === null) throw error;
      return null;
    }
  }

  /** What content would be if it came next; nothing is remembered. Throws ScoringError. */
  preview({ author, epoch, kind, bytes }: Work & { bytes: Uint8Array }): Extraction {
    const unitsBefore = this.units.get(`${author}/${epoch}`) ?? 0;
    return read(kind, bytes, { unitsBefore, history: this.history }).extraction;
  }

  private labelOf(author: string): number {
    const known = this.labels.get(author);
    if (known !== undefined) return known;
    this.labels.set(author, this.labels.size);
    return this.labels.size - 1;
  }
}
