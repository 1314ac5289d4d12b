/** Writes the folder of one node of a network: the engine's home, the genesis, and the plan by which it starts. */
import { writeFileSync } from 'node:fs';
import { makeCometHome } from '#chain/ordering/comet/cometHome.ts';
import { cometHome, genesisPath, type NetworkPlan, writePlan } from './plan.ts';

type HomeParts = Parameters<typeof makeCometHome>;

export interface NodeFolder {
  readonly keys: HomeParts[1];
  readonly genesis: Uint8Array;
  readonly network: HomeParts[2];
  readonly place: HomeParts[3];
  /** Its ports are those of its place. */
  readonly plan: Omit<NetworkPlan, 'abciPort' | 'rpcPort'>;
}

/** Throws where the folder has a genesis. */
export const writeNode = (folder: string, { keys, genesis, network, place, plan }: NodeFolder): void => {
  makeCometHome(cometHome(folder), keys, network, place);
  writeFileSync(genesisPath(folder), genesis, { flag: 'wx' });
  const { abciPort, rpcPort } = place;
  writePlan(folder, { ...plan, abciPort, rpcPort });
};
