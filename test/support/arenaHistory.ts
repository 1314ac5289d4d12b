/** Random blocks over the arena module, by seed: contended, malformed in admission, and full of what may go wrong. */
import blst from '@chainsafe/blst';
import type { Access } from '#chain/access.ts';
import { encodeBundle, votedOn } from '#chain/bundle.ts';
import { feeCredit, nonces, votingKeys } from '#chain/chainState.ts';
import { checkpointWrites } from '#chain/checkpoints.ts';
import { type Codec, encodeValue } from '#chain/codec.ts';
import { addressOfKey } from '#chain/crypto/address.ts';
import { aggregateShares } from '#chain/crypto/blsNode.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { publicKeyOfSeed, signWithSeed } from '#chain/crypto/ed25519.ts';
import { signingMessage } from '#chain/crypto/schemes.ts';
import type { ChainFacts } from '#chain/execution/block.ts';
import { valueOfBytes } from '#chain/execution/cellBytes.ts';
import type { PlainState } from '#chain/execution/executeBlock.ts';
import { defaultParameters } from '#chain/genesis.ts';
import { createRegistry, kindOf, type Registry } from '#chain/registry.ts';
import { type Envelope, encodeEnvelope, encodeTransaction, envelopeId } from '#chain/transaction.ts';
import { balances, modules } from './arenaModules.ts';
import { type SignedBatch, signedBatch } from './signedBatch.ts';

export const arenaRegistry: Registry = createRegistry(modules);

/** A key of the tests. */
export interface TestKey {
  readonly seed: Uint8Array;
  readonly publicKey: string;
  readonly address: string;
}
export const testKey = (number: number): TestKey => {
  const seed = new Uint8Array(32).fill(7);
  new DataView(seed.buffer).setUint32(0, number);
  return keyOfSeed(seed);
};
export const keyOfSeed = (seed: Uint8Array): TestKey => {
  const publicKey = toHex(publicKeyOfSeed(seed));
  return { seed, publicKey, address: addressOfKey(0, publicKey) };
};

/** What one transaction of a test is made of. */
export interface Draft {
  readonly kind: string;
  readonly payload: unknown;
  readonly sender: string;
  readonly key: TestKey;
  readonly nonce: number;
  readonly validUntil: number;
  readonly chainId: string;
  readonly sponsor?: string | undefined;
}
/** The wire bytes of a transaction, signed. */
export const signDraft = (registry: Registry, draft: Draft): Uint8Array => {
  const envelope = encodeEnvelope(envelopeOf(registry, draft));
  const { publicKey, sign } = anySigner(draft.key);
  return encodeTransaction(envelope, { scheme: 0, publicKey, signature: sign(envelopeId(envelope)) });
};
/** Transactions of one sender and key under one signature. */
export const signDrafts = (registry: Registry, drafts: readonly Draft[]): SignedBatch => {
  const [first] = drafts;
  if (first === undefined) throw new Error('A batch has transactions.');
  return signedBatch(
    anySigner(first.key),
    drafts.map((draft) => envelopeOf(registry, draft)),
  );
};
const envelopeOf = (registry: Registry, { key: _, kind, sponsor, ...rest }: Draft): Envelope => ({
  ...rest,
  kind: kindOf(registry, kind),
  ...(sponsor === undefined ? {} : { sponsor }),
});
const anySigner = ({ seed, publicKey, address }: TestKey) => ({
  scheme: 0,
  publicKey,
  address,
  sign: (id: string) => toHex(signWithSeed(seed, signingMessage(id))),
});

