/** One size of the growth bench, in a process of its own: opens the chain, says when it serves, then takes transfers. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { balances } from '#governance/tokens/state.ts';
import { openInPlace } from './rig.ts';
import { type Effort, figuresOf, loadCount, runRounds } from './rounds.ts';
import type { SceneFacts } from './scenes.ts';
import { readLoad } from './signedLoad.ts';
import { percentile, rounded } from './statistics.ts';

export interface GrowthOrder {
  readonly facts: SceneFacts;
  /** A copy of the scene, to be used up. */
  readonly folder: string;
  /** The signed transfers. */
  readonly load: string;
  /** The account whose balance is read first, hex. */
  readonly account: string;
  readonly workers: number;
  readonly effort: Effort;
}
/** What one size measured. */
export interface GrowthPoint {
  readonly accounts: number;
  readonly perSecond: number;
  /** Resident once it serves, before any load. */
  readonly rssMb: number;
  /** From the start of the process until a balance was read. */
  readonly startMs: number;
  /** Files of the chain and its lists. */
  readonly fileMb: number;
  /** From sync to sync under full load. */
  readonly blockP50Ms: number;
  readonly blockP99Ms: number;
  readonly cpuUs: number;
  readonly blocks: number;
}

const megabyte = 1024 * 1024;

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce(
    (total, name) => total + statSync(join(folder, name)).size,
    0,
  );

const run = async (order: GrowthOrder): Promise<GrowthPoint> => {
  const { facts, folder, load, account, workers, effort } = order;
  const fileMb = rounded(bytesIn(folder) / megabyte);
  const rig = await openInPlace(folder, workers);
  const { node } = rig;
  await node.atRest();
  if (node.state.opening(balances.read(facts.token, account)) === 0n)
    throw new Error('The first balance that was read is nothing.');
  // The clock of a process starts with the process.
  const startMs = performance.now();
  const rssMb = process.memoryUsage.rss() / megabyte;
  try {
    const wires = readLoad(load).slice(0, loadCount(effort));
    const [rounds = []] = await runRounds([{ rig, wires }], effort);
    const { perSecond, cpuUs, blocks } = figuresOf(rounds, workers);
    const blockMs = rounds.flatMap((round) => round.blockMs);
    return {
      accounts: facts.accounts,
      perSecond,
      rssMb: rounded(rssMb),
      startMs: rounded(startMs),
      fileMb,
      blockP50Ms: rounded(percentile(blockMs, 0.5), 1),
      blockP99Ms: rounded(percentile(blockMs, 0.99), 1),
      cpuUs,
      blocks,
    };
  } finally {
    await rig.close();
  }
};

const point = await run(JSON.parse(process.argv[2] ?? '') as GrowthOrder);
process.send?.(point);
process.disconnect?.();
