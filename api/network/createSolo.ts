/** A network of one: a validator in a data folder that is new, for whoever tries ordering by CometBFT alone. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { chainIdOf } from '#chain/genesis.ts';
import { makeCometHome } from '#chain/ordering/comet/cometHome.ts';
import type { Registry } from '#chain/registry.ts';
import { demoGenesis, keysOf } from '../demo.ts';
import { cometHome, genesisPath, writePlan } from './plan.ts';

/** Ports that are free now; they are kept in the plan. */
const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};

/** Makes keys, genesis, settings and plan in a folder. */
export const createSolo = async (
  registry: Registry,
  folder: string,
  options: { readonly port: number; readonly time: number },
): Promise<void> => {
  const [p2pPort = 0, rpcPort = 0, abciPort = 0] = await freePorts(3);
  const keys = keysOf(folder);
  const genesis = demoGenesis(registry, keys, { time: options.time, testClock: false });
  const name = 'node0';
  makeCometHome(
    cometHome(folder),
    { validator: keys.sequencer.secret, node: randomBytes(32) },
    {
      chainId: chainIdOf(genesis),
      genesisTime: options.time,
      validators: [{ name, publicKey: keys.sequencer.publicKey, power: 10 }],
    },
    { host: '127.0.0.1', p2pPort, rpcPort, abciPort, peers: [] },
  );
  writeFileSync(genesisPath(folder), genesis, { flag: 'wx' });
  const scorers = keys.scorers.map((_, i) => i + 1);
  writePlan(folder, {
    name,
    port: options.port,
    abciPort,
    rpcPort,
    peers: [],
    scorers,
    seeds: true,
    demo: true,
  });
};
