/** A start with a file of cells: it serves what was folded and what came later, and says which block is damaged. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import {
  ada,
  bob,
  modulesUrl,
  openCoinNode,
  openingBalance,
  plainExecutor,
  registry,
  sequencer,
  signed,
} from '#test/support/coinChain.ts';
import { balances } from '#test/support/coinModules.ts';
import { LanePool } from '../execution/lanePool.ts';
import { headerHashBytes } from '../header.ts';
import { Node } from '../node.ts';
import { openChainFiles } from '../storage/chainFiles.ts';
import { encodeStorageError, StorageDamaged } from '../storage/storageError.ts';
import type { CreateExecutor } from './startChain.ts';

const lanes: CreateExecutor = (facts, _, modules) => LanePool.start({ workers: 2, modules, facts });
const executors = [
  ['the serial executor', plainExecutor],
  ['lanes', lanes],
] as const;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A chain of four transfers, of which the file of cells holds the first two. */
const madeFolder = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  folders.push(folder);
  for (const nonces of [
    [0, 1],
    [2, 3],
  ]) {
    const node = await openCoinNode(folder);
    for (const nonce of nonces) {
      const id = await node.submit(signed(ada, { chainId: node.chainId, nonce }).wire);
      await node.waitFor(id, 30_000);
    }
    await node.close();
    if (nonces[0] !== 0) continue;
    const files = openChainFiles(folder, { hashHeader: headerHashBytes });
    files.fold();
    files.close();
  }
  return folder;
};

it.each(executors)('%s has the cells of the file and of later blocks', async (_, executor) => {
  const node = await openCoinNode(await madeFolder(), { executor });
  await node.atRest();
  expect(node.head.height).toBe(4);
  expect(node.state.get(balances.read(bob.address))).toBe(openingBalance + 4n);
  expect(node.state.get(balances.read(ada.address))).toBe(openingBalance - 4n);
  await node.close();
});

it.each(executors)(
  'into %s damaged cells are not taken, and the folder is free again',
  async (_, executor) => {
    const folder = await madeFolder();
    const path = join(folder, 'cells');
    const bytes = readFileSync(path);
    const damaged = Buffer.from(bytes);
    damaged[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, damaged);
    await expect(openCoinNode(folder, { executor })).rejects.toMatchObject({
      code: 'chain.storageDamaged',
      height: 2,
      message: expect.stringContaining('remove the file "cells"'),
    });
    // What the message asks for helps.
    rmSync(path);
    const node = await openCoinNode(folder, { executor });
    await node.atRest();
    expect(node.state.get(balances.read(bob.address))).toBe(openingBalance + 4n);
    await node.close();
  },
);

/** A storage thread that finds damage at once. */
class DamagedThread extends EventEmitter {
  constructor() {
    super();
    queueMicrotask(() => {
      this.emit('message', { kind: 'locked', exists: true });
      const error = encodeStorageError(new StorageDamaged(3, 'Block 3 is damaged.'));
      this.emit('message', { kind: 'failed', error });
    });
  }
  postMessage(): void {}
  async terminate(): Promise<void> {}
}

it('names the damaged block though the check is done before the executor is there', async () => {
  const folder = await madeFolder();
  const late: CreateExecutor = async (...words) => {
    await nextTurn();
    return plainExecutor(...words);
  };
  const opening = Node.open({
    ...{ folder, registry, modules: modulesUrl, sequencerSecret: sequencer.secret },
    executor: late,
    storage: () => new DamagedThread(),
  });
  await expect(opening).rejects.toMatchObject({ code: 'chain.storageDamaged', height: 3 });
});
