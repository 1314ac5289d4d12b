/** What each trained head learns from: its outcome, the features it may use, and which way each may move it. */
import { type ChangeFeatureId, changeFeatures } from '../change/changeFeatures.ts';
import type { Direction, Loss } from './boosting.ts';
import type { MinedChange } from './mineChanges.ts';

/** A trained head: its place among the dimensions, its outcome, and its features by place in `changeFeatures`. */
export type Head = {
  dimension: 0 | 2 | 3;
  /** −1 where the outcome is bad and the score is its opposite. */
  sign: 1 | -1;
  loss: Loss;
  targetOf: (change: MinedChange) => number;
  directions: ReadonlyMap<number, Direction>;
  /** Features kept: fewer spread the scores over more of the range and keep an explanation readable. */
  kept: number;
};

const places = new Map<string, number>(changeFeatures.map(({ id }, index) => [id, index]));

/** Directions of the features named; the others are left out. */
function directions(table: Partial<Record<ChangeFeatureId, Direction>>): ReadonlyMap<number, Direction> {
  return new Map(Object.entries(table).map(([id, direction]) => [places.get(id) ?? 0, direction]));
}

/** All features but those named may be used freely, the ones in `table` in their direction. */
function allBut(
  left: readonly ChangeFeatureId[],
  table: Partial<Record<ChangeFeatureId, Direction>>,
): ReadonlyMap<number, Direction> {
  const used = changeFeatures.filter(({ id }) => !left.includes(id));
  return directions(Object.fromEntries(used.map(({ id }) => [id, table[id] ?? 0])));
}

/* Ages and heat grow with a project: across projects they say more about the project than about the change. */
const ofTheProject = [
  'isHistoryKnown',
  'lineLength',
  'removedAge',
  'youngRemovedShare',
  'fileAge',
  'fileChurn',
  'authorShare',
  'windowsPerLine',
] as const satisfies readonly ChangeFeatureId[];
const heat = [
  'fileAuthors',
  'fileChanges',
  'mostChanges',
  'recentChanges',
  'changesPerFile',
] as const satisfies readonly ChangeFeatureId[];

/* Constraints say what may never pay: silencing a checker, repeating, spreading, longer and more branched code. */
const risk = allBut([...ofTheProject, ...heat, 'docsPhrases'], {
  novelCode: 1,
  codeWindows: 1,
  codeLines: 1,
  newNames: 1,
  distinctTokens: 1,
  removedOrigins: 1,
  deepestIndent: 1,
  branchDensity: 1,
  riskShare: 1,
  asyncShare: 1,
  codeFiles: 1,
  configFiles: 1,
  areas: 1,
  folders: 1,
  evenFiles: 1,
  fileLength: 1,
  repeatedWindowShare: 1,
});

/* What others will build on: more of what is new, less of what is known, moved or repeated; a checker silenced never helps. */
const lasting: Partial<Record<ChangeFeatureId, Direction>> = {
  novelCode: 1,
  novelTests: 1,
  codeWindows: 1,
  codeLines: 1,
  newNames: 1,
  newSymbols: 1,
  distinctTokens: 1,
  assertions: 1,
  riskShare: -1,
  repeatedWindowShare: -1,
  knownLineShare: -1,
  movedShare: -1,
  docsPhrases: 1,
};
const adopted = allBut([...ofTheProject, 'deepestIndent', 'configFiles'], lasting);

/** The three trained heads; quantity is a fixed table. */
export const heads: readonly Head[] = [
  {
    dimension: 0,
    sign: -1,
    loss: 'logistic',
    targetOf: ({ labels }) => (labels.fixes > 0 ? 1 : 0),
    directions: risk,
    kept: 14,
  },
  {
    dimension: 2,
    sign: 1,
    loss: 'squared',
    targetOf: ({ labels }) => Math.log1p(labels.adoptersByLines),
    directions: adopted,
    kept: 14,
  },
  {
    dimension: 3,
    sign: 1,
    loss: 'squared',
    targetOf: ({ labels }) => Math.log1p(labels.adoptersBySymbols),
    directions: adopted,
    kept: 14,
  },
];
