/** The mempool: what it refuses, in which order, what it gives, and that it stays bounded. */
import { describe, expect, it } from 'vitest';
import {
  accountOf,
  ada,
  bob,
  type Draft,
  genesisTime,
  registry,
  signed,
  type TestAccount,
} from '#test/support/coinChain.ts';
import type { Access } from './access.ts';
import { accountKeys, nonces } from './chainState.ts';
import { toHex } from './crypto/bytes.ts';
import { Invalid } from './errors.ts';
import type { PreparedTransaction } from './execution/executor.ts';
import { prepareTransaction } from './execution/prepareTransaction.ts';
import { defaultParameters } from './genesis.ts';
import { transactionBytesMax, validForMsMax } from './limits.ts';
import { Mempool, type MempoolLimits } from './mempool.ts';

const chainId = 'coins-0000000000000000';
const facts = { chainId, genesisTime, parameters: defaultParameters, rpIds: [] };
const now = genesisTime;

/** A mempool that is given wires. */
class WireMempool extends Mempool {
  addWire(wire: Uint8Array, time: number): PreparedTransaction {
    const transaction = prepareTransaction(registry, facts, wire);
    this.add(transaction, time);
    return transaction;
  }
}

/** A mempool over committed cells that a test sets by hand. */
const mempoolOver = (limits: Partial<MempoolLimits> = {}) => {
  const committed = new Map<string, unknown>();
  const stored = new Set<string>();
  const opening = <V>(access: Access<'read', V>): V =>
    (committed.get(toHex(access.key)) ?? (access.collection.kind === 'accumulator' ? 0n : undefined)) as V;
  const discarded: string[] = [];
  const view = {
    opening,
    isStored: (id: string) => stored.has(id),
    storedFrom: (ids: readonly string[]) => new Set(ids.filter((id) => stored.has(id))),
    discard: ({ id }: PreparedTransaction) => void discarded.push(id),
  };
  const mempool = new WireMempool(facts, view, limits);
  const commit = (access: Access, value: unknown) => committed.set(toHex(access.key), value);
  return { mempool, commit, stored, discarded };
};
const wireOf = (by: TestAccount, draft: Partial<Draft> = {}) =>
  signed(by, { chainId, nonce: 0, ...draft }).wire;
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof Invalid) return error.code;
    throw error;
  }
  return 'none';
};
const noncesOf = (batch: readonly { readonly nonce: number }[]) => batch.map(({ nonce }) => nonce);

