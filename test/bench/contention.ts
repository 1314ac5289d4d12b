/** What happens where transactions want the same: groups and conflicts as the lanes report them, and rates by workers. */
import type { LoadOptions } from './loads.ts';
import { openRig, type Rig } from './rig.ts';
import { type Effort, type Figures, figuresOf, loadCount, runRounds } from './rounds.ts';
import { openScene } from './setUp.ts';
import { signedLoad } from './signedLoad.ts';
import type { Sizes } from './sizes.ts';

export interface ContentionRow {
  readonly name: string;
  /** Transactions of one block’s worth in groups of two or more, as a share. */
  readonly joinedShare: number;
  readonly figures: Readonly<Record<string, Figures>>;
}
interface Case {
  readonly name: string;
  readonly load: Omit<LoadOptions, 'count'>;
  /** One round of a number that the case itself names. */
  readonly fixed?: boolean;
}
/** The warm-up of a case with a count of its own. */
const shortWarmUp = 256;

const cases: readonly Case[] = [
  { name: 'One proposal, many voters', load: { recipe: 'votes' } },
  { name: 'One treasury pays many', load: { recipe: 'payouts' }, fixed: true },
  { name: 'One sender, 1,000 transactions', load: { recipe: 'oneSender' }, fixed: true },
  { name: 'Receivers by Zipf’s law', load: { recipe: 'zipfTransfers' } },
  ...[0, 25, 50, 75, 100].map((hotPercent) => ({
    name:
      hotPercent === 100 ? 'An auction that everybody bids in' : `Bids, ${hotPercent} in 100 in one auction`,
    load: { recipe: 'contention' as const, hotPercent },
  })),
];

/** Each case on fresh copies of one scene. */
export const benchContention = async ({ village, contention }: Sizes): Promise<ContentionRow[]> => {
  const rows: ContentionRow[] = [];
  for (const one of cases) rows.push(await measure(one, village, contention));
  return rows;
};

const measure = async (
  { name, load, fixed = false }: Case,
  village: Sizes['village'],
  { workers, effort: standard, fixed: count }: Sizes['contention'],
): Promise<ContentionRow> => {
  const scene = await openScene(village);
  const effort: Effort = fixed ? { ...standard, rounds: 1, roundMax: count, warmUp: shortWarmUp } : standard;
  const wires = await signedLoad(scene.facts, { ...load, count: loadCount(effort) });
  const rigs: Rig[] = [];
  try {
    for (const number of workers) rigs.push(await openRig(scene.folder, number));
    const variants = rigs.map((rig) => ({ rig, wires }));
    const found = await runRounds(variants, effort, { exact: true });
    const figures = Object.fromEntries(
      found.map((rounds, place) => [`${workers[place]}`, figuresOf(rounds, workers[place] ?? 0)]),
    );
    const all = Object.values(figures);
    const transactions = all.reduce((total, one) => total + one.transactions, 0);
    const joined = all.reduce((total, one) => total + one.joined, 0);
    return { name, joinedShare: Math.round((1000 * joined) / transactions) / 1000, figures };
  } finally {
    for (const rig of rigs) await rig.close();
  }
};
