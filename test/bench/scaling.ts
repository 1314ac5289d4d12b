/** What more workers give: the mix of a DAO's day and a compute-heavy load, by number of workers, and what Amdahl says of more cores. */

import { heavyTurns, mix } from './benchModule.ts';
import { drive } from './drive.ts';
import type { Recipe } from './loads.ts';
import { openRig, type Rig } from './rig.ts';
import { type Figures, figuresOf, loadCount, runRounds } from './rounds.ts';
import { openScene } from './setUp.ts';
import { signedLoad } from './signedLoad.ts';
import type { Sizes } from './sizes.ts';
import { rounded } from './statistics.ts';

const manyCores = [2, 8, 16, 32, 64] as const;
const workRounds = 2_000;

/** Figures by number of workers. */
type ByWorkers = Readonly<Record<string, Figures>>;

const measure = async (sizes: Sizes, recipe: Recipe, check: boolean) => {
  const { workers, effort } = sizes.scaling;
  const scene = await openScene(sizes.town);
  const count = loadCount(effort) + 1;
  const wires = await signedLoad(scene.facts, { recipe, count });
  const rigs: Rig[] = [];
  try {
    for (const number of workers) rigs.push(await openRig(scene.folder, number));
    const found = await runRounds(
      rigs.map((rig) => ({ rig, wires })),
      effort,
    );
    const byWorkers: ByWorkers = Object.fromEntries(
      found.map((rounds, place) => [`${workers[place]}`, figuresOf(rounds, workers[place] ?? 0)]),
    );
    const ran = (found[0] ?? []).reduce((all, { transactions }) => all + transactions, effort.warmUp);
    const roots = check ? await rootsAfter(rigs, wires.slice(ran, ran + 1)) : [];
    if (new Set(roots).size > 1) throw new Error(`The state roots differ by workers: ${roots.join(', ')}.`);
    return { byWorkers, speedUp: speedUpOf(byWorkers), sameRoots: roots.length > 1 };
  } finally {
    for (const rig of rigs) await rig.close();
  }
};

/**
 * The state roots after one more block that is the same everywhere. Blocks before it were cut as they came, and only the
 * cell with the roots of the last block knows how.
 */
const rootsAfter = async (rigs: readonly Rig[], last: readonly Uint8Array[]): Promise<string[]> => {
  const roots: string[] = [];
  for (const { node } of rigs) {
    await drive(node, [last]);
    roots.push(node.head.stateRoot);
  }
  return roots;
};

const speedUpOf = (byWorkers: ByWorkers): number | null => {
  const [one, two] = [byWorkers['1'], byWorkers['2']];
  return one === undefined || two === undefined ? null : rounded(two.perSecond / one.perSecond, 3);
};

/** Transfers, votes, streams and the rest, as loads.ts mixes them. */
export const benchMixed = async (sizes: Sizes) => {
  const { byWorkers, speedUp } = await measure(sizes, 'mixed', false);
  const two = byWorkers['2'];
  return {
    perSecond: two?.perSecond ?? null,
    byWorkers: ratesOf(byWorkers),
    speedUp,
    figures: byWorkers,
    amdahl: two === undefined ? null : amdahl(two),
  };
};

/** Transactions that compute for a while besides their signature; also compares the state roots of all numbers of workers. */
export const benchHeavy = async (sizes: Sizes) => {
  const { byWorkers, speedUp, sameRoots } = await measure(sizes, 'heavy', true);
  const workUs = heavyWorkUs();
  return { byWorkers: ratesOf(byWorkers), speedUp, figures: byWorkers, workUs, sameRoots };
};

const ratesOf = (byWorkers: ByWorkers): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(byWorkers).map(([workers, { perSecond }]) => [workers, perSecond]));

/** How long the integer work of one heavy transaction takes alone. */
const heavyWorkUs = (): number => {
  let value = 1;
  for (let round = 0; round < workRounds; round++) value = mix(value, heavyTurns);
  const before = process.threadCpuUsage();
  for (let round = 0; round < workRounds; round++) value = mix(value, heavyTurns);
  const { user, system } = process.threadCpuUsage(before);
  if (value === 0) throw new Error('The work of the bench came to nothing.');
  return rounded((user + system) / workRounds, 1);
};

/** What more cores would give if only the main thread's work stayed serial: 1 ÷ (serial + parallel ÷ cores). */
export interface Amdahl {
  readonly serialUs: number;
  readonly parallelUs: number;
  readonly byCores: readonly {
    readonly cores: number;
    readonly perSecond: number;
    readonly speedUp: number;
  }[];
}
const amdahl = ({ cpuUs, mainUs, driverUs }: Figures): Amdahl => {
  const serialUs = rounded(mainUs - driverUs, 2);
  const parallelUs = rounded(cpuUs - mainUs, 2);
  const rate = (cores: number): number => 1e6 / (serialUs + parallelUs / cores);
  return {
    serialUs,
    parallelUs,
    byCores: manyCores.map((cores) => ({
      cores,
      perSecond: rounded(rate(cores)),
      speedUp: rounded(rate(cores) / rate(1), 2),
    })),
  };
};