describe('what the mempool refuses', () => {
  const rotated = accountOf('a rotated key');
  const cases: [string, Uint8Array, string][] = [
    ['bytes that are no transaction', Uint8Array.of(1, 2, 3), 'chain.malformed'],
    ['more bytes than allowed', new Uint8Array(transactionBytesMax + 1), 'chain.tooLarge'],
    ['another chain', wireOf(ada, { chainId: 'coins-1111111111111111' }), 'chain.wrongChain'],
    ['a time that has passed', wireOf(ada, { validUntil: now - 1 }), 'chain.expired'],
    ['a time too far away', wireOf(ada, { validUntil: now + validForMsMax + 1 }), 'chain.validTooLong'],
    ['the key of somebody else', wireOf(ada, { sender: bob.address }), 'chain.wrongKey'],
    ['a key that was replaced', wireOf(rotated), 'chain.wrongKey'],
    ['a nonce that is used', wireOf(bob, { nonce: 4 }), 'chain.nonceUsed'],
    ['a nonce too far ahead', wireOf(ada, { nonce: 257 }), 'chain.nonceTooFar'],
    ['a false signature', wireOf(ada, { falsely: true }), 'chain.badSignature'],
    [
      'cells that cannot be declared',
      wireOf(ada, { kind: 'coins.fail', payload: { where: 'access' } }),
      'chain.malformed',
    ],
  ];
  it.each(cases)('%s', (_, wire, code) => {
    const { mempool, commit } = mempoolOver();
    commit(nonces.write(bob.address), 5);
    commit(accountKeys.write(rotated.address), { keys: [{ scheme: 0, publicKey: ada.publicKey }] });
    expect(codeOf(() => mempool.addWire(wire, now))).toBe(code);
    expect(mempool.size).toBe(0);
  });

  it('the same transaction again, whether it waits, is taken or is stored', () => {
    const { mempool, commit, stored } = mempoolOver();
    const first = mempool.addWire(wireOf(ada), now);
    expect(codeOf(() => mempool.addWire(wireOf(ada), now))).toBe('chain.alreadyKnown');
    expect(mempool.take(now)).toEqual([first]);
    expect(codeOf(() => mempool.addWire(wireOf(ada), now))).toBe('chain.alreadyKnown');
    mempool.settle([first]);
    stored.add(first.id);
    commit(nonces.write(ada.address), 1);
    expect(codeOf(() => mempool.addWire(wireOf(ada), now))).toBe('chain.alreadyKnown');
  });

  it('a stored one after its time as known, so that nobody signs it a second time', () => {
    const { mempool, commit, stored } = mempoolOver();
    const wire = wireOf(ada, { validUntil: now });
    stored.add(mempool.addWire(wire, now).id);
    commit(nonces.write(ada.address), 1);
    expect(codeOf(() => mempoolOver().mempool.addWire(wire, now + 1))).toBe('chain.expired');
    mempool.settle(mempool.take(now));
    expect(codeOf(() => mempool.addWire(wire, now + 1))).toBe('chain.alreadyKnown');
  });

  it('another transaction with a nonce that waits or is taken', () => {
    const { mempool } = mempoolOver();
    mempool.addWire(wireOf(ada), now);
    const other = wireOf(ada, { payload: { to: bob.address, amount: 2n } });
    expect(codeOf(() => mempool.addWire(other, now))).toBe('chain.nonceUsed');
    mempool.take(now);
    expect(codeOf(() => mempool.addWire(other, now))).toBe('chain.nonceUsed');
  });

  it('more of one account than the queue holds', () => {
    const { mempool } = mempoolOver({ perAccountMax: 3 });
    for (let nonce = 0; nonce < 3; nonce++) mempool.addWire(wireOf(ada, { nonce }), now);
    expect(codeOf(() => mempool.addWire(wireOf(ada, { nonce: 3 }), now))).toBe('chain.accountQueueFull');
    mempool.addWire(wireOf(bob), now);
  });

  it('more than it holds in all, by number and by bytes', () => {
    const { mempool } = mempoolOver({ transactionsMax: 2 });
    mempool.addWire(wireOf(ada), now);
    mempool.addWire(wireOf(bob), now);
    expect(codeOf(() => mempool.addWire(wireOf(accountOf('Cleo')), now))).toBe('chain.mempoolFull');
    const small = mempoolOver({ bytesMax: 600 }).mempool;
    small.addWire(wireOf(ada), now);
    small.addWire(wireOf(bob), now);
    expect(codeOf(() => small.addWire(wireOf(accountOf('Cleo')), now))).toBe('chain.mempoolFull');
  });
});

