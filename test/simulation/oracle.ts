/** What the agreed blocks mean: the serial executor on a state of its own, every cell decoded, and where each transaction stands. */
import { collectionName, splitKey } from '#chain/access.ts';
import { transactionsOf } from '#chain/bundle.ts';
import type { CellWrite } from '#chain/checkpoints.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import type { ChainFacts, TransactionResult } from '#chain/execution/block.ts';
import { collectionOfKey, valueOfBytes } from '#chain/execution/cellBytes.ts';
import { executeBlock } from '#chain/execution/executeBlock.ts';
import { factsOf } from '#chain/execution/executeGenesis.ts';
import { LanedState } from '#chain/execution/lanedState.ts';
import { chainIdOf, decodeGenesis } from '#chain/genesis.ts';
import { encodeHeader, type Header, headerHash } from '#chain/header.ts';
import { genesisContent } from '#chain/node/startChain.ts';
import { decodeReceipt, type Receipt } from '#chain/receipt.ts';
import type { Registry } from '#chain/registry.ts';
import { plainRoot } from '#chain/state/plainTree.ts';
import type { Transaction } from '#chain/transaction.ts';
import type { AgreedBlock } from './seat.ts';
import { Violation } from './world.ts';

/** A cell that a block changed, decoded; undefined where there is none. */
export interface Change {
  readonly collection: string;
  /** Key parts after the collection's name, hex. */
  readonly key: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}
/** An executed block with everything that invariants look at. */
export interface Executed {
  readonly height: number;
  readonly time: number;
  readonly parentTime: number;
  readonly transactions: readonly Transaction[];
  readonly results: readonly TransactionResult[];
  readonly receipts: readonly Receipt[];
  readonly changes: readonly Change[];
}
/** Where a transaction stands. */
export interface Place {
  readonly height: number;
  readonly status: string;
  readonly code: string;
}

/** How often the root is also computed from all cells at once, by the tree's plain definition. */
const plainRootEvery = 16;

/** Keeps what its cells held before the newest writes. */
class RememberingState extends LanedState {
  overwritten: { readonly key: Uint8Array; readonly bytes: Uint8Array | undefined }[] = [];
  override apply(writes: readonly CellWrite[]): void {
    this.overwritten = writes.map(({ key }) => ({ key, bytes: this.read(key) }));
    super.apply(writes);
  }
}

export class Oracle {
  readonly registry: Registry;
  readonly facts: ChainFacts;
  readonly blocks: AgreedBlock[] = [];
  readonly heads: { readonly hash: string; readonly header: Header }[] = [];
  readonly places = new Map<string, Place>();
  readonly state = new RememberingState();
  /** Decoded values by collection, then by key parts joined with a slash. */
  private readonly atlas = new Map<string, Map<string, unknown>>();

  constructor(registry: Registry, genesis: Uint8Array) {
    this.registry = registry;
    this.facts = factsOf(chainIdOf(genesis), decodeGenesis(genesis));
    const { header, writes } = genesisContent(registry, this.facts, genesis);
    this.state.apply(writes);
    this.remember();
    this.push(header);
  }

  get height(): number {
    return this.blocks.length;
  }
  get time(): number {
    return this.heads.at(-1)?.header.time ?? 0;
  }
  /** All values of a collection. */
  values<V>(collection: string): ReadonlyMap<string, V> {
    return (this.atlas.get(collection) ?? new Map()) as ReadonlyMap<string, V>;
  }
  value<V>(collection: string, ...key: readonly string[]): V | undefined {
    return this.values<V>(collection).get(key.join('/'));
  }

  /** Executes the next agreed block. */
  apply(block: AgreedBlock): Executed {
    const { height, time } = block;
    const parentTime = this.time;
    if (height !== this.height + 1) throw new Violation(`Block ${height} was agreed after ${this.height}.`);
    const transactions = transactionsOf(this.registry, block.wires);
    const input = { height, time, transactions };
    const { stateRoot, results } = executeBlock(this.registry, this.facts, this.state, input);
    if (height % plainRootEvery === 0 && plainRoot(this.state.cells) !== stateRoot)
      throw new Violation(`Block ${height} has a root that its cells do not have.`);
    this.blocks.push(block);
    this.push({
      ...(this.heads.at(-1) as { header: Header }).header,
      height,
      time,
      parent: this.hash,
      stateRoot,
    });
    const receipts = results.map(({ receipt }) => decodeReceipt(this.registry, receipt));
    return { height, time, parentTime, transactions, results, receipts, changes: this.remember() };
  }
  /** Notes where the transactions of a block stand; invariants look before. */
  place({ height, receipts }: Executed): void {
    for (const { id, status, code } of receipts) this.places.set(id, { height, status, code });
  }
  private get hash(): string {
    return this.heads.at(-1)?.hash ?? '';
  }
  private push(header: Header): void {
    this.heads.push({ header, hash: headerHash(encodeHeader(header)) });
  }

  private remember(): Change[] {
    return this.state.overwritten.flatMap(({ key, bytes }) => {
      const definition = collectionOfKey(this.registry, key);
      if (definition === undefined)
        throw new Violation(`A cell of no collection was written: ${toHex(key)}.`);
      const parts = splitKey(key);
      // Entries of a checkpointed cell repeat what the cell held.
      if (parts.length !== definition.keys.length + 1) return [];
      const collection = collectionName(key);
      const names = parts.slice(1).map(toHex);
      const now = this.state.read(key);
      const after = now === undefined ? undefined : valueOfBytes(definition, now);
      const before = bytes === undefined ? undefined : valueOfBytes(definition, bytes);
      const values = this.atlas.get(collection) ?? new Map<string, unknown>();
      this.atlas.set(collection, values);
      if (after === undefined) values.delete(names.join('/'));
      else values.set(names.join('/'), after);
      return [{ collection, key: names, before, after }];
    });
  }
}
