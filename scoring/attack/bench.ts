/** The attack bench: honest patches of a repository against what somebody might make of them, each beside the history before it. */
import { points, type Scores } from '../attestation.ts';
import { extractChange } from '../change/extractChange.ts';
import { type ReadChange, readChange } from '../change/readChange.ts';
import type { FileVersion, PathEdit } from '../diff/fileVersion.ts';
import { diffTrees } from '../diff/treeDiff.ts';
import { vectorOf } from '../extract.ts';
import { History } from '../history/history.ts';
import { explain, type Model } from '../reference.ts';
import { changesOf, type Repository } from '../training/gitHistory.ts';
import {
  afterwards,
  type Disguise,
  generators,
  injected,
  paddings,
  pieces,
  type TextEdit,
  worthless,
} from './variants.ts';

/** Attacked ÷ honest, of sums over all patches: for points and for each score. */
type Ratios = { points: number; quality: number; quantity: number; impact: number; value: number };

/** One attack: how often it was tried, what it gained, the bound that it must keep (of points), and whether it does. */
type AttackResult = {
  tried: number;
  ratio: Ratios;
  worstPoints: number;
  bound: number;
  pass: boolean;
};

/** What the bench found; `injectionShift` is the mean of |attacked − honest| ÷ honest over points. */
export type BenchResult = {
  patches: number;
  changes: number;
  attacks: Record<string, AttackResult>;
  pass: boolean;
};

export type BenchOptions = {
  model: Model;
  /** Parts per million of the four scores in points. */
  weights: readonly number[];
  /** Honest patches to take, spread over the history. */
  patches: number;
  onProgress?: (progress: { done: number; of: number }) => void;
};

/**
 * The bounds, as ratios of points to the honest patch. Shreds are the weak place: where many changes of a line or two are
 * put one under another, every three of them are three that nobody saw together.
 */
const bounds = {
  shreds: 0.5,
  padding: 1.01,
  split: 1.1,
  worthless: 0.02,
  ownRevert: 0,
  copy: 0.15,
  generated: 0.15,
  injection: 0.01,
};
/** Patches with less new work say little about ratios; larger ones would fill the run. */
const UNITS_MIN = 20;
const TEXT_CHARACTERS_MAX = 400_000;
const PIECES = 10;
/** Injected texts in all, spread over the patches. */
const INJECTIONS = 500;

type Judged = { scores: Scores; units: number };
type Sum = { honest: number[]; attacked: number[]; worst: number; tried: number; shift: number };

const decoder = new TextDecoder();

function textsOf(edits: readonly PathEdit[]): TextEdit[] | null {
  const textOf = (version: FileVersion | null) =>
    version === null
      ? null
      : version.kind === 'file' && version.content !== null
        ? decoder.decode(version.content)
        : undefined;
  const texts: TextEdit[] = [];
  for (const { path, before, after } of edits) {
    const [old, current] = [textOf(before), textOf(after)];
    if (old === undefined || current === undefined) return null;
    texts.push({ path, before: old, after: current });
  }
  return texts.reduce((sum, { before, after }) => sum + (before?.length ?? 0) + (after?.length ?? 0), 0) <=
    TEXT_CHARACTERS_MAX
    ? texts
    : null;
}

function changeOf(edits: readonly TextEdit[], history: History): ReadChange {
  const version = (text: string | null): FileVersion | null =>
    text === null
      ? null
      : { kind: 'file', isExecutable: false, id: text, content: new TextEncoder().encode(text) };
  return readChange(
    diffTrees(
      edits.map(({ path, before, after }) => ({ path, before: version(before), after: version(after) })),
    ),
    history,
  );
}

class Bench {
  readonly history = new History();
  readonly sums = new Map<string, Sum & { bound: number }>();
  taken = 0;
  private readonly options: BenchOptions;

  constructor(options: BenchOptions) {
    this.options = options;
  }

  private judge(change: ReadChange, unitsBefore = 0): Judged {
    const { values, units } = extractChange(change, this.history);
    return { scores: explain(this.options.model, vectorOf(values, units, unitsBefore)).scores, units };
  }

  private pointsOf(scores: readonly number[]): number {
    return Number(points([...scores], [...this.options.weights]));
  }

