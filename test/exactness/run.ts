/**
 * `npm run exactness`: random histories through the serial executor and through lanes of 1, 2, 3 and 8 workers and of 1, 16
 * and 256 movable lanes, seed after seed; appends what it saw to docs/soak.md.
 *
 * `--seeds N` (10,000), `--from N`, `--minutes M` ends earlier, `--plant NAME` makes the lanes err, `--rotate TEXT` takes the first
 * seed from a text such as a commit, `--quiet` leaves docs/soak.md alone. Exits with 1 at the first difference and names its seed.
 */
import { parseArgs } from 'node:util';
import { ChainFault } from '#chain/errors.ts';
import { LanePool } from '#chain/execution/lanePool.ts';
import { plants } from '#chain/execution/plant.ts';
import { Chance } from '../support/arenaHistory.ts';
import { firstSeed, noteRun } from '../support/soak.ts';
import { arenaHistoryOf } from './arenaSeed.ts';
import { type ComparedPool, compareHistory, historySizes, nothingSeen } from './compare.ts';
import { productHistories } from './productHistory.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '1000' },
    rotate: { type: 'string' },
    plant: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
});
const workers = [1, 2, 3, 8];
const lanes = [1, 16, 256];
/** Every this many seeds the histories are of the product's modules; the others are of the arena. */
const productEvery = 3;
/** Every this many seeds a worker is ended in the middle of a block. */
const lossEvery = 40;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const first = firstSeed(values);
const count = Number(values.seeds);
const deadline = performance.now() + Number(values.minutes) * 60_000;
if (values.plant !== undefined && !Object.hasOwn(plants, values.plant)) {
  say(`There is no mistake ${values.plant}. There are: ${Object.keys(plants).join(', ')}.`);
  process.exit(2);
}

const moduleSets = {
  arena: new URL('../support/arenaModules.ts', import.meta.url),
  product: new URL('../guide/modules.ts', import.meta.url),
};
const startPools = (modules: URL): Promise<LanePool[]> => {
  const { facts } = arenaHistoryOf(0);
  const plant = values.plant as keyof typeof plants | undefined;
  return Promise.all(
    workers.map((n) => LanePool.start({ workers: n, modules, facts, sizes: historySizes, plant })),
  );
};

const pools = { arena: await startPools(moduleSets.arena), product: await startPools(moduleSets.product) };
const seen = nothingSeen();
const begun = performance.now();
let done = 0;
let halted = 0;

/** The pools of a seed: each number of workers, with lanes that rotate, and now and then one that loses a worker. */
const poolsOf = (seed: number, set: readonly LanePool[]): ComparedPool[] => {
  const chance = new Chance(seed ^ 0x5eed);
  const loser = seed % lossEvery === 0 ? chance.below(workers.length) : -1;
  return set.map((pool, place) => ({
    pool,
    lanes: lanes[(seed + place) % lanes.length] as number,
    ...(place === loser
      ? { disturb: () => (chance.hits(25) ? chance.below(workers[place] as number) : undefined) }
      : {}),
  }));
};

const runSeed = async (seed: number): Promise<void> => {
  const name = seed % productEvery === 0 ? 'product' : 'arena';
  const histories = name === 'product' ? await productHistories(seed) : [arenaHistoryOf(seed)];
  for (const history of histories) {
    try {
      await compareHistory(history, poolsOf(seed, pools[name]), seen);
    } catch (error) {
      // Lanes that lose a worker inside a commit halt, as a node does; they begin again.
      if (!(error instanceof ChainFault) || seed % lossEvery !== 0 || values.plant !== undefined) throw error;
      halted++;
      await Promise.all(pools[name].map((pool) => pool.close()));
      pools[name] = await startPools(moduleSets[name]);
    }
  }
};

let failure: string | undefined;
for (let seed = first; seed < first + count && performance.now() < deadline; seed++) {
  try {
    await runSeed(seed);
    done++;
  } catch (error) {
    failure = `seed ${seed}: ${(error as Error).message}`;
    break;
  }
  if (done % 500 === 0) say(`${done} seeds, ${seen.blocks} blocks, ${seen.transactions} transactions.`);
}
const minutes = (performance.now() - begun) / 60_000;
const { blocksWith, ...totals } = seen;
say(`Seen: ${JSON.stringify(totals)}, blocks with ${JSON.stringify(blocksWith)}.`);
const result = failure === undefined ? 'no difference' : `DIFFERENCE at ${failure}`;
say(
  `${done} seeds from ${first}, ${seen.blocks} blocks, ${seen.transactions} transactions, workers ${workers.join('/')}, ` +
    `lanes ${lanes.join('/')}, ${halted} halted in a commit, ${minutes.toFixed(1)} minutes: ${result}.`,
);
if (!values.quiet && values.plant === undefined)
  noteRun('## Exactness of the lanes', [
    `${first} … ${first + done - 1}`,
    seen.blocks,
    seen.transactions,
    blocksWith.retries,
    halted,
    minutes.toFixed(1),
    result,
  ]);
process.exit(failure === undefined ? 0 : 1);
