/** Renames within a change: which new file is which old one, by equal or by similar content. */
import { keyOf } from '../keys.ts';

/** A file that disappeared or appeared; `lines` is null where only equal content can be recognised. */
export type Candidate = { path: string; id: string; lines: readonly string[] | null };

/** A new file is a renamed old one when this much of the larger one's text, by characters, stands in both. */
const SIMILAR_PERMILLE = 500;
/** More files on a side are an import or a clearing out; only equal content is then recognised. */
const CANDIDATES_MAX = 1_000;
/** A line that more files share says nothing about which became which, and would make the search quadratic. */
const SHARERS_MAX = 40;

type Pair = { from: number; to: number; permille: number; isSameName: boolean };

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Characters by line; a line's weight is its length and one for its end. */
function weightsOf(lines: readonly string[]): Map<number, number> {
  const weights = new Map<number, number>();
  for (const line of lines) {
    const key = keyOf(line);
    weights.set(key, (weights.get(key) ?? 0) + line.length + 1);
  }
  return weights;
}

function sum(weights: ReadonlyMap<number, number>): number {
  let total = 0;
  for (const weight of weights.values()) total += weight;
  return total;
}

/** Best first: most similar, then the same name, then the order of paths; nothing is left to chance. */
function inOrder(left: Pair, right: Pair): number {
  return (
    right.permille - left.permille ||
    Number(right.isSameName) - Number(left.isSameName) ||
    left.from - right.from ||
    left.to - right.to
  );
}

class Renames {
  readonly pairs: Pair[] = [];
  private readonly from: readonly Candidate[];
  private readonly to: readonly Candidate[];

  constructor(from: readonly Candidate[], to: readonly Candidate[]) {
    this.from = from;
    this.to = to;
  }

  private pair(from: number, to: number, permille: number): void {
    const isSameName = nameOf(this.from[from]?.path ?? '') === nameOf(this.to[to]?.path ?? '');
    this.pairs.push({ from, to, permille, isSameName });
  }

  /** Equal content. Empty files are all equal and are no renames of each other. */
  findEqual(): void {
    const byId = new Map<string, number[]>();
    this.from.forEach(({ id, lines }, index) => {
      if (lines?.length === 0) return;
      const known = byId.get(id);
      if (known === undefined) byId.set(id, [index]);
      else if (known.length < SHARERS_MAX) known.push(index);
    });
    this.to.forEach(({ id }, index) => {
      for (const from of byId.get(id) ?? []) this.pair(from, index, 1_001);
    });
  }

  findSimilar(): void {
    if (this.from.length > CANDIDATES_MAX || this.to.length > CANDIDATES_MAX) return;
    const weights = this.from.map(({ lines }) => weightsOf(lines ?? []));
    const totals = weights.map(sum);
    const sharers = new Map<number, number[]>();
    weights.forEach((lines, index) => {
      for (const key of lines.keys()) {
        const known = sharers.get(key);
        if (known === undefined) sharers.set(key, [index]);
        else known.push(index);
      }
    });
    this.to.forEach(({ lines }, index) => {
      const own = weightsOf(lines ?? []);
      const total = sum(own);
      const shared = new Map<number, number>();
      for (const [key, weight] of own) {
        const files = sharers.get(key) ?? [];
        if (files.length > SHARERS_MAX) continue;
        for (const file of files)
          shared.set(file, (shared.get(file) ?? 0) + Math.min(weight, weights[file]?.get(key) ?? 0));
      }
      for (const [file, weight] of shared) {
        const permille = Math.floor((weight * 1_000) / Math.max(total, totals[file] ?? 0, 1));
        if (permille >= SIMILAR_PERMILLE) this.pair(file, index, permille);
      }
    });
  }
}

/** New path → index in `from`: each file in at most one pair, the most similar first. Both lists are in order of paths. */
export function findRenames(from: readonly Candidate[], to: readonly Candidate[]): Map<string, number> {
  const renames = new Renames(from, to);
  renames.findEqual();
  renames.findSimilar();
  const found = new Map<string, number>();
  const taken = new Set<number>();
  for (const pair of renames.pairs.sort(inOrder)) {
    const path = to[pair.to]?.path ?? '';
    if (taken.has(pair.from) || found.has(path)) continue;
    taken.add(pair.from);
    found.set(path, pair.from);
  }
  return found;
}
