/** Votes under one signature on a real node: what is counted, what is refused, and that the chain replays. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import blst from '@chainsafe/blst';
import { afterEach, expect, it } from 'vitest';
import { arenaRegistry as registry, type TestKey, testKey } from '#test/support/arenaHistory.ts';
import { decodeBundle, encodeBundle, isBundle, votedOn, votesOf } from './bundle.ts';
import { aggregateShares } from './crypto/blsNode.ts';
import { toHex } from './crypto/bytes.ts';
import { publicKeyOfSeed } from './crypto/ed25519.ts';
import { Invalid } from './errors.ts';
import { LanePool } from './execution/lanePool.ts';
import { PlainExecutor } from './execution/plainExecutor.ts';
import { defaultParameters, encodeGenesis, engineVersion } from './genesis.ts';
import type { CreateExecutor } from './node/startChain.ts';
import { Node } from './node.ts';
import { encodeCall, kindOf } from './registry.ts';
import { replay } from './replay.ts';

const modules = new URL('../test/support/arenaModules.ts', import.meta.url);
const seed = new Uint8Array(32).fill(3);
const members = Array.from({ length: 12 }, (_, i) => {
  const secret = blst.SecretKey.fromKeygen(new Uint8Array(32).fill(i + 1));
  return { key: testKey(i), secret, stored: secret.toPublicKey().toBytes(false) };
});
const stranger: TestKey = testKey(99);
const genesis = encodeGenesis({
  name: 'votes',
  time: 1_700_000_000_000,
  engine: engineVersion,
  parameters: defaultParameters,
  sequencers: [toHex(publicKeyOfSeed(seed))],
  rpIds: [],
  testClock: false,
  calls: members.map(({ key, stored }) => ({
    sender: key.address,
    kind: 'arena.votingKey',
    payload: encodeCall(registry, 'arena.votingKey', { stored: toHex(stored) }).payload,
  })),
});
const kind = kindOf(registry, 'arena.ballot');
const yes = { slot: 1, height: 0, cost: 0n, isYes: true };

const folders: string[] = [];
const lanes: CreateExecutor = (facts, _, url) => LanePool.start({ workers: 2, modules: url, facts });
const plain: CreateExecutor = async (facts, ofChain) => new PlainExecutor(ofChain, facts);
const open = (folder: string, executor = lanes): Promise<Node> =>
  Node.open({ folder, registry, modules, genesis, sequencerSecret: seed, executor });
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'votes-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

type Member = (typeof members)[number];
const sharesOf = (chainId: string, some: readonly Member[], payload = yes) => {
  const { message } = votedOn(kind, chainId, payload);
  return some.map(({ secret }) => secret.sign(message).toBytes(false));
};
const addressesOf = (some: readonly Member[]): string[] => some.map(({ key }) => key.address);
const statusesOf = async (node: Node, answers: readonly (string | Invalid)[]): Promise<string[]> => {
  const all = answers.map(async (answer) => {
    if (answer instanceof Invalid) return answer.code;
    const located = await node.waitFor(answer, 30_000);
    return located === undefined ? 'waits' : `${located.status} ${located.receipt.code}`.trim();
  });
  return Promise.all(all);
};

it.each([
  ['in lanes', lanes],
  ['serially', plain],
] as const)(
  'shares are added up, false ones named, each vote has its own receipt: %s',
  async (_, executor) => {
    const folder = newFolder();
    const node = await open(folder, executor);
    const { chainId } = node;
    const [a, b, c, d, ...rest] = members as [Member, Member, Member, Member, ...Member[]];
    const good = sharesOf(chainId, [a, b, c, d]);
    const voters = [...addressesOf([a, b, c, d]), stranger.address, a.key.address];
    const shares = [good[0], good[2], good[2], new Uint8Array(192), good[3], good[0]] as Uint8Array[];
    const first = await node.submitShares({ kind: 'arena.ballot', payload: yes, voters, shares });
    expect(await statusesOf(node, first)).toEqual([
      'applied',
      'chain.badSignature',
      'applied',
      'chain.badSignature',
      'chain.noVotingKey',
      'chain.alreadyKnown',
    ]);
    // Whoever is in a block is known; the others are added up without them.
    const again = {
      kind: 'arena.ballot',
      payload: yes,
      voters: addressesOf([a, b, d]),
      shares: sharesOf(chainId, [a, b, d]),
    };
    expect(await statusesOf(node, await node.submitShares(again))).toEqual([
      'chain.alreadyKnown',
      'applied',
      'applied',
    ]);
    // A second ballot of the same member fails by itself, and the others count.
    const no = { ...yes, isYes: false };
    const other = {
      kind: 'arena.ballot',
      payload: no,
      voters: addressesOf([a, ...rest]),
      shares: sharesOf(chainId, [a, ...rest], no),
    };
    const statuses = await statusesOf(node, await node.submitShares(other));
    expect(statuses).toEqual(['rejected arena.refused', ...rest.map(() => 'applied')]);
    const later = { ...again, payload: { ...yes, height: 50 } };
    await expect(node.submitShares(later)).rejects.toMatchObject({ code: 'chain.heightNotClosed' });
    await expect(node.submitShares({ ...again, kind: 'arena.topUp' })).rejects.toMatchObject({
      code: 'chain.malformed',
    });

    const { height } = node.head;
    const blocks = node.blocks(1, height);
    expect(blocks.every(({ items }) => items.length === 1 && isBundle(items[0] as Uint8Array))).toBe(true);
    for (const block of blocks)
      expect(block.transactions.map(({ id }) => id)).toEqual(
        block.transactions.map((one) => one.transaction?.id),
      );
    await node.close();
    const result = await replay(folder, { registry, modules, lanes });
    expect(result).toMatchObject({ ok: true, blocks: height + 1 });
    const reopened = await open(folder, executor === lanes ? plain : lanes);
    expect(reopened.head.height).toBe(height);
    await reopened.close();
  },
);

it('a bundle that is false, or of somebody without a key, or repeated, is refused whole', async () => {
  const node = await open(newFolder());
  const { chainId } = node;
  const some = members.slice(0, 3);
  const { message } = votedOn(kind, chainId, yes);
  const shares = sharesOf(chainId, some);
  const { aggregate = new Uint8Array() } = aggregateShares(
    some.map(({ stored }, i) => ({ key: stored, share: shares[i] as Uint8Array })),
    message,
  );
  const bundle = (voters: readonly string[], payload = yes, ofChain = chainId) =>
    encodeBundle(kind, ofChain, payload, aggregate, voters);
  const codeOf = (wire: Uint8Array) =>
    node.submitBundle(wire).then(
      () => 'taken',
      (error: unknown) => (error instanceof Invalid ? error.code : String(error)),
    );
  const voters = addressesOf(some);
  expect(await codeOf(bundle(voters.slice(1)))).toBe('chain.badSignature');
  expect(await codeOf(bundle([...voters, stranger.address]))).toBe('chain.noVotingKey');
  expect(await codeOf(bundle(voters, { ...yes, isYes: false }))).toBe('chain.badSignature');
  expect(await codeOf(bundle(voters, yes, 'votes-0000000000000000'))).toBe('chain.badSignature');
  expect(await codeOf(bundle([...voters, voters[0] as string]))).toBe('chain.malformed');
  expect(await codeOf(bundle([]))).toBe('chain.malformed');
  expect(await codeOf(bundle(voters).subarray(0, -1))).toBe('chain.malformed');
  expect(await codeOf(bundle(voters))).toBe('taken');
  expect(await codeOf(bundle(voters))).toBe('chain.alreadyKnown');
  const ids = votesOf(decodeBundle(registry, bundle(voters))).map(({ id }) => id);
  expect(await statusesOf(node, ids)).toEqual(['applied', 'applied', 'applied']);
  await node.close();
});
