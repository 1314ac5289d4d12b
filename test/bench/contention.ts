/** What happens where transactions want the same: groups and conflicts as the lanes report them, and rates by workers. */
import type { LoadOptions } from './loads.ts';
import { openRig, type Rig } from './rig.ts';
import { type Effort, type Figures, figuresOf, loadCount, runRounds } from './rounds.ts';
import { openScene } from './setUp.ts';
import { signedLoad } from './signedLoad.ts';
import type { Sizes } from './sizes.ts';
import { rounded, sum } from './statistics.ts';

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
  readonly fixed?: true;
}
/** The warm-up of a case with a count of its own. */
const shortWarmUp = 256;

const cases: readonly Case[] = [
  { name: 'One proposal, many voters', load: { recipe: 'votes' } },
  { name: 'One treasury pays many', load: { recipe: 'payouts' }, fixed: true },
  { name: 'One sender, 1,000 transactions', load: { recipe: 'oneSender' }, fixed: true },
  {
    name: 'One sender, 1,000 transactions under one signature',
    load: { recipe: 'oneSender', together: true },
    fixed: true,
  },
  { name: 'Receivers by Zipf’s law', load: { recipe: 'zipfTransfers' } },
  ...[0, 25, 50, 75, 100].map((hotPercent) => ({
    name:
      hotPercent === 100 ? 'An auction that everybody bids in' : `Bids, ${hotPercent} in 100 in one auction`,
    load: { recipe: 'contention' as const, hotPercent },
  })),
];

/** Each case on the same chains, one after another, with senders of its own. */
export const benchContention = async ({ village, contention }: Sizes): Promise<ContentionRow[]> => {
  const scene = await openScene(village);
  const { workers, effort, fixed } = contention;
  const rigs: Rig[] = [];
  const rows: ContentionRow[] = [];
  try {
    for (const number of workers) rigs.push(await openRig(scene.folder, number));
    // Voters have sent already, and vote in the first case.
    const span = Math.floor((village.senders - village.voters) / cases.length);
    for (const [place, one] of cases.entries()) {
      const first = village.voters + place * span;
      const own: Effort = one.fixed ? { ...effort, rounds: 1, roundMax: fixed, warmUp: shortWarmUp } : effort;
      const load = { ...one.load, senders: [first, first + span] as const, count: loadCount(own) };
      const wires = await signedLoad(scene.facts, load);
      rows.push(await measure(one.name, own, rigs, wires));
    }
    return rows;
  } finally {
    for (const rig of rigs) await rig.close();
  }
};

const measure = async (
  name: string,
  effort: Effort,
  rigs: readonly Rig[],
  wires: readonly Uint8Array[],
): Promise<ContentionRow> => {
  const variants = rigs.map((rig) => ({ rig, wires }));
  const found = await runRounds(variants, effort, { exact: true });
  const all = found.map((rounds, place) => figuresOf(rounds, rigs[place]?.workers ?? 0));
  const figures = Object.fromEntries(all.map((one) => [`${one.workers}`, one]));
  const joined = sum(all.map((one) => one.joined));
  const transactions = sum(all.map((one) => one.transactions));
  return { name, joinedShare: rounded(joined / transactions, 3), figures };
};
