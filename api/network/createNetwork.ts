/** Makes the folders of a network: keys, one genesis, settings and ports for each validator; nothing is started. */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chainIdOf } from '#chain/genesis.ts';
import { cometNodeId } from '#chain/ordering/comet/cometHome.ts';
import type { Registry } from '#chain/registry.ts';
import { demoGenesis, type FolderKeys, keysOf } from '../demo.ts';
import { systemdUnit, unitNameOf } from './systemdUnit.ts';
import { writeNode } from './writeNode.ts';

export interface NetworkOptions {
  /** An empty or missing folder. */
  readonly out: string;
  /** 1 to 100. */
  readonly validators: number;
  /** Where each listens; all on this machine unless given, one for each validator. */
  readonly hosts?: readonly string[];
  /** The API of the first node; the others follow. */
  readonly port: number;
  /** First of three ports a node: of CometBFT's peers, of its RPC, and of the application. */
  readonly basePort: number;
  readonly time: number;
  /** Whether the first node submits the repository’s own commits as contributions; so unless given. */
  readonly seeds?: boolean;
}

/** What was made. */
export interface NetworkMade {
  readonly chainId: string;
  readonly nodes: readonly { readonly name: string; readonly folder: string; readonly api: string }[];
}

const portsOfNode = 3;
/** The committee of the demo: each scorer works on one node only. */
const scorersOf = (keys: FolderKeys, place: number, nodes: number): number[] =>
  keys.scorers.flatMap((_, i) => (i % nodes === place ? [i + 1] : []));

/** Throws an Error where the folder is not empty or the numbers do not fit. */
export const createNetwork = (registry: Registry, options: NetworkOptions): NetworkMade => {
  const { out, validators, port, basePort, time } = options;
  if (!Number.isInteger(validators) || validators < 1 || validators > 100)
    throw new Error('A network has 1 to 100 validators.');
  const hosts = options.hosts ?? Array.from({ length: validators }, () => '127.0.0.1');
  if (hosts.length !== validators) throw new Error(`${validators} validators need ${validators} hosts.`);
  if (existsSync(out) && readdirSync(out).length > 0) throw new Error(`The folder ${out} is not empty.`);
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const isLocal = options.hosts === undefined;
  const all = keysOf(join(out, 'keys'));
  const nodes = hosts.map((host, i) => {
    const name = `node${i}`;
    const folder = join(out, name);
    const shift = isLocal ? i : 0;
    const first = basePort + portsOfNode * shift;
    const [p2pPort, rpcPort, abciPort] = [first, first + 1, first + 2] as const;
    // A machine of its own listens to all; the ports on one machine differ.
    const place = { host: isLocal ? '127.0.0.1' : '0.0.0.0', p2pPort, rpcPort, abciPort };
    return { name, host, folder, place, port: port + shift, node: randomBytes(32) };
  });
  const own = nodes.map(({ folder }, place) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const number of scorersOf(all, place, validators))
      cpSync(join(out, 'keys', 'keys', `scorer-${number}`), join(folder, 'keys', `scorer-${number}`));
    if (isLocal) cpSync(join(out, 'keys', 'demo-keys'), join(folder, 'demo-keys'), { recursive: true });
    return keysOf(folder, { scorers: scorersOf(all, place, validators), demo: isLocal });
  });
  const sequencers = own.map(({ sequencer }) => sequencer.publicKey);
  const genesis = demoGenesis(registry, all, { time, testClock: false, sequencers });
  const chainId = chainIdOf(genesis);
  const network = {
    chainId,
    genesisTime: time,
    validators: nodes.map(({ name }, i) => ({ name, publicKey: sequencers[i] as string, power: 10 })),
  };
  nodes.forEach(({ name, folder, place, port: apiPort, node }, i) => {
    const others = nodes.filter((_, j) => j !== i);
    const peers = others.map((other) => `${cometNodeId(other.node)}@${other.host}:${other.place.p2pPort}`);
    writeNode(folder, {
      keys: { validator: (own[i] as FolderKeys).sequencer.secret, node },
      genesis,
      network,
      place: { ...place, peers },
      plan: {
        name,
        port: apiPort,
        peers: others.map((other) => `http://${other.host}:${other.port}`),
        scorers: scorersOf(all, i, validators),
        // The history is submitted with a founder's key.
        seeds: isLocal && i === 0 && (options.seeds ?? true),
        demo: isLocal,
      },
    });
    if (!isLocal)
      writeFileSync(join(folder, unitNameOf(name)), systemdUnit({ name, port: apiPort }), { flag: 'wx' });
  });
  return {
    chainId,
    nodes: nodes.map(({ name, folder, host, port: apiPort }) => ({
      name,
      folder,
      api: `http://${host === '127.0.0.1' ? 'localhost' : host}:${apiPort}`,
    })),
  };
};