  /** Adds what an attack gained, by one contribution or by several whose points are paid one by one. */
  private note(name: string, bound: number, honest: Judged, ...attacked: Judged[]): void {
    const sum = this.sums.get(name) ?? {
      bound,
      honest: [0, 0, 0, 0, 0],
      attacked: [0, 0, 0, 0, 0],
      worst: 0,
      tried: 0,
      shift: 0,
    };
    this.sums.set(name, sum);
    const all = ({ scores }: Judged) => [this.pointsOf(scores), ...scores];
    const own = all(honest);
    const gained = attacked.map(all).reduce((total, one) => total.map((value, k) => value + (one[k] ?? 0)));
    own.forEach((value, k) => {
      sum.honest[k] = (sum.honest[k] ?? 0) + value;
      sum.attacked[k] = (sum.attacked[k] ?? 0) + (gained[k] ?? 0);
    });
    const ratio = (gained[0] ?? 0) / (own[0] ?? 1);
    sum.worst = sum.tried === 0 ? ratio : Math.max(sum.worst, ratio);
    sum.shift += Math.abs(ratio - 1);
    sum.tried += 1;
  }

  private tryDisguises(
    list: readonly Disguise[],
    bound: number,
    texts: readonly TextEdit[],
    honest: Judged,
  ): void {
    for (const { name, disguise } of list) {
      const edits = disguise(texts).filter(({ before, after }) => before !== after);
      if (edits.length > 0) this.note(name, bound, honest, this.judge(changeOf(edits, this.history)));
    }
  }

  /** Tries all attacks on an honest change, which is then part of the history: whole, or in the pieces of the last attack. */
  attack(texts: readonly TextEdit[]): boolean {
    const change = changeOf(texts, this.history);
    const honest = this.judge(change);
    if (honest.units < UNITS_MIN) return false;
    this.taken += 1;
    this.tryDisguises(paddings, bounds.padding, texts, honest);
    this.tryDisguises(worthless, bounds.worthless, texts, honest);
    this.tryDisguises(generators, bounds.generated, texts, honest);
    for (let i = 0; i < Math.ceil(INJECTIONS / this.options.patches); i += 1) {
      const edits = injected(texts, this.taken * 1_000 + i);
      this.note('injection', 1 + bounds.injection, honest, this.judge(changeOf(edits, this.history)));
    }
    if (this.taken % 2 === 0) this.split(texts, honest);
    else this.goOn(texts, change, honest);
    return true;
  }

  private split(texts: readonly TextEdit[], honest: Judged): void {
    const judged: Judged[] = [];
    let unitsBefore = 0;
    for (const edits of pieces(texts, PIECES)) {
      const change = changeOf(edits, this.history);
      const piece = this.judge(change, unitsBefore);
      judged.push(piece);
      unitsBefore += piece.units;
      this.history.apply(change, 0);
    }
    this.note('splitInTen', bounds.split, honest, ...judged);
  }

  private goOn(texts: readonly TextEdit[], change: ReadChange, honest: Judged): void {
    this.history.apply(change, 0);
    for (const { name, edits } of afterwards(texts)) {
      if (edits.length === 0) continue;
      const bound = name === 'ownRevert' ? bounds.ownRevert : name === 'shreds' ? bounds.shreds : bounds.copy;
      this.note(name, bound, honest, this.judge(changeOf(edits, this.history), honest.units));
    }
  }

  results(): Record<string, AttackResult> {
    return Object.fromEntries(
      [...this.sums].map(([name, { honest, attacked, worst, tried, bound, shift }]) => {
        const of = (k: number) => (attacked[k] ?? 0) / Math.max(1, honest[k] ?? 0);
        const ratio = { points: of(0), quality: of(1), quantity: of(2), impact: of(3), value: of(4) };
        // An injection may move a score neither up nor down.
        const measured = name === 'injection' ? 1 + shift / tried : ratio.points;
        return [name, { tried, ratio, worstPoints: worst, bound, pass: measured <= bound }];
      }),
    );
  }
}

/** Replays `repository` and attacks honest patches on the way. Throws HistoryError when git fails. */
export async function attackBench(repository: Repository, options: BenchOptions): Promise<BenchResult> {
  const bench = new Bench(options);
  const every = Math.max(1, Math.floor(repository.changeCount / (options.patches * 3)));
  let done = 0;
  let isDue = false;
  for await (const { edits } of changesOf(repository)) {
    done += 1;
    options.onProgress?.({ done, of: repository.changeCount });
    isDue ||= done % every === 0;
    const texts = isDue && bench.taken < options.patches ? textsOf(edits) : null;
    if (texts !== null && bench.attack(texts)) {
      isDue = false;
      continue;
    }
    const files = diffTrees(edits);
    if (files.length > 0) bench.history.apply(readChange(files, bench.history), 0);
  }
  const attacks = bench.results();
  return {
    patches: bench.taken,
    changes: done,
    attacks,
    pass: bench.taken > 0 && Object.values(attacks).every(({ pass }) => pass),
  };
}
