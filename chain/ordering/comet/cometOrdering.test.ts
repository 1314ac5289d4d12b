/** Blocks that an engine decided: the same on every node and as the embedded sequencer makes them, once, also after a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { toHex } from '#chain/crypto/bytes.ts';
import type { PreparedTransaction } from '#chain/execution/executor.ts';
import { decodeList, encodeList } from '#chain/lists.ts';
import type { Node } from '#chain/node.ts';
import {
  ada,
  bob,
  coinGenesis,
  genesisTime,
  openCoinNode,
  signed,
  type TestAccount,
} from '#test/support/coinChain.ts';
import { balances } from '#test/support/coinModules.ts';
import type { Clock } from '../clock.ts';
import type { ReplicaMaker } from '../ordering.ts';
import { Sequencer } from '../sequencer.ts';
import { CometOrdering } from './cometOrdering.ts';

const folders: string[] = [];
const nodes: Node[] = [];
const genesis = coinGenesis([ada, bob], { testClock: false });
const clock = { now: () => genesisTime + 500 };
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'comet-'));
  folders.push(folder);
  return folder;
};

/** A node behind an engine that keeps what it is given. */
const openBehind = async (folder = newFolder()) => {
  const given: Uint8Array[] = [];
  let ordering: CometOrdering | undefined;
  const node = await openCoinNode(folder, {
    genesis,
    clock,
    ordering: (maker, of) => {
      ordering = new CometOrdering(maker, of, {
        broadcast: async (batch) => {
          given.push(batch);
        },
      });
      return ordering;
    },
  });
  nodes.push(node);
  if (ordering === undefined) throw new Error('The node asked for no ordering.');
  return { node, given, folder, app: ordering };
};
type Behind = Awaited<ReturnType<typeof openBehind>>;
const decide = async (
  { app }: Behind,
  height: number,
  transactions: readonly Uint8Array[],
): Promise<string> => {
  const { appHash } = await app.finalizeBlock({ height, time: genesisTime + height * 1_000, transactions });
  await app.commit();
  return toHex(appHash);
};
const pay = (node: Node, by: TestAccount, to: TestAccount, amount: bigint, nonce = 0): Uint8Array =>
  signed(by, {
    chainId: node.chainId,
    nonce,
    validUntil: genesisTime + 60_000,
    payload: { to: to.address, amount },
  }).wire;
const balanceOf = async (node: Node, { address }: TestAccount): Promise<bigint> => {
  await node.atRest();
  return node.state.get(balances.read(address));
};

it('makes the blocks that every other node makes, and the sequencer', async () => {
  const [one, other] = [await openBehind(), await openBehind()];
  await one.node.submit(pay(one.node, ada, bob, 5n));
  await one.node.submit(pay(one.node, ada, bob, 6n, 1));
  await other.node.submit(pay(one.node, bob, ada, 7n));
  const batches = [...one.given, ...other.given];
  expect(batches.length).toBeGreaterThan(1);
  const roots = [await decide(one, 1, batches), await decide(other, 1, batches)];
  expect(roots[0]).toBe(roots[1]);
  expect(one.node.head).toEqual(other.node.head);
  expect(one.node.head.height).toBe(1);
  expect(await balanceOf(one.node, bob)).toBe(1_000_004n);

  // The same block as the embedded ordering hands it to the node: executed and stored in one go.
  let maker: ReplicaMaker | undefined;
  const ordering = (given: ReplicaMaker, of: Clock) => {
    maker = given;
    return new Sequencer(given, of);
  };
  const alone = await openCoinNode(newFolder(), { genesis, clock, ordering });
  nodes.push(alone);
  const items = (await maker?.prepare(batches.flatMap(decodeList))) as readonly PreparedTransaction[];
  await maker?.make({ time: genesisTime + 1_000, transactions: items });
  await alone.waitFor(items[0]?.id ?? '', 5_000);
  expect(alone.head.stateRoot).toBe(roots[0]);
});

it('leaves state and height as they are where a block has no work', async () => {
  const one = await openBehind();
  const { stateRoot } = one.node.head;
  expect(await decide(one, 1, [])).toBe(stateRoot);
  expect(await decide(one, 2, [new Uint8Array([1, 2, 3]), encodeList([new Uint8Array(90)])])).toBe(stateRoot);
  expect(one.node.head.height).toBe(0);
  expect(one.app.info()).toMatchObject({ height: 0 });
});

it('counts what comes in two batches or in two blocks once, and what is not admitted not at all', async () => {
  const one = await openBehind();
  const wire = pay(one.node, ada, bob, 5n);
  const gapped = pay(one.node, bob, ada, 9n, 3);
  await decide(one, 1, [encodeList([wire, gapped]), encodeList([gapped, wire])]);
  await decide(one, 2, [encodeList([wire])]);
  expect(one.node.head.height).toBe(1);
  expect(await balanceOf(one.node, bob)).toBe(1_000_005n);
  expect(one.node.block(1)?.items.length).toBe(1);
});

it('acknowledges own transactions when their block is stored, and forgets refused ones, so that they may come again', async () => {
  const one = await openBehind();
  const { id, wire } = signed(ada, {
    chainId: one.node.chainId,
    nonce: 0,
    validUntil: genesisTime + 60_000,
    payload: { to: bob.address, amount: 5n },
  });
  await one.node.submit(wire);
  const waiting = one.node.waitFor(id, 5_000);
  const [batch] = one.given;
  await decide(one, 1, batch === undefined ? [] : [batch]);
  expect((await waiting)?.height).toBe(1);
  expect(one.app.underWay).toBe(0);
  expect(one.node.mempoolSize).toBe(0);
});

it('goes on after a restart where its engine is: stored blocks are not executed again, others are', async () => {
  const one = await openBehind();
  const wire = pay(one.node, ada, bob, 5n);
  const root = await decide(one, 7, [encodeList([wire])]);
  await decide(one, 8, []);
  // Decided and executed, and never committed.
  const second = encodeList([pay(one.node, ada, bob, 6n, 1)]);
  const { appHash } = await one.app.finalizeBlock({
    height: 9,
    time: genesisTime + 9_000,
    transactions: [second],
  });
  await one.node.close();
  nodes.splice(nodes.indexOf(one.node), 1);
  const again = await openBehind(one.folder);
  expect(again.app.info()).toEqual({ height: 7, appHash: Uint8Array.from(Buffer.from(root, 'hex')) });
  expect(await balanceOf(again.node, bob)).toBe(1_000_005n);
  expect(await decide(again, 8, [])).toBe(root);
  expect(await decide(again, 9, [second])).toBe(toHex(appHash));
  expect(await balanceOf(again.node, bob)).toBe(1_000_011n);
});

it('proposes no more than a block of the chain holds, and refuses proposals that do', async () => {
  const { app } = await openBehind();
  const small = encodeList(Array.from({ length: 2_048 }, () => new Uint8Array(1)));
  const block = { height: 1, time: genesisTime, transactions: [small, small, small] };
  expect(app.prepareProposal(block)).toEqual([small, small]);
  expect(app.processProposal(block)).toBe(false);
  expect(app.processProposal({ ...block, transactions: app.prepareProposal(block) })).toBe(true);
  expect(app.processProposal({ ...block, transactions: [new Uint8Array(3)] })).toBe(false);
  expect([app.checkTx(small), app.checkTx(new Uint8Array(0)), app.checkTx(new Uint8Array(3))]).toEqual([
    0, 1, 1,
  ]);
});
