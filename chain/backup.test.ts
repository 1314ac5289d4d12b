/** A copy of a chain is whole, can be put back and goes on; a damaged, torn or foreign one is refused and harms nothing. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ada, bob, openCoinNode, openingBalance, signed } from '#test/support/coinChain.ts';
import { balances } from '#test/support/coinModules.ts';
import { backupChain, restoreChain } from './backup.ts';
import type { Node } from './node.ts';
import { flipByte, SeededRandom } from './storage/faults.ts';

let root = '';
let node: Node;
const at = (name: string): string => join(root, name);
const pay = async (by: Node, nonce: number): Promise<void> => {
  const id = await by.submit(signed(ada, { chainId: by.chainId, nonce }).wire);
  await by.waitFor(id, 30_000);
};
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'backup-'));
  node = await openCoinNode(at('data'));
  for (let nonce = 0; nonce < 3; nonce++) await pay(node, nonce);
});
afterEach(async () => {
  await node.close();
  rmSync(root, { recursive: true });
});

it('is taken while the node runs, and the node goes on from it where it is put back', async () => {
  const { height, stateRoot } = node.head;
  expect(await backupChain(at('data'), at('copy'))).toMatchObject({ height, stateRoot, blocks: height + 1 });
  await pay(node, 3);
  expect(await restoreChain(at('copy'), at('new'))).toMatchObject({ height, stateRoot });
  const restored = await openCoinNode(at('new'));
  await pay(restored, 3);
  await restored.atRest();
  expect(restored.state.get(balances.read(bob.address))).toBe(openingBalance + 4n);
  expect(restored.head.stateRoot).toBe(node.head.stateRoot);
  await restored.close();
});

it('never takes the place of a chain', async () => {
  await backupChain(at('data'), at('copy'));
  const refusal = { code: 'chain.storageGenesis' };
  await expect(backupChain(at('data'), at('copy'))).rejects.toMatchObject(refusal);
  await expect(restoreChain(at('copy'), at('data'))).rejects.toMatchObject(refusal);
  mkdirSync(at('empty'));
  await expect(restoreChain(at('empty'), at('new'))).rejects.toMatchObject({ code: 'chain.storageEmpty' });
});

it('is refused where a byte of it changed or its end is missing, before anything is written', async () => {
  await backupChain(at('data'), at('copy'));
  for (const [name, seed] of [
    ['roots.log', 1],
    ['roots.log', 2],
    ['roots.log', 3],
  ] as const) {
    const path = join(at('copy'), name);
    const whole = readFileSync(path);
    flipByte(path, new SeededRandom(seed));
    await expect(restoreChain(at('copy'), at('new'))).rejects.toThrow(/block|Block/);
    writeFileSync(path, whole.subarray(0, whole.length - 1));
    await expect(restoreChain(at('copy'), at('new'))).rejects.toThrow(/block|Block/);
    writeFileSync(path, whole);
  }
  const path = join(at('copy'), 'chain.sqlite');
  const whole = readFileSync(path);
  const place = whole.indexOf(Buffer.from(node.head.stateRoot, 'hex'));
  const damaged = Buffer.from(whole);
  damaged[place] = (whole[place] ?? 0) ^ 1;
  writeFileSync(path, damaged);
  await expect(restoreChain(at('copy'), at('new'))).rejects.toMatchObject({ code: 'chain.storageDamaged' });
});
