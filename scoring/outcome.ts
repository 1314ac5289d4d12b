/** What became of accepted work: which of its lines stand, which were taken back, and who builds on it. */
import type { ReadChange } from './change/readChange.ts';
import { asScoringError } from './errors.ts';
import { type ContentKind, read } from './extract.ts';
import { History } from './history/history.ts';
import { changeOfOrigin } from './history/lineOrigins.ts';

/** A contribution as it was accepted, at `time` in milliseconds; `bytes` is null where nobody has its content any more. */
export type AcceptedWork = {
  contribution: string;
  author: string;
  time: number;
  kind: ContentKind;
  bytes: Uint8Array | null;
};

/** Counts of lines of substance, and of authors; `standing + reverted` is at most `lines`. */
export type Outcome = { lines: number; standing: number; reverted: number; adopters: number };

/** What a later change did to an earlier one. */
type Effect = { time: number; author: string; removed: number; takesBack: boolean; builds: boolean };
type Change = { author: string; lines: number; effects: Effect[] };

/**
 * Replays the accepted work of a DAO in the order of acceptance: what was only submitted did nothing to anybody's lines, and
 * nobody adopts work without a reviewer who accepted theirs. Whoever replays the same work gets the same integers.
 */
export class Outcomes {
  private readonly history = new History();
  private readonly changes: Change[] = [];
  private readonly places = new Map<string, number>();

  /** Takes the next accepted contribution; what was accepted before, cannot be read or is no code changes nothing. */
  accept({ contribution, author, time, kind, bytes }: AcceptedWork): void {
    if (bytes === null || this.places.has(contribution)) return;
    try {
      const { change } = read(kind, bytes, { unitsBefore: 0, history: this.history });
      if (change === null) return;
      const takesBack = this.bringsNothing(change);
      const { change: place, linesAdded, removed, builtOn, used } = this.history.apply(change, 0);
      this.places.set(contribution, place);
      this.changes.push({ author, lines: linesAdded, effects: [] });
      const builders = new Set(takesBack ? [] : [...builtOn, ...used]);
      const counts = new Map([...builders].map((earlier) => [earlier, 0]));
      for (const { origin } of removed) {
        const earlier = changeOfOrigin(origin);
        counts.set(earlier, (counts.get(earlier) ?? 0) + 1);
      }
      for (const [earlier, count] of counts)
        this.changes[earlier]?.effects.push({
          time,
          author,
          removed: count,
          takesBack,
          builds: builders.has(earlier),
        });
    } catch (error) {
      if (asScoringError(error) === null) throw error;
    }
  }

  /** What accepted work did to a contribution until `time`, inclusive; nothing is known of what is no code. */
  of(contribution: string, time: number): Outcome {
    const change = this.changes[this.places.get(contribution) ?? -1];
    if (change === undefined) return { lines: 0, standing: 0, reverted: 0, adopters: 0 };
    const { author, lines } = change;
    const effects = change.effects.filter((effect) => effect.time <= time);
    const sum = (some: readonly Effect[]) => some.reduce((count, { removed }) => count + removed, 0);
    const gone = Math.min(lines, sum(effects));
    const reverted = Math.min(gone, sum(effects.filter(({ takesBack }) => takesBack)));
    const adopters = new Set(effects.filter(({ builds }) => builds).map((effect) => effect.author));
    adopters.delete(author);
    return { lines, standing: lines - gone, reverted, adopters: adopters.size };
  }

  /** Whether every line of substance that a change adds moved or stood in the project before: what it removes, it takes back. */
  private bringsNothing({ files }: ReadChange): boolean {
    const added = files.flatMap(({ hunks }) =>
      hunks.flatMap(({ lines }) => lines.filter(({ mark }) => mark === '+')),
    );
    return added.every(({ key, twin }) => key === 0 || twin !== null || this.history.hasLine(key));
  }
}