describe('what the mempool gives', () => {
  it('consecutive nonces, whatever order they came in, and waits at a gap', () => {
    const { mempool } = mempoolOver();
    for (const nonce of [3, 1, 0]) mempool.addWire(wireOf(ada, { nonce }), now);
    expect(mempool.nextNonce(ada.address)).toBe(2);
    expect(noncesOf(mempool.take(now))).toEqual([0, 1]);
    expect(mempool.take(now)).toEqual([]);
    expect(mempool.nextNonce(ada.address)).toBe(2);
    mempool.addWire(wireOf(ada, { nonce: 2 }), now);
    expect(mempool.nextNonce(ada.address)).toBe(4);
    expect(noncesOf(mempool.take(now))).toEqual([2, 3]);
    expect(mempool.size).toBe(0);
    expect(mempool.bytes).toBe(0);
  });

  it('one of each sender in turn, and who was served stands behind the others', () => {
    const { mempool } = mempoolOver();
    for (let nonce = 0; nonce < 4; nonce++) mempool.addWire(wireOf(ada, { nonce }), now);
    const others = ['Cleo', 'Dan', 'Eva'].map(accountOf);
    for (const other of others) mempool.addWire(wireOf(other), now);
    const limits = { transactionsMax: 2, bytesMax: 10_000 };
    const order = [1, 2, 3, 4].flatMap(() => mempool.take(now, limits).map(({ sender }) => sender));
    const [cleo, dan, eva] = others.map(({ address }) => address);
    expect(order).toEqual([ada.address, cleo, dan, eva, ada.address, ada.address, ada.address]);
  });

  it('no more than the limits', () => {
    const { mempool } = mempoolOver();
    for (let nonce = 0; nonce < 5; nonce++) mempool.addWire(wireOf(ada, { nonce }), now);
    const each = mempool.bytes / 5;
    expect(mempool.take(now, { transactionsMax: 3, bytesMax: 10_000 })).toHaveLength(3);
    expect(mempool.take(now, { transactionsMax: 3, bytesMax: each })).toHaveLength(1);
    expect(mempool.size).toBe(1);
  });

  it('nothing that has expired, and what follows it waits', () => {
    const { mempool } = mempoolOver();
    mempool.addWire(wireOf(ada, { validUntil: now + 10 }), now);
    mempool.addWire(wireOf(ada, { nonce: 1 }), now);
    mempool.addWire(wireOf(bob, { validUntil: now + 11 }), now);
    expect(mempool.take(now + 11).map(({ sender }) => sender)).toEqual([bob.address]);
    expect(mempool.size).toBe(1);
    expect(mempool.nextNonce(ada.address)).toBe(0);
    expect(mempool.take(now + 120_000)).toEqual([]);
    expect(mempool.size).toBe(0);
  });

  it('nothing whose key was replaced while it waited', () => {
    const { mempool, commit } = mempoolOver();
    mempool.addWire(wireOf(ada), now);
    commit(accountKeys.write(ada.address), { keys: [{ scheme: 0, publicKey: bob.publicKey }] });
    expect(mempool.take(now)).toEqual([]);
    expect(mempool.size).toBe(0);
  });

  it('a discarded batch never again, and its nonces anew', () => {
    const { mempool } = mempoolOver();
    mempool.addWire(wireOf(ada), now);
    mempool.discard(mempool.take(now));
    expect(mempool.nextNonce(ada.address)).toBe(0);
    mempool.addWire(wireOf(ada, { payload: { to: bob.address, amount: 2n } }), now);
    expect(mempool.take(now)).toHaveLength(1);
  });
});

it('drops what waits for a missing nonce for what can run, and only then', () => {
  const { mempool } = mempoolOver({ transactionsMax: 3 });
  for (let nonce = 1; nonce < 4; nonce++) mempool.addWire(wireOf(ada, { nonce }), now);
  expect(codeOf(() => mempool.addWire(wireOf(bob, { nonce: 1 }), now))).toBe('chain.mempoolFull');
  expect(codeOf(() => mempool.addWire(wireOf(bob, { falsely: true }), now))).toBe('chain.badSignature');
  expect(mempool.size).toBe(3);
  mempool.addWire(wireOf(bob), now);
  expect(mempool.take(now).map(({ sender }) => sender)).toEqual([bob.address]);
});

it('drops what waits under nonces that another block has used', () => {
  const { mempool } = mempoolOver();
  const mine = mempool.addWire(wireOf(ada, { nonce: 0 }), now);
  mempool.addWire(wireOf(ada, { nonce: 1 }), now);
  mempool.settle([Object.create(mine, { id: { value: '11'.repeat(32) } })]);
  expect(mempool.size).toBe(1);
  expect(noncesOf(mempool.take(now))).toEqual([1]);
});
