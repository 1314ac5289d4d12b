/** One seed: a phase with faults, then none, when all must come to the same state, keep what was acknowledged, and go on. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex, utf8 } from '#chain/crypto/bytes.ts';
import { publicKeyOfSeed } from '#chain/crypto/ed25519.ts';
import { PlainExecutor } from '#chain/execution/plainExecutor.ts';
import { defaultParameters, encodeGenesis, engineVersion } from '#chain/genesis.ts';
import type { CreateExecutor } from '#chain/node/startChain.ts';
import { createRegistry } from '#chain/registry.ts';
import { replay } from '#chain/replay.ts';
import { modules } from '#governance/modules.ts';
import { sha256 } from '#hash';
import { explain } from '#scoring/reference.ts';
import { scorerNames, smallModel } from '../support/testDao.ts';
import { Agreement } from './agreement.ts';
import { Clients } from './clients.ts';
import { Checks } from './invariants.ts';
import { Network } from './network.ts';
import { Oracle } from './oracle.ts';
import { Replica } from './replica.ts';
import { calm, optionsOf, type SeedOptions } from './seedOptions.ts';
import { SimulatedStage } from './stage.ts';
import { Workload } from './workload.ts';
import { holdTime, Violation, World } from './world.ts';

const simulatedModules = new URL('../../governance/modules.ts', import.meta.url);
const registry = createRegistry(modules);
const genesisTime = 1_800_000_000_000;
const sequencerSecret = sha256(utf8('the key of simulated sequencers'));
const genesis = encodeGenesis({
  name: 'simulated',
  time: genesisTime,
  engine: engineVersion,
  parameters: { ...defaultParameters, unbondingMinMs: 1_000 },
  sequencers: [toHex(publicKeyOfSeed(sequencerSecret))],
  rpIds: [],
  testClock: false,
  calls: [],
});
/** What honest scorers say about the features that all simulated work has. */
const honestScores = [...explain(smallModel, [12, 20]).scores];
const replicaCount = 4;
/** Virtual time within which all must have come to rest once nothing fails. */
const restMs = 400_000;

export interface SeedResult {
  readonly seed: number;
  /** SHA-256 over everything that happened. */
  readonly trace: string;
  readonly options: SeedOptions;
  readonly blocks: number;
  readonly transactions: number;
  readonly events: number;
  readonly virtualMs: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
}
export interface RunOptions {
  /** The executor of a replica; the plain serial one unless given. */
  readonly executorOf?: (replica: number, options: SeedOptions) => CreateExecutor;
  readonly verbose?: boolean;
}
/** Executes serially. */
export const plain: CreateExecutor = async (facts, ofChain) => new PlainExecutor(ofChain, facts);

/** In memory where the system has such a folder: the simulation models syncs, and need not wait for them. */
const rootFolder = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** Runs a seed; rejects with a `Violation`, or with whatever production code threw where it must not. */
export const runSeed = async (seed: number, run: RunOptions = {}): Promise<SeedResult> => {
  const folder = mkdtempSync(join(rootFolder(), 'meritlane-simulate-'));
  const world = new World(genesisTime + 1_000, run.verbose);
  const letTimeGo = holdTime(world);
  try {
    return await simulate(seed, world, folder, run);
  } finally {
    letTimeGo();
    rmSync(folder, { recursive: true, force: true });
  }
};

const simulate = async (seed: number, world: World, folder: string, run: RunOptions): Promise<SeedResult> => {
  const options = optionsOf(seed);
  const oracle = new Oracle(registry, genesis);
  const network = new Network(world, seed, options);
  const replicas: Replica[] = [];
  const agreement = new Agreement(
    { world, seed, network, oracle, replicas, options },
    () => new Checks(oracle, honestScores, liars),
  );
  const parts = { world, seed, folder, registry, modules: simulatedModules, genesis, sequencerSecret };
  for (let number = 0; number < replicaCount; number++) {
    const executor = run.executorOf?.(number, options) ?? plain;
    replicas.push(new Replica(number, { ...parts, executor, onBlock: agreement.heard }, options));
  }
  const clients = new Clients(seed, {
    world,
    network,
    registry,
    oracle,
    replicas: options.ordering === 'embedded' ? replicas.slice(0, 1) : replicas,
  });
  const liars = new Set(
    scorerNames.filter((_, place) => options.scorers[place] === 'lying').map((name) => clients.address(name)),
  );
  const stage = new SimulatedStage({ world, clients, oracle });
  const workload = new Workload({ world, stage, oracle, seed, options });
  for (const replica of replicas) await replica.start();
  agreement.begin();
  workload.begin();
  await world.run(() => false, options.safetyMs);

  workload.stop();
  const peace = calm(options);
  network.become(peace);
  for (const replica of replicas) replica.become(peace);
  world.note('faults end');
  const rests = (): boolean =>
    workload.isDone && replicas.every(({ node }) => node?.head.height === oracle.height);
  if (!(await world.run(rests, restMs)))
    throw new Violation(`It does not come to rest: ${standing(replicas, oracle, clients)}`);
  let alive = false;
  workload.proveLife().then(
    () => {
      alive = true;
    },
    (error) => world.fail(error),
  );
  if (!(await world.run(() => alive && rests(), restMs)))
    throw new Violation(`It does not go on: ${standing(replicas, oracle, clients)}`);
  agreement.recount();
  await checkEnd(replicas, oracle, clients);
  const total = (name: keyof Replica['counts']): number =>
    replicas.reduce((sum, { counts }) => sum + counts[name], 0);
  return {
    seed,
    options,
    trace: world.trace,
    blocks: oracle.height,
    transactions: oracle.places.size,
    events: world.events,
    virtualMs: world.now - genesisTime,
    faults: {
      ...network.lost,
      kills: total('kills'),
      powerCuts: total('powerCuts'),
      refusals: total('refusals'),
      flips: total('flips'),
      damaged: total('damaged'),
    },
    counts: { ...clients.counts, starts: total('starts') },
  };
};

const standing = (replicas: readonly Replica[], oracle: Oracle, clients: Clients): string =>
  `replicas at ${replicas.map(({ node }) => node?.head.height ?? 'none').join(', ')} of ${oracle.height}, waiting for ${[...clients.waiting].join(', ') || 'nothing'}.`;

/** Everything acknowledged stands on every replica, once; cells, blocks and a replay of the files say the same. */
const checkEnd = async (replicas: readonly Replica[], oracle: Oracle, clients: Clients): Promise<void> => {
  for (const replica of replicas) {
    const { node } = replica;
    if (node === undefined) throw new Violation(`Replica ${replica.number} does not run.`);
    for (const [id, answer] of clients.acknowledged) {
      const found = node.transaction(id);
      if (found?.height !== answer.height || found.status !== answer.status)
        throw new Violation(`Replica ${replica.number} lost ${id}, acknowledged in block ${answer.height}.`);
    }
    if (node.mempoolSize > 0 && oracle.height > 0 && replica.number === 0)
      throw new Violation(`${node.mempoolSize} transactions wait for ever.`);
  }
  const [first] = replicas;
  const kept = await Promise.all(replicas.map((replica) => replica.close()));
  const [keptFolder] = kept;
  if (first === undefined || keptFolder === undefined) return;
  const result = await replay(keptFolder, { registry, modules: simulatedModules, lanes: plain });
  if (!result.ok) throw new Violation(`A replay differs: ${JSON.stringify(result.firstDifference)}.`);
};
