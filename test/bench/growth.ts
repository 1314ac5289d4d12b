/** What more accounts cost: start, memory, rate and the time between blocks, each size in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testKey } from '../support/arenaHistory.ts';
import type { GrowthOrder, GrowthPoint } from './growthChild.ts';
import { copyScene } from './rig.ts';
import { loadCount } from './rounds.ts';
import { openScene, plainScene } from './setUp.ts';
import { signedLoadFile } from './signedLoad.ts';
import type { Sizes } from './sizes.ts';
import { rounded } from './statistics.ts';

const childPath = fileURLToPath(new URL('./growthChild.ts', import.meta.url));
const extrapolatedTo = 10_000_000;
/** Smaller sizes say nothing of ten million. */
const extrapolatedFromMin = 1_000_000;

export interface GrowthRow extends GrowthPoint {
  /** Nobody measured it: drawn on from the two largest sizes that were. */
  readonly extrapolated?: true;
}

const measure = async (order: GrowthOrder): Promise<GrowthPoint> => {
  const child = fork(childPath, [JSON.stringify(order)]);
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`A process of the growth bench ended early with ${code}.`);
  });
  const [point] = (await Promise.race([once(child, 'message'), ended])) as [GrowthPoint];
  await once(child, 'exit');
  return point;
};

/** Every size in order, and after a million ten million by the slope between the last two. */
export const benchGrowth = async ({ growth, transfers }: Sizes, workers: number): Promise<GrowthRow[]> => {
  const rows: GrowthRow[] = [];
  for (const accounts of growth.accounts) {
    const { folder, facts } = await openScene(plainScene(accounts, transfers.scene.senders));
    const { effort } = growth;
    const load = await signedLoadFile(facts, { recipe: 'transfers', count: loadCount(effort) });
    const { address } = testKey(0);
    const copy = copyScene(folder);
    rows.push(await measure({ facts, folder: copy.folder, load, account: address, workers, effort }));
    copy.remove();
  }
  const [smaller, larger] = rows.slice(-2);
  if (smaller === undefined || larger === undefined || larger.accounts < extrapolatedFromMin) return rows;
  return [...rows, extrapolate(smaller, larger)];
};

/** Memory, start and file grow with the accounts; a transaction's time grows by as much for each tenfold. */
const extrapolate = (smaller: GrowthPoint, larger: GrowthPoint): GrowthRow => {
  const slope = (value: (point: GrowthPoint) => number): number => {
    const perAccount = (value(larger) - value(smaller)) / (larger.accounts - smaller.accounts);
    return rounded(value(larger) + perAccount * (extrapolatedTo - larger.accounts));
  };
  const decades = (from: number, to: number): number => Math.log10(to / from);
  const perDecade = (value: (point: GrowthPoint) => number): number => {
    const more = (value(larger) - value(smaller)) / decades(smaller.accounts, larger.accounts);
    // Where noise makes the larger one look cheaper, nothing is drawn on.
    return value(larger) + Math.max(0, more) * decades(larger.accounts, extrapolatedTo);
  };
  return {
    accounts: extrapolatedTo,
    perSecond: rounded(1e6 / perDecade((point) => 1e6 / point.perSecond)),
    rssMb: slope((point) => point.rssMb),
    startMs: slope((point) => point.startMs),
    fileMb: slope((point) => point.fileMb),
    blockP50Ms: rounded(
      perDecade((point) => point.blockP50Ms),
      1,
    ),
    blockP99Ms: rounded(
      perDecade((point) => point.blockP99Ms),
      1,
    ),
    cpuUs: rounded(
      perDecade((point) => point.cpuUs),
      1,
    ),
    blocks: 0,
    extrapolated: true,
  };
};
