/** Puts the whole product together in one process: chain, lanes, scorers, keeper, read model and API over one folder. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { LanePool } from '#chain/execution/lanePool.ts';
import { type Log, Node } from '#chain/node.ts';
import type { Clock } from '#chain/ordering/clock.ts';
import { createRegistry } from '#chain/registry.ts';
import { type ContentStore, openContentStore } from '#chain/storage/contentStore.ts';
import { modules } from '#governance/modules.ts';
import { Committee } from './committee.ts';
import { demoGenesis, type FolderKeys, keysOf } from './demo.ts';
import { seedDuties } from './keeper/courtDuties.ts';
import { Keeper } from './keeper/keeper.ts';
import { CometEngine } from './network/cometEngine.ts';
import { contentOf } from './network/contentOf.ts';
import { genesisPath, type NetworkPlan, readPlan } from './network/plan.ts';
import { nodeServices } from './nodeServices.ts';
import { ReadModel } from './readModel/readModel.ts';
import { Sender } from './sender.ts';
import type { Services } from './services.ts';

/** The module that lane threads import. */
export const modulesUrl = new URL('../governance/modules.ts', import.meta.url);
/** A start waits this long for the lists; where more is missing they catch up while the node serves. */
const listsWaitMs = 10_000;
/** Uploads that nobody claims are looked for this often. */
const sweepEveryMs = 60_000;
/** More lanes than this wait for each other on small machines. */
const workersMax = 8;

export interface MeritlaneOptions {
  /** Data folder; made with a fresh demo chain where it is new. */
  readonly folder: string;
  readonly log: Log;
  readonly workers?: number;
  /** A new chain gets a clock that only `advance` moves. */
  readonly testClock?: boolean;
  readonly clock?: Clock;
  /** A model folder for each scorer; for trials of what a lying scorer meets. */
  readonly modelFolders?: readonly (string | undefined)[];
  readonly onFatal?: (error: Error) => void;
}

/** Everything that runs; close it to end cleanly. */
export interface Meritlane {
  readonly node: Node;
  readonly contentStore: ContentStore;
  readonly readModel: ReadModel;
  readonly committee: Committee;
  readonly keeper: Keeper;
  readonly services: Services;
  readonly keys: FolderKeys;
  /** Its part in a network; absent where it orders alone. */
  readonly plan?: NetworkPlan;
  /** Whether this start made the folder. */
  readonly isNew: boolean;
  close(): Promise<void>;
}

/** Opens or begins the chain in a folder and starts what works beside it. Rejects where the stored chain is damaged. */
export const openMeritlane = async (options: MeritlaneOptions): Promise<Meritlane> => {
  const { folder, log } = options;
  mkdirSync(folder, { recursive: true });
  const isNew = !existsSync(join(folder, 'chain.sqlite'));
  const registry = createRegistry(modules);
  const plan = readPlan(folder);
  const keys = keysOf(folder, plan);
  const engine = plan === undefined ? undefined : new CometEngine(folder, plan, log);
  const workers = options.workers ?? Math.max(1, Math.min(availableParallelism(), workersMax));
  const time = Date.now();
  const firstGenesis = (): Uint8Array =>
    plan === undefined
      ? demoGenesis(registry, keys, { time, testClock: options.testClock ?? false })
      : readFileSync(genesisPath(folder));
  const node = await Node.open({
    folder,
    registry,
    modules: modulesUrl,
    ...(isNew ? { genesis: firstGenesis() } : {}),
    ...(engine === undefined ? {} : { ordering: engine.ordering }),
    sequencerSecret: keys.sequencer.secret,
    executor: (facts) => LanePool.start({ workers, modules: modulesUrl, facts }),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    log,
    ...(options.onFatal === undefined ? {} : { onFatal: options.onFatal }),
  });
  await engine?.start(options.onFatal ?? (() => undefined));
  const contentStore = await openContentStore(
    join(folder, 'content'),
    plan === undefined ? {} : { elsewhere: contentOf(plan.peers) },
  );
  const readModel = ReadModel.open({
    path: join(folder, 'read.sqlite'),
    node,
    onError: (error) => log.error({ error: String(error) }, 'The read model could not be written.'),
  });
  await readModel.waitFor(node.head.height, listsWaitMs);
  const senders = keys.scorers.map((key) => new Sender(node, key));
  const { modelFolders } = options;
  const committee = new Committee({
    node,
    contentStore,
    senders,
    log,
    ...(modelFolders === undefined ? {} : { modelFolders }),
  });
  const keeper = new Keeper(node, new Sender(node, keys.keeper), log);
  // Each scorer keeps its own parts of the seeds of juries.
  const seedKeepers = senders.map((sender) => new Keeper(node, sender, log, seedDuties(sender.key)));
  const sweep = setInterval(() => void contentStore.sweep(Date.now()), sweepEveryMs);
  const services = nodeServices({
    node,
    contentStore,
    committee,
    engine,
    keeper,
    ...(plan?.demo === false ? {} : { demoKeys: keys }),
  });
  return {
    node,
    contentStore,
    readModel,
    committee,
    keeper,
    services,
    keys,
    ...(plan === undefined ? {} : { plan }),
    isNew,
    async close() {
      clearInterval(sweep);
      for (const one of [keeper, ...seedKeepers]) one.close();
      await committee.close();
      await readModel.close();
      await engine?.close();
      await node.close();
    },
  };
};
