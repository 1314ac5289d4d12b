/** The part of a node in a network: who orders, where everything listens, and whom it asks; a file in its data folder. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const port = z.number().int().min(1).max(65_535);
const networkPlan = z.strictObject({
  /** The name of this node in the network. */
  name: z.string().min(1).max(64),
  /** Where the API and the web app listen. */
  port,
  abciPort: port,
  rpcPort: port,
  /** APIs of the other nodes, where missing content is asked for. */
  peers: z.array(z.url()).max(100),
  /** Which of the committee’s scorers work here: their numbers from 1. */
  scorers: z.array(z.number().int().min(1).max(7)).max(7),
  /** Whether this node submits the repository’s own commits as the first contributions. */
  seeds: z.boolean(),
  /** Whether its API hands out the keys of the demo’s founders: on one machine only, never where strangers reach it. */
  demo: z.boolean(),
});
export type NetworkPlan = z.output<typeof networkPlan>;

const planPath = (folder: string): string => join(folder, 'network.json');
/** The canonical bytes of the genesis that all nodes of a network begin with. */
export const genesisPath = (folder: string): string => join(folder, 'genesis.bin');
/** Where CometBFT works. */
export const cometHome = (folder: string): string => join(folder, 'comet');

/** The plan of a data folder; undefined where the node orders alone. Throws an Error that names the file where it is wrong. */
export const readPlan = (folder: string): NetworkPlan | undefined => {
  const path = planPath(folder);
  if (!existsSync(path)) return undefined;
  try {
    return networkPlan.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} is no plan of a network: ${error instanceof Error ? error.message : error}`);
  }
};
export const writePlan = (folder: string, plan: NetworkPlan): void =>
  writeFileSync(planPath(folder), `${JSON.stringify(plan, null, 2)}\n`, { flag: 'wx' });
