/** The harness itself on small chains: every load is applied whole, and workers do not show in the state. */
import { afterAll, expect, test } from 'vitest';
import { drive } from './drive.ts';
import type { LoadOptions } from './loads.ts';
import { openRig, type Rig } from './rig.ts';
import { openScene } from './setUp.ts';
import { readLoad, signedLoadFile } from './signedLoad.ts';
import { median, percentile, spread } from './statistics.ts';

const size = {
  accounts: 300,
  senders: 300,
  daos: 2,
  voters: 40,
  ballots: 1,
  payouts: 12,
  claims: 60,
  works: 4,
};
const works = 2;
const rigs: Rig[] = [];
afterAll(async () => {
  for (const rig of rigs) await rig.close();
});

const open = async (workers: number) => {
  const scene = await openScene(size);
  const rig = await openRig(scene.folder, workers);
  rigs.push(rig);
  const load = async (options: LoadOptions) => readLoad(await signedLoadFile(scene.facts, options));
  return { node: rig.node, load };
};

/** Loads on one chain, each with senders of its own, whose effects do not depend on how they are cut into blocks. */
const timeless: readonly LoadOptions[] = [
  { recipe: 'transfers', count: 60, senders: [40, 70] },
  { recipe: 'zipfTransfers', count: 30, senders: [70, 90] },
  { recipe: 'oneSender', count: 300, senders: [90, 91] },
  { recipe: 'heavy', count: 20, senders: [150, 170] },
  { recipe: 'contention', count: 30, senders: [170, 200], hotPercent: 50 },
];

test('one worker and two apply everything and leave the same state; what was applied is refused again', async () => {
  const roots: string[] = [];
  for (const workers of [1, 2]) {
    const { node, load } = await open(workers);
    const groups = await Promise.all(timeless.map(load));
    const { applied, transactions, blocks } = await drive(node, groups);
    expect(applied).toBe(transactions);
    expect(blocks).toBeGreaterThanOrEqual(timeless.length);
    const last = await load({ recipe: 'transfers', count: 1, senders: [200, 201] });
    await drive(node, [last]);
    roots.push(node.head.stateRoot);
    await expect(drive(node, [last])).rejects.toThrow('was refused: chain.');
  }
  expect(roots[1]).toBe(roots[0]);
});

test('votes, payouts and scores are applied', async () => {
  const { node, load } = await open(2);
  const votes = await load({ recipe: 'votes', count: 40 });
  const payouts = await load({ recipe: 'payouts', count: 12, senders: [100, 120] });
  const round = await load({ recipe: 'attestations', count: 9 * works, works, senders: [40, 60] });
  const groups = [votes, payouts, round.slice(0, 5 * works), round.slice(5 * works)];
  expect((await drive(node, groups)).applied).toBe(40 + 12 + 9 * works);
});

test('a mix of everything is applied', async () => {
  const { node, load } = await open(2);
  const mixed = await load({ recipe: 'mixed', count: 100 });
  expect((await drive(node, [mixed])).applied).toBe(100);
});

test('medians, percentiles and spreads', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5);
  expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
  expect(spread([8, 10, 12])).toBe(0.4);
});
