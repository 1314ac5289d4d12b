/** What the future made of each change: labels for training, collected while the history is replayed. */
import type { Effects } from '../history/history.ts';
import { changeOfOrigin, isCodeOrigin } from '../history/lineOrigins.ts';

const DAY_SECONDS = 86_400;
/** Labels look this far ahead; a change with less of a future has no final ones. */
export const HORIZON_DAYS = 365;
/** A fix that touches more than this says little about where the fault was. */
const FIX_CODE_FILES_MAX = 15;
const FIX_LINES_MAX = 400;
/** A change of more files of code is a sweep: it does not build on each of them. */
const SWEEP_CODE_FILES_MAX = 30;

/** What is known of a change when it comes, apart from its features. */
export type Coming = {
  seconds: number;
  author: number;
  isBot: boolean;
  /** It fixes something, by a message that blame can be laid on. */
  isTrackedFix: boolean;
  /** Earlier changes that it takes back. */
  reverts: readonly number[];
};

/** The labels of one change. */
export type Labels = {
  /** Lines of substance that it added, and how many of them stood after so many days. */
  lines: number;
  standing90: number;
  standing180: number;
  standing365: number;
  /** Later fixes that removed lines of code of it, and how many lines. */
  fixes: number;
  fixedLines: number;
  reverted: 0 | 1;
  /** Other authors who built within three lines of it, who used symbols that it introduced, who touched its files of code. */
  adoptersByLines: number;
  adoptersBySymbols: number;
  adoptersByFiles: number;
};

type Open = {
  seconds: number;
  author: number;
  labels: Labels;
  byLines: Set<number>;
  bySymbols: Set<number>;
  byFiles: Set<number>;
};

function emptyLabels(lines: number): Labels {
  return {
    lines,
    standing90: lines,
    standing180: lines,
    standing365: lines,
    fixes: 0,
    fixedLines: 0,
    reverted: 0,
    adoptersByLines: 0,
    adoptersBySymbols: 0,
    adoptersByFiles: 0,
  };
}

/** Collects labels in the order of changes; those of a change are final once the horizon has passed it. */
export class Outcomes {
  private readonly open = new Map<number, Open>();
  /** Changes of the last year by record of file, oldest first. */
  private readonly touched = new Map<number, number[]>();

  /** Adds the next change and what it did to earlier ones; `seconds` must not go back. */
  add(effects: Effects, coming: Coming): void {
    this.bury(effects, coming);
    for (const change of coming.reverts) {
      const older = this.recent(change, coming.seconds);
      if (older !== undefined) older.labels.reverted = 1;
    }
    if (!coming.isBot) {
      for (const change of effects.builtOn) this.adopt(change, coming, 'byLines');
      for (const change of effects.used) this.adopt(change, coming, 'bySymbols');
    }
    this.touch(effects, coming);
    this.open.set(effects.change, {
      seconds: coming.seconds,
      author: coming.author,
      labels: emptyLabels(effects.linesAdded),
      byLines: new Set(),
      bySymbols: new Set(),
      byFiles: new Set(),
    });
  }

  /** Takes out the labels of change `change`; nothing later can change them. */
  take(change: number): Labels {
    const own = this.open.get(change);
    this.open.delete(change);
    if (own === undefined) return emptyLabels(0);
    return {
      ...own.labels,
      adoptersByLines: own.byLines.size,
      adoptersBySymbols: own.bySymbols.size,
      adoptersByFiles: own.byFiles.size,
    };
  }

  private recent(change: number, seconds: number): Open | undefined {
    const older = this.open.get(change);
    return older !== undefined && seconds - older.seconds <= HORIZON_DAYS * DAY_SECONDS ? older : undefined;
  }

  private adopt(change: number, { author, seconds }: Coming, by: 'byLines' | 'bySymbols' | 'byFiles'): void {
    const older = this.recent(change, seconds);
    if (older !== undefined && older.author !== author) older[by].add(author);
  }

  private bury({ removed, codeFiles }: Effects, { seconds, isTrackedFix }: Coming): void {
    const laysBlame =
      isTrackedFix && codeFiles.length <= FIX_CODE_FILES_MAX && removed.length <= FIX_LINES_MAX;
    const blamed = new Set<Labels>();
    for (const { origin, isInCode } of removed) {
      const older = this.recent(changeOfOrigin(origin), seconds);
      if (older === undefined) continue;
      const days = (seconds - older.seconds) / DAY_SECONDS;
      const { labels } = older;
      if (days <= 90) labels.standing90 -= 1;
      if (days <= 180) labels.standing180 -= 1;
      labels.standing365 -= 1;
      if (!laysBlame || !isInCode || !isCodeOrigin(origin)) continue;
      labels.fixedLines += 1;
      blamed.add(labels);
    }
    for (const labels of blamed) labels.fixes += 1;
  }

  private touch({ change, codeFiles }: Effects, coming: Coming): void {
    if (coming.isBot || codeFiles.length > SWEEP_CODE_FILES_MAX) return;
    for (const file of codeFiles) {
      const recent = (this.touched.get(file) ?? []).filter((older) => this.recent(older, coming.seconds));
      for (const older of recent) this.adopt(older, coming, 'byFiles');
      this.touched.set(file, [...recent, change]);
    }
  }
}
