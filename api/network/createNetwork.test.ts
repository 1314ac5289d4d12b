/** Folders of networks: one genesis, keys of each validator's own, ports that differ, and clear words where they cannot be made. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { chainIdOf, decodeGenesis } from '#chain/genesis.ts';
import { findComet } from '#chain/ordering/comet/cometProcess.ts';
import { createRegistry } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import { keysOf } from '../demo.ts';
import { createNetwork } from './createNetwork.ts';
import { readPlan } from './plan.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'net-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const create = (out: string, changes: { validators?: number; hosts?: readonly string[] } = {}) =>
  createNetwork(createRegistry(modules), {
    out,
    validators: 3,
    port: 5_000,
    basePort: 6_000,
    time: 1_800_000_000_000,
    ...changes,
  });
const jsonOf = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

it('gives every validator one genesis, a key in it, and ports of its own', () => {
  const { nodes, chainId } = create(newFolder());
  const plans = nodes.map(({ folder }) => readPlan(folder));
  const ports = plans.flatMap((plan) => [plan?.port, plan?.abciPort, plan?.rpcPort]);
  expect(new Set(ports).size).toBe(9);
  const all = nodes.map(({ folder }) => readFileSync(join(folder, 'genesis.bin')));
  const [first = new Uint8Array()] = all;
  for (const one of all) expect(one).toEqual(first);
  expect(chainIdOf(first)).toBe(chainId);
  // CometBFT takes no longer name.
  expect(chainId.length).toBeLessThanOrEqual(50);
  const keys = nodes.map(({ folder }, i) => keysOf(folder, plans[i]));
  expect(decodeGenesis(first).sequencers).toEqual(keys.map(({ sequencer }) => sequencer.publicKey));
  for (const [i, { folder }] of nodes.entries()) {
    const comet = jsonOf(folder, 'comet', 'config', 'genesis.json');
    expect(comet).toMatchObject({ chain_id: chainId, initial_height: '1' });
    const own = jsonOf(folder, 'comet', 'config', 'priv_validator_key.json');
    expect(comet.validators[i].pub_key).toEqual(own.pub_key);
    expect(Buffer.from(own.pub_key.value, 'base64').toString('hex')).toBe(keys[i]?.sequencer.publicKey);
    expect(statSync(join(folder, 'comet', 'config', 'priv_validator_key.json')).mode & 0o077).toBe(0);
    expect(plans[i]?.peers).toHaveLength(2);
  }
});

it('lets each scorer work at one node, and one node alone begins with the history', () => {
  const { nodes } = create(newFolder());
  const plans = nodes.map(({ folder }) => readPlan(folder));
  expect(plans.flatMap((plan) => plan?.scorers ?? []).sort()).toEqual([1, 2, 3, 4]);
  expect(plans.filter((plan) => plan?.seeds === true)).toHaveLength(1);
});

it('uses the same ports on machines of their own', () => {
  const { nodes } = create(newFolder(), { hosts: ['a.example', 'b.example', 'c.example'] });
  expect(nodes.map(({ api }) => api)).toEqual([
    'http://a.example:5000',
    'http://b.example:5000',
    'http://c.example:5000',
  ]);
  // Strangers reach these nodes: none of them has the founders' keys.
  for (const { folder } of nodes) {
    expect(existsSync(join(folder, 'demo-keys'))).toBe(false);
    expect(readPlan(folder)).toMatchObject({ demo: false, seeds: false });
  }
  const config = readFileSync(join(nodes[0]?.folder ?? '', 'comet', 'config', 'config.toml'), 'utf8');
  expect(config).toMatch(/persistent_peers = "[0-9a-f]{40}@b\.example:6000,[0-9a-f]{40}@c\.example:6000"/);
});

it('says what is wrong, and writes nothing over what is there', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'mine'), 'kept');
  expect(() => create(folder)).toThrow('is not empty');
  expect(() => create(newFolder(), { validators: 0 })).toThrow('1 to 100');
  expect(() => create(newFolder(), { hosts: ['a.example'] })).toThrow('3 validators need 3 hosts');
  writeFileSync(join(folder, 'network.json'), '{"name":"node0"}');
  expect(() => readPlan(folder)).toThrow('network.json is no plan of a network');
  expect(readPlan(newFolder())).toBeUndefined();
});

it('says how to get CometBFT where it is missing, and which version is needed', () => {
  const folder = newFolder();
  expect(() => findComet({ COMETBFT: join(folder, 'none') })).toThrow('which is no program that can be run');
  const old = join(folder, 'cometbft');
  writeFileSync(old, '#!/bin/sh\necho v1.0.1\n');
  chmodSync(old, 0o755);
  expect(() => findComet({ COMETBFT: old })).toThrow('is version v1.0.1 of CometBFT; version 0.38 is needed');
  writeFileSync(old, '#!/bin/sh\necho 0.38.26\n');
  expect(findComet({ PATH: folder })).toBe(old);
});

it('writes a unit for machines of their own that names the node’s own port and folder, and none for this machine', () => {
  const here = create(newFolder()).nodes;
  expect(here.some(({ name, folder }) => existsSync(join(folder, `meritlane-${name}.service`)))).toBe(false);
  const { nodes } = create(newFolder(), { hosts: ['a.example', 'b.example', 'c.example'] });
  for (const { name, folder } of nodes) {
    const unit = readFileSync(join(folder, `meritlane-${name}.service`), 'utf8');
    const port = readPlan(folder)?.port;
    expect(unit).toContain(`Environment=DATA=/var/lib/meritlane/${name} PORT=${port} COMETBFT=`);
    expect(unit).toContain(`ReadWritePaths=/var/lib/meritlane/${name}\n`);
    // The node that ran the tests is the one that npm ci installs there.
    expect(unit).toContain('ExecStart=/opt/meritlane/node_modules/.bin/node api/start.mjs\n');
  }
});