/** A generator of numbers that a seed decides (mulberry32). */
export class Chance {
  private state: number;
  constructor(seed: number) {
    this.state = Math.imul(seed, 0x9e3779b1) | 0;
  }
  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) % end) | 0;
  }
  hits(percent: number): boolean {
    return this.below(100) < percent;
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

const keys = Array.from({ length: 14 }, (_, number) => testKey(number));
/** Those of them that have a voting key from the start. */
const voting = keys.slice(0, 9).map(({ address }, i) => {
  const secret = blst.SecretKey.fromKeygen(new Uint8Array(32).fill(i + 1));
  return { address, secret, stored: secret.toPublicKey().toBytes(false) };
});
const votingCells = voting.flatMap(({ address, stored }) => {
  const { collection, key } = votingKeys.read(address);
  const place = { height: 0, time: 0, horizonMs: 0 };
  const writes = checkpointWrites(collection, key, toHex(stored), place, () => undefined);
  return writes.map((write) => ({ key: write.key, value: write.value ?? new Uint8Array() }));
});
const chainId = 'arena-0011223344556677';
const slots = 9;

/** One random history: its facts, its first cells, and its blocks one by one. */
export class ArenaHistory {
  readonly facts: ChainFacts;
  readonly cells: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[];
  private readonly chance: Chance;
  private readonly next = new Map<string, number>();
  /** The ends of batches whose beginning is in a block already, by their ids. */
  private late: readonly (readonly [string, Uint8Array])[] = [];
  private height = 0;
  private time = 1_000_000;

  constructor(seed: number) {
    this.chance = new Chance(seed);
    const { chance } = this;
    const price = chance.hits(30) ? 1n : 0n;
    // Short enough that pruning happens within a few blocks.
    const horizonMs = chance.pick([0, 40, 1_000_000]);
    this.facts = {
      chainId,
      genesisTime: 500_000,
      parameters: { ...defaultParameters, price, horizonMs },
      rpIds: [],
    };
    const cell = ({ collection, key }: Access, value: bigint) => ({
      key,
      value: encodeValue(collection.codec as Codec<bigint>, value),
    });
    const funded = Array.from({ length: slots }, (_, slot) =>
      cell(balances.read(slot), BigInt(1 + chance.below(60))),
    );
    const credited = keys
      .filter(() => chance.hits(85))
      .map(({ address }) => cell(feeCredit.read(address), BigInt(300 + chance.below(6_000))));
    this.cells = [...funded, ...credited, ...votingCells];
  }

  /** Nonces as the state has them; without it those that are expected of blocks not yet executed are used. */
  block(count: number, state?: PlainState): { height: number; time: number; wires: Uint8Array[] } {
    const { chance } = this;
    this.height++;
    this.time += 1 + chance.below(50);
    if (state !== undefined) {
      for (const { address } of keys) {
        const { collection, key } = nonces.read(address);
        this.next.set(address, (valueOfBytes(collection, state.read(key)) as number | undefined) ?? 0);
      }
    }
    const late = this.late;
    this.late = [];
    const drafts = Array.from({ length: count }, () => this.draft());
    // A block holds each transaction once, whatever its signature.
    const wires = new Map([...late, ...this.sign(drafts)]);
    const bundle = this.bundle();
    if (bundle !== undefined) wires.set('bundle', bundle);
    return { height: this.height, time: this.time, wires: [...wires.values()] };
  }

  /** Signs drafts, many of those of one sender together; the last of a batch may be kept for the next block. */
  private sign(drafts: readonly Draft[]): Map<string, Uint8Array> {
    const { chance } = this;
    const open = new Map(
      drafts.map((draft) => [envelopeId(encodeEnvelope(envelopeOf(arenaRegistry, draft))), draft]),
    );
    const wires = new Map([...open].map(([id, draft]) => [id, signDraft(arenaRegistry, draft)]));
    for (const own of Map.groupBy(open.values(), ({ sender, key }) => `${sender} ${key.address}`).values()) {
      if (own.length < 2 || chance.hits(40)) continue;
      const batch = signDrafts(arenaRegistry, own);
      const signed = batch.ids.map((id, place) => [id, batch.wires[place] as Uint8Array] as const);
      for (const [id, wire] of signed) wires.set(id, wire);
      const [last] = signed.slice(-1);
      if (last === undefined || !chance.hits(25)) continue;
      this.late = [...this.late, last];
      wires.delete(last[0]);
    }
    return wires;
  }

  /** Ballots under one signature, of members with voting keys, some of whom have cast theirs before. */
  private bundle(): Uint8Array | undefined {
    const { chance } = this;
    // A block ahead of the newest one is prepared: its keys are those of blocks closed before.
    if (this.height < 3 || !chance.hits(35)) return undefined;
    const kind = kindOf(arenaRegistry, 'arena.ballot');
    const payload = {
      slot: chance.below(slots),
      height: chance.below(this.height - 2),
      cost: BigInt(chance.below(6)),
      isYes: chance.hits(50),
    };
    const voters = voting.filter(() => chance.hits(60));
    if (voters.length === 0) return undefined;
    const { message } = votedOn(kind, chainId, payload);
    const shares = voters.map(({ secret, stored }) => ({
      key: stored,
      share: secret.sign(message).toBytes(false),
    }));
    const { aggregate } = aggregateShares(shares, message);
    if (aggregate === undefined) throw new Error('The shares of a bundle are false.');
    return encodeBundle(
      kind,
      chainId,
      payload,
      aggregate,
      voters.map(({ address }) => address),
    );
  }

  private draft(): Draft {
    const { chance, next } = this;
    const sender = chance.pick(keys);
    const expected = next.get(sender.address) ?? 0;
    const trouble = chance.below(100);
    const nonce =
      trouble < 4 ? expected + 1 + chance.below(3) : trouble < 8 ? Math.max(0, expected - 1) : expected;
    const isExpired = trouble >= 8 && trouble < 11;
    const isForeign = trouble >= 11 && trouble < 14;
    const key = trouble >= 14 && trouble < 18 ? chance.pick(keys) : sender;
    const isSponsored = trouble >= 18 && trouble < 21;
    if (trouble >= 18) next.set(sender.address, expected + 1);
    const { kind, payload } = this.body(0);
    return {
      kind,
      payload,
      sender: sender.address,
      key,
      nonce,
      validUntil: isExpired ? this.time - 1 : this.time + chance.below(3),
      chainId: isForeign ? 'arena-ffffffffffffffff' : chainId,
      sponsor: isSponsored ? chance.pick(keys).address : undefined,
    };
  }

  private body(depth: number): { kind: string; payload: unknown } {
    const { chance } = this;
    const slot = (): number => chance.below(slots);
    const line = (): string | undefined => (chance.hits(30) ? undefined : 'n'.repeat(1 + chance.below(60)));
    const optional = (text: string | undefined) => (text === undefined ? {} : { line: text });
    const amount = (end: number): bigint => BigInt(chance.below(end));
    const bodies: readonly (() => [string, unknown])[] = [
      () => ['transfer', { from: slot(), to: slot(), amount: amount(25) }],
      () => ['transfer', { from: slot(), to: slot() + 1000 * chance.below(40), amount: amount(12) }],
      () => ['drawTwice', { from: slot(), ceiling: amount(12), first: amount(6), second: amount(8) }],
      () => ['note', { slot: slot(), ...optional(line()), refuse: chance.hits(30) }],
      () => ['copy', { from: slot(), to: slot() }],
      () => ['raisePolicy', { slot: slot(), by: chance.below(50), reset: chance.hits(20) }],
      () => ['obey', { policy: slot(), to: slot() }],
      () => ['vote', { slot: slot(), amount: amount(20), isYes: chance.hits(50) }],
      () => ['unvote', { slot: slot(), amount: amount(12) }],
      () => [
        'lookBack',
        { slot: slot(), height: chance.below(this.height + 1), diaryHeight: chance.below(this.height) },
      ],
      () => ['diary', { slot: slot(), ...optional(line()) }],
      () => ['owe', { slot: slot(), delta: chance.below(60) - 30 }],
      () => ['stumble', { slot: slot(), how: chance.below(3) }],
      () => ['topUp', { account: chance.pick(keys).address, amount: amount(4_000) }],
      () => ['addKey', { publicKey: chance.pick(keys).publicKey, only: chance.hits(5) }],
      () => ['batch', this.batch()],
      () => ['batch', this.batch()],
    ];
    const [verb, payload] = chance.pick(depth === 0 ? bodies : bodies.slice(0, -2))();
    return { kind: `arena.${verb}`, payload };
  }

  private batch(): unknown {
    const { chance } = this;
    const actions = Array.from({ length: chance.below(4) }, () => {
      const { kind, payload } = this.body(1);
      const codec = arenaRegistry.kinds.get(kind)?.payload;
      return { kind, payload: toHex(encodeValue(codec as never, payload)), mayFail: chance.hits(60) };
    });
    return { as: chance.pick(keys).address, actions };
  }
}
