/** Makes the scenes: cells first, then stakes, ballots and payouts by real transactions; each is made once and kept. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chainIdOf } from '#chain/genesis.ts';
import type { Node } from '#chain/node.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import { Accounts } from './accounts.ts';
import { hashOf, kept } from './cache.ts';
import { drive } from './drive.ts';
import { benchGenesis, daoId, genesisTime } from './genesis.ts';
import type { LoadOptions } from './loads.ts';
import { modulesUrl, openInPlace, registry } from './rig.ts';
import { type SceneFacts, type SceneSize, sceneCells } from './scenes.ts';
import { seedChain } from './seedChain.ts';
import { signedLoad } from './signedLoad.ts';

/** Loads are valid this long after genesis: below what the door allows, and longer than any run. */
const validForMs = 20 * 60 * 60 * 1000;
const setUpWorkers = 2;

export interface Scene {
  readonly folder: string;
  readonly facts: SceneFacts;
}

/** A scene with accounts alone. */
export const plainScene = (accounts: number, senders: number): SceneSize => ({
  accounts,
  senders: Math.min(accounts, senders),
  daos: 1,
  voters: 0,
  ballots: 0,
  payouts: 0,
  claims: 0,
  works: 0,
});

/** The scene of this size, made if no earlier run left it. */
export const openScene = async (size: SceneSize): Promise<Scene> => {
  const folder = await kept(`scene-${size.accounts}-${hashOf(size)}`, (path) => makeScene(path, size));
  return { folder, facts: JSON.parse(readFileSync(factsPath(folder), 'utf8')) as SceneFacts };
};

const factsPath = (folder: string): string => join(folder, 'scene.json');

const makeScene = async (folder: string, size: SceneSize): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const accounts = await Accounts.open(size.accounts, size.senders);
  const genesis = benchGenesis(registry, 'bench', size.daos);
  await seedChain({
    folder,
    genesis,
    registry,
    modules: modulesUrl,
    cells: () => sceneCells(size, accounts),
  });
  let facts: SceneFacts = {
    ...size,
    chainId: chainIdOf(genesis),
    token: daoId(0),
    validUntil: genesisTime + validForMs,
    stepsDone: 0,
    openBallots: [],
    carriedPayouts: [],
  };
  const rig = await openInPlace(folder, setUpWorkers);
  try {
    const run = (options: LoadOptions): Promise<string[]> => send(rig.node, facts, options);
    await run({ recipe: 'stakes', count: size.voters });
    facts = { ...facts, stepsDone: 1 };
    const openBallots = (await run({ recipe: 'newBallots', count: size.ballots })).map((id) =>
      snapshotOf(rig.node, id),
    );
    const payouts = await run({ recipe: 'newPayouts', count: size.payouts });
    const carriedPayouts = payouts.map((id) => snapshotOf(rig.node, id));
    facts = { ...facts, stepsDone: 2, openBallots, carriedPayouts };
    await run({ recipe: 'payoutVotes', count: size.payouts });
    facts = { ...facts, stepsDone: 3 };
  } finally {
    await rig.close();
  }
  writeFileSync(factsPath(folder), JSON.stringify(facts));
};

/** Sends a load of the set-up; answers the ids in order. */
const send = async (node: Node, facts: SceneFacts, options: LoadOptions): Promise<string[]> => {
  if (options.count === 0) return [];
  const wires = await signedLoad(facts, options);
  await drive(node, [wires]);
  return wires.map((wire) => decodeTransaction(registry, wire).id);
};

/** A proposal of the set-up, and the height whose stakes vote on it. */
const snapshotOf = (node: Node, id: string) => {
  const located = node.transaction(id);
  if (located === undefined) throw new Error(`The proposal ${id} of the bench is in no block.`);
  return { id, snapshotHeight: located.height - 1 };
};
