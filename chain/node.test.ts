/** The node: opens, orders, stores, goes on where it was, and refuses what it must. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  accountOf,
  ada,
  bob,
  coinGenesis,
  type Draft,
  genesisTime,
  modulesUrl,
  openCoinNode,
  openingBalance,
  plainExecutor,
  registry,
  sequencer,
  signed,
  type TestAccount,
} from '#test/support/coinChain.ts';
import { balances, notes } from '#test/support/coinModules.ts';
import { verifyEd25519 } from './crypto/ed25519.ts';
import { Invalid } from './errors.ts';
import type { Executor } from './execution/executor.ts';
import { PlainExecutor } from './execution/plainExecutor.ts';
import { genesisHash } from './genesis.ts';
import { noParent } from './header.ts';
import type { AnnouncedBlock } from './node/chainBlock.ts';
import { hashHeaderAddress } from './node/startChain.ts';
import { Node, type NodeOptions } from './node.ts';
import { verifyProofDocument } from './proofs/proofDocument.ts';
import { openStore } from './storage/blockStore.ts';
import { ChainReader } from './storage/chainReader.ts';

const folders: string[] = [];
const nodes: Node[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'node-'));
  folders.push(folder);
  return folder;
};
const open = async (folder: string, options: Partial<NodeOptions> = {}): Promise<Node> => {
  const node = await openCoinNode(folder, options);
  nodes.push(node);
  return node;
};
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const send = async (node: Node, by: TestAccount, draft: Partial<Draft> = {}) => {
  await node.atRest();
  const { id, wire } = signed(by, {
    chainId: node.chainId,
    nonce: node.nextNonce(by.address),
    validUntil: node.head.time + 60_000,
    ...draft,
  });
  expect(await node.submit(wire)).toBe(id);
  return id;
};
const commit = async (node: Node, by: TestAccount, draft: Partial<Draft> = {}) => {
  const located = await node.waitFor(await send(node, by, draft), 10_000);
  if (located === undefined) throw new Error('The transaction was not stored in time.');
  return located;
};
const balanceOf = async (node: Node, { address }: TestAccount): Promise<bigint> => {
  await node.atRest();
  return node.state.get(balances.read(address));
};
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );

describe('a new folder', () => {
  it('begins with the block that genesis makes', async () => {
    const node = await open(newFolder());
    expect(node.chainId).toBe(`coins-${genesisHash(coinGenesis()).slice(0, 16)}`);
    expect(node.head).toMatchObject({ height: 0, time: genesisTime });
    const block = node.block(0);
    expect(block?.header).toMatchObject({ height: 0, parent: noParent, stateRoot: node.head.stateRoot });
    expect(block?.transactions).toHaveLength(2);
    expect(block?.transactions[0]).toMatchObject({ transaction: undefined, receipt: { status: 'applied' } });
    expect(node.transaction(block?.ids[1] ?? '')).toMatchObject({ height: 0, index: 1, wire: undefined });
    expect(await balanceOf(node, ada)).toBe(openingBalance);
  });

  it('needs a genesis, and one that names the key of the node', async () => {
    const folder = newFolder();
    const bare = {
      folder,
      registry,
      modules: modulesUrl,
      sequencerSecret: sequencer.secret,
      executor: plainExecutor,
    };
    expect(await codeOf(Node.open(bare))).toBe('chain.storageEmpty');
    await expect(open(newFolder(), { sequencerSecret: ada.secret })).rejects.toThrow('not a sequencer');
  });
});

describe('transactions', () => {
  it('are in a block at once, with receipt, events and new state', async () => {
    const node = await open(newFolder());
    const seen: AnnouncedBlock[] = [];
    node.onBlock((block) => seen.push(block));
    const located = await commit(node, ada, { payload: { to: bob.address, amount: 7n } });
    expect(located).toMatchObject({ height: 1, index: 0, status: 'applied', time: node.head.time });
    expect(located.receipt.events).toEqual([
      { name: 'coins.transferred', data: { from: ada.address, to: bob.address, amount: 7n } },
    ]);
    expect(located.transaction).toMatchObject({ id: located.id, nonce: 0, sender: ada.address });
    expect(await balanceOf(node, bob)).toBe(openingBalance + 7n);
    expect(seen.map(({ height, ids, report }) => [height, ids, report.applied])).toEqual([
      [1, [located.id], 1],
    ]);
    expect(node.transaction(located.id)?.wire).toEqual(located.wire);
    expect(node.mempoolSize).toBe(0);
  });

  it('wait for a missing nonce', async () => {
    const node = await open(newFolder());
    const late = await send(node, ada, { nonce: 1 });
    await node.advance(1);
    expect(node.head.height).toBe(1);
    expect(node.transaction(late)).toBeUndefined();
    await commit(node, ada, { nonce: 0 });
    expect(await node.waitFor(late, 10_000)).toMatchObject({ status: 'applied' });
  });

  it('are rejected with a code, and use their nonce', async () => {
    const node = await open(newFolder());
    const tooMuch = await commit(node, ada, { payload: { to: bob.address, amount: openingBalance + 1n } });
    expect(tooMuch.receipt).toMatchObject({ status: 'rejected', code: 'chain.notCovered', events: [] });
    const fault = await commit(node, ada, { kind: 'coins.fail', payload: { where: 'apply' } });
    expect(fault.receipt).toMatchObject({ status: 'rejected', code: 'chain.moduleFault' });
    await node.atRest();
    expect(node.nextNonce(ada.address)).toBe(2);
  });

  it('that are false, foreign, late, doubled or failing in their declaration never enter a block', async () => {
    const node = await open(newFolder());
    const { chainId } = node;
    const submit = (draft: Partial<Draft>) =>
      codeOf(node.submit(signed(ada, { chainId, nonce: 0, ...draft }).wire));
    expect(await submit({ falsely: true })).toBe('chain.badSignature');
    expect(await submit({ chainId: 'coins-1111111111111111' })).toBe('chain.wrongChain');
    expect(await submit({ validUntil: genesisTime })).toBe('chain.expired');
    expect(await submit({ kind: 'coins.fail', payload: { where: 'access' } })).toBe('chain.malformed');
    await commit(node, ada, { validUntil: genesisTime + 5000 });
    expect(await submit({ validUntil: genesisTime + 5000 })).toBe('chain.alreadyKnown');
    expect(await submit({ validUntil: genesisTime + 5001 })).toBe('chain.nonceUsed');
    expect(node.head.height).toBe(1);
  });

  it('after a key was replaced count only under the new one', async () => {
    const node = await open(newFolder());
    const next = accountOf('the next key of Ada');
    await commit(node, ada, { kind: 'coins.replaceKey', payload: { scheme: 0, publicKey: next.publicKey } });
    await node.atRest();
    const { wire } = signed(ada, { chainId: node.chainId, nonce: 1 });
    expect(await codeOf(node.submit(wire))).toBe('chain.wrongKey');
    expect(await commit(node, next, { sender: ada.address, nonce: 1 })).toMatchObject({ status: 'applied' });
  });

  it('give up waiting after their time, and when the node stops', async () => {
    const node = await open(newFolder());
    const id = await send(node, ada, { nonce: 5 });
    expect(await node.waitFor(id, 1)).toBeUndefined();
    const waiting = codeOf(node.waitFor(id, 60_000));
    await node.close();
    expect(await waiting).toBe('chain.stopping');
    const { wire } = signed(ada, { chainId: node.chainId, nonce: 0 });
    expect(await codeOf(node.submit(wire))).toBe('chain.stopping');
  });

  it('under load share blocks, and stand in them once and in order', async () => {
    const accounts = Array.from({ length: 20 }, (_, i) => accountOf(`payer ${i}`));
    const node = await open(newFolder(), { genesis: coinGenesis(accounts) });
    const { chainId } = node;
    const drafts = accounts.flatMap((by) =>
      Array.from({ length: 10 }, (_, nonce) => signed(by, { chainId, nonce })),
    );
    const ids = await Promise.all(drafts.map(({ wire }) => node.submit(wire)));
    const located = await Promise.all(ids.map((id) => node.waitFor(id, 30_000)));
    expect(located.every((one) => one?.status === 'applied')).toBe(true);
    expect(node.head.height).toBeLessThan(100);
    const all = node.blocks(1, 200).flatMap((block) => block.ids);
    expect(new Set(all).size).toBe(200);
    expect(all).toHaveLength(200);
    expect(await balanceOf(node, bob)).toBe(200n);
  });
});

describe('time', () => {
  it('stands still on a test clock until it is moved, and empty blocks change nothing', async () => {
    const node = await open(newFolder());
    const before = node.head;
    await node.advance(5000);
    expect(node.head).toMatchObject({ height: 1, time: genesisTime + 5000, stateRoot: before.stateRoot });
    expect(node.block(1)?.header.parent).toBe(before.hash);
    await commit(node, ada);
    expect(node.head.time).toBe(genesisTime + 5001);
    expect(node.state).toMatchObject({ height: 2, time: genesisTime + 5002 });
  });

  it('cannot be moved on the machine’s clock', async () => {
    const node = await open(newFolder(), { genesis: coinGenesis([ada], { testClock: false }) });
    expect(await codeOf(node.advance(1))).toBe('chain.malformed');
    expect(node.head.height).toBe(0);
  });

  it('ends what was valid only until then', async () => {
    const node = await open(newFolder());
    await send(node, ada, { nonce: 1, validUntil: genesisTime + 100 });
    expect(node.mempoolSize).toBe(1);
    await node.advance(2000);
    expect(node.mempoolSize).toBe(0);
  });
});

describe('a chain that is opened again', () => {
  it('goes on where it was', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const located = await commit(first, ada);
    await commit(first, bob, { kind: 'coins.note', payload: { text: 'Hello' } });
    await first.advance(1000);
    const { head } = first;
    await first.close();
    const again = await Node.open({
      folder,
      registry,
      modules: modulesUrl,
      sequencerSecret: sequencer.secret,
      executor: plainExecutor,
    });
    nodes.push(again);
    expect(again.head).toEqual(head);
    expect(again.transaction(located.id)?.receipt).toEqual(located.receipt);
    expect(again.state.get(notes.read(bob.address))).toEqual({ text: 'Hello' });
    const { wire } = signed(ada, { chainId: again.chainId, nonce: 0, validUntil: genesisTime + 60_000 });
    expect(await codeOf(again.submit(wire))).toBe('chain.alreadyKnown');
    expect(await commit(again, ada)).toMatchObject({ height: head.height + 1, status: 'applied' });
  });

  it('finds its transactions when the index is gone or damaged', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const located = await commit(first, ada);
    await first.close();
    for (const name of readdirSync(folder)) if (name.startsWith('index.sqlite')) rmSync(join(folder, name));
    const again = await open(folder);
    expect(again.transaction(located.id)).toMatchObject({ height: 1, index: 0 });
    await again.close();
    writeFileSync(
      join(folder, 'index.sqlite'),
      'This is no database, and longer than its head of 100 bytes. '.repeat(9),
    );
    const last = await open(folder);
    expect(last.transaction(located.id)).toMatchObject({ height: 1, index: 0 });
  });

  it('refuses another genesis, and a second process', async () => {
    const folder = newFolder();
    const node = await open(folder);
    expect(await codeOf(open(folder))).toBe('chain.storageLocked');
    await node.close();
    expect(await codeOf(open(folder, { genesis: coinGenesis([ada]) }))).toBe('chain.storageGenesis');
  });

  it('refuses cells that do not have the root of the last header, and names the block', async () => {
    const folder = newFolder();
    const node = await open(folder);
    await commit(node, ada);
    await node.close();
    const reader = new ChainReader(folder);
    const block = reader.getBlock(1);
    const genesis = reader.genesis;
    reader.close();
    if (block === undefined) throw new Error('There is no block 1.');
    // A block stored in due form whose written cells are not those that its header commits to.
    const forged = newFolder();
    const store = await openStore(forged, {
      genesis,
      hashHeader: hashHeaderAddress,
      onFatal: () => undefined,
    });
    const original = new ChainReader(folder);
    const first = original.getBlock(0);
    original.close();
    if (first === undefined) throw new Error('There is no block 0.');
    await store.append(first);
    await store.append({ ...block, writes: new Uint8Array() });
    await store.close();
    await expect(open(forged)).rejects.toMatchObject({ code: 'chain.storageDamaged', height: 1 });
  });
});

it('two nodes from one genesis come to the same blocks', async () => {
  const [left, right] = await Promise.all([open(newFolder()), open(newFolder())]);
  for (const node of [left, right]) {
    await commit(node, ada);
    await commit(node, bob, { kind: 'coins.note', payload: { text: 'x' } });
    await node.advance(10);
  }
  expect(right.head).toEqual(left.head);
  expect(right.blocks(0, 10).map(({ hash, signature }) => [hash, signature])).toEqual(
    left.blocks(0, 10).map(({ hash, signature }) => [hash, signature]),
  );
});

it('proves cells and their absence against the hash of genesis', async () => {
  const node = await open(newFolder());
  await commit(node, ada);
  const trusted = genesisHash(node.genesisBytes);
  const held = verifyProofDocument(await node.prove(balances.read(ada.address)), trusted, verifyEd25519);
  expect(held).toMatchObject({ ok: true, value: '1a000f423f' });
  const none = verifyProofDocument(await node.prove(notes.read(ada.address)), trusted, verifyEd25519);
  expect(none).toMatchObject({ ok: true, value: null });
});

describe('when it cannot go on', () => {
  /** Executes as the plain executor does until it is told to fail. */
  class FailingExecutor extends PlainExecutor implements Executor {
    error: Error | undefined;
    override async execute(block: Parameters<PlainExecutor['execute']>[0]) {
      if (this.error !== undefined) throw this.error;
      return super.execute(block);
    }
  }
  const openFailing = async (fatal: Error[]) => {
    let executor: FailingExecutor | undefined;
    const node = await open(newFolder(), {
      executor: async (facts, ofChain) => {
        executor = new FailingExecutor(ofChain, facts);
        return executor;
      },
      onFatal: (error) => fatal.push(error),
    });
    if (executor === undefined) throw new Error('No executor was made.');
    return { node, executor };
  };

  it('says so once, acknowledges nothing, and takes nothing more', async () => {
    const fatal: Error[] = [];
    const { node, executor } = await openFailing(fatal);
    executor.error = new Error('A lane died.');
    const id = await send(node, ada);
    expect(await codeOf(node.waitFor(id, 60_000))).toBe('chain.stopping');
    expect(fatal).toEqual([executor.error]);
    expect(await codeOf(send(node, bob))).toBe('chain.stopping');
    expect(node.head.height).toBe(0);
  });

  it('a block that is refused whole costs its transactions and nothing else', async () => {
    const fatal: Error[] = [];
    const { node, executor } = await openFailing(fatal);
    executor.error = new Invalid('chain.badSignature');
    const id = await send(node, ada);
    expect(await node.waitFor(id, 50)).toBeUndefined();
    executor.error = undefined;
    expect(await commit(node, ada)).toMatchObject({ height: 1, status: 'applied' });
    expect(fatal).toEqual([]);
  });
});
