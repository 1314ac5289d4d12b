/** A network of one: a validator in a data folder that is new, for whoever tries ordering by CometBFT alone. */
import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { chainIdOf } from '#chain/genesis.ts';
import type { Registry } from '#chain/registry.ts';
import { demoGenesis, keysOf } from '../demo.ts';
import { writeNode } from './writeNode.ts';

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
  writeNode(folder, {
    keys: { validator: keys.sequencer.secret, node: randomBytes(32) },
    genesis,
    network: {
      chainId: chainIdOf(genesis),
      genesisTime: options.time,
      validators: [{ name, publicKey: keys.sequencer.publicKey, power: 10 }],
    },
    place: { host: '127.0.0.1', p2pPort, rpcPort, abciPort, peers: [] },
    plan: {
      name,
      port: options.port,
      peers: [],
      scorers: keys.scorers.map((_, i) => i + 1),
      seeds: true,
      demo: true,
    },
  });
};
