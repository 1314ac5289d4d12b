/** What each trained head learns from: its outcome, the features it may use, and which way each may move it. */
import { type FeatureId, featureIndex } from '../features.ts';
import type { Direction } from './additive.ts';
import { ranksOf } from './measure.ts';
import type { Example } from './mine.ts';

/** A trained head: its place among the dimensions, its target, and its features. */
export type Head = {
  dimension: 0 | 2 | 3;
  /** Targets of one project's examples, 0 … 1. */
  targetsOf: (examples: readonly Example[]) => number[];
  directions: ReadonlyMap<number, Direction>;
};

/** The share of the project's examples that are below, ties counting half: projects differ in habits, ranks compare. */
function percentiles(values: readonly number[]): number[] {
  return ranksOf(values).map((rank) => (rank - 0.5) / values.length);
}

function directions(table: Partial<Record<FeatureId, Direction>>): ReadonlyMap<number, Direction> {
  return new Map(Object.entries(table).map(([id, direction]) => [featureIndex[id as FeatureId], direction]));
}

// `knownShare` has a hand-set table. Constraints say what may never pay: silencing a checker, repeating, spreading, leaving branches untested.
const quality = directions({
  codeLines: -1,
  testLines: 1,
  guideWords: 1,
  removedLines: 0,
  movedShare: 0,
  repeatedShare: -1,
  replacedShare: 0,
  codeFiles: -1,
  folders: -1,
  areas: -1,
  evenFiles: -1,
  places: -1,
  newFiles: 0,
  controlShare: -1,
  errorShare: 0,
  asyncShare: -1,
  suppressionLines: -1,
  assertions: 1,
  newSymbols: 0,
  newNames: -1,
  longestBlock: -1,
  deepestLevel: -1,
  untestedBranches: -1,
});

// Files, folders and places are left out of impact and value: one line in each is too cheap a way to raise them.
const lasting = directions({
  codeLines: 1,
  testLines: 1,
  guideWords: 1,
  removedLines: 0,
  knownShare: -1,
  movedShare: -1,
  repeatedShare: -1,

  suppressionLines: -1,
  assertions: 1,
  newSymbols: 1,
  newNames: 1,
  longestBlock: -1,
  deepestLevel: -1,
});

/** The three trained heads; quantity is a fixed table. */
export const heads: readonly Head[] = [
  { dimension: 0, targetsOf: (rows) => rows.map((row) => 1 - row.fixedLater), directions: quality },
  { dimension: 2, targetsOf: (rows) => percentiles(rows.map((row) => row.adopters)), directions: lasting },
  {
    dimension: 3,
    targetsOf: (rows) => percentiles(rows.map((row) => row.survivingLines)),
    directions: lasting,
  },
];
