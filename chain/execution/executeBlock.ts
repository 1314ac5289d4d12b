/** The serial executor: states exactly what a block means, and is the oracle of the lanes. */
import { type Access, type Collection, keyText } from '../access.ts';
import { Admission, feeOf } from '../admission.ts';
import { blockRoots } from '../chainState.ts';
import { type CellWrite, checkpointWrites, valueAtHeight } from '../checkpoints.ts';
import { decodeValue, encodeValue } from '../codec.ts';
import type { Registry } from '../registry.ts';
import { apply, notAdmitted, type Prepared, prepare } from '../runtime.ts';
import { plainRoot } from '../state/plainTree.ts';
import { addSums, type BlockCell, closingSum, type Effects, type Sum } from '../touched.ts';
import type { Transaction } from '../transaction.ts';
import {
  type BlockInput,
  type BlockResult,
  type ChainFacts,
  checkBlock,
  rootsOfBlock,
  sameBytes,
  type TransactionResult,
} from './block.ts';
import { valueOfBytes } from './cellBytes.ts';

/** Committed cells in a plain map, by the text of their key. */
export class PlainState {
  readonly cells = new Map<string, Uint8Array>();

  read = (key: Uint8Array): Uint8Array | undefined => this.cells.get(keyText(key));

  apply(writes: readonly CellWrite[]): void {
    for (const { key, value } of writes) {
      if (value === undefined) this.cells.delete(keyText(key));
      else this.cells.set(keyText(key), value);
    }
  }
  root(): string {
    return plainRoot(this.cells);
  }
}

/** One cell during a block: the opening bytes, and what succeeded transactions did. */
class SerialCell implements BlockCell {
  readonly collection: Collection;
  readonly key: Uint8Array;
  readonly openingBytes: Uint8Array | undefined;
  private written = false;
  private bytes: Uint8Array | undefined;
  private added: Sum | undefined;
  private taken = 0n;

  constructor(collection: Collection, key: Uint8Array, openingBytes: Uint8Array | undefined) {
    this.collection = collection;
    this.key = key;
    this.openingBytes = openingBytes;
  }
  opening(): unknown {
    return valueOfBytes(this.collection, this.openingBytes);
  }
  current(): unknown {
    if (!this.written) return this.opening();
    return this.bytes === undefined ? undefined : decodeValue(this.collection.codec, this.bytes);
  }
  drawn(): bigint {
    return this.taken;
  }
  take(effects: Effects): void {
    if (effects.written) {
      this.written = true;
      this.bytes = effects.bytes;
    }
    if (effects.added !== undefined) this.added = addSums(this.collection, this.added, effects.added);
    this.taken += effects.taken;
  }
  /** The value when the block ends, and whether it differs from the opening one. */
  closing(): unknown {
    return this.collection.kind === 'collection'
      ? this.current()
      : closingSum(this.collection, this.opening(), this.added, this.taken);
  }
}

/** One block being executed, transaction after transaction. */
class SerialBlock {
  private readonly cells = new Map<string, SerialCell>();
  private readonly state: PlainState;
  private readonly facts: ChainFacts;
  private readonly place: { readonly height: number; readonly time: number };

  constructor(
    state: PlainState,
    facts: ChainFacts,
    place: { readonly height: number; readonly time: number },
  ) {
    this.state = state;
    this.facts = facts;
    this.place = place;
  }

  cell(collection: Collection, key: Uint8Array): SerialCell {
    const text = keyText(key);
    let cell = this.cells.get(text);
    if (cell === undefined) {
      cell = new SerialCell(collection, key, this.state.read(key));
      this.cells.set(text, cell);
    }
    return cell;
  }
  opening = <V>(access: Access<'read', V>): V =>
    valueOfBytes(access.collection, this.state.read(access.key)) as V;
  readPast = (access: Access<'past'>): unknown =>
    valueAtHeight(access.collection, access.key, access.height, this.place.height, this.state.read);

  run(prepared: Prepared, index: number): TransactionResult {
    for (const touched of prepared.cells) touched.block = this.cell(touched.collection, touched.key);
    const place = { ...this.place, index, genesisTime: this.facts.genesisTime };
    const outcome = apply(prepared, place, this.readPast);
    if (outcome.status === 'applied')
      for (const touched of prepared.cells) this.cell(touched.collection, touched.key).take(touched);
    return outcome;
  }

  takeAdmission(admission: Admission): void {
    for (const effect of admission.effects()) {
      const { collection, key } = effect.access;
      const none: Effects = { written: false, bytes: undefined, added: undefined, taken: 0n };
      const cell = this.cell(collection, key);
      if ('value' in effect)
        cell.take({ ...none, written: true, bytes: encodeValue(collection.codec, effect.value) });
      else if ('added' in effect) cell.take({ ...none, added: effect.added });
      else cell.take({ ...none, taken: effect.drawn });
    }
  }

  /** Every cell whose bytes differ from those the block opened with. */
  writes(): CellWrite[] {
    const block = { ...this.place, horizonMs: this.facts.parameters.horizonMs };
    return [...this.cells.values()].flatMap((cell): CellWrite[] => {
      const { collection, key, openingBytes } = cell;
      const closing = cell.closing();
      const bytes = closing === undefined ? undefined : encodeValue(collection.codec, closing);
      if (!collection.checkpointed) return sameBytes(openingBytes, bytes) ? [] : [{ key, value: bytes }];
      const opening = closedValue(collection, cell.opening());
      const before = opening === undefined ? undefined : encodeValue(collection.codec, opening);
      return sameBytes(before, bytes)
        ? []
        : checkpointWrites(collection, key, closing, block, this.state.read);
    });
  }
}
/** An opening value as `closing` would give it: a zero sum is nothing. */
const closedValue = (collection: Collection, value: unknown): unknown =>
  collection.kind === 'collection' ? value : closingSum(collection, value, undefined, 0n);

/**
 * Executes a block against the state and applies it: its transactions one after another, in block order. Signatures are
 * checked by who calls. Throws `Invalid` for a block that is refused whole.
 */
export const executeBlock = (
  registry: Registry,
  facts: ChainFacts,
  state: PlainState,
  input: BlockInput,
): BlockResult => {
  checkBlock(input.transactions);
  const block = new SerialBlock(state, facts, input);
  const prepared = input.transactions.map((transaction) => prepareTransaction(registry, transaction));
  const admission = new Admission(block, facts.chainId, input.time);
  const admitted = input.transactions.map((transaction, i) => {
    const { cellCount, weight } = prepared[i] as Prepared;
    const fee = feeOf(facts.parameters, transaction.bytes.length, cellCount, weight);
    return admission.admit({ transaction, fee });
  });
  const results = input.transactions.map((transaction, index) =>
    admitted[index] ? block.run(prepared[index] as Prepared, index) : notAdmitted(transaction.id),
  );
  block.takeAdmission(admission);
  if (results.length > 0) {
    const roots = rootsOfBlock(
      input.transactions.map(({ bytes }) => bytes),
      results.map(({ receipt }) => receipt),
    );
    const bytes = encodeValue(blockRoots.read().collection.codec, roots);
    block.cell(blockRoots.read().collection, blockRoots.read().key).take({
      written: true,
      bytes,
      added: undefined,
      taken: 0n,
    });
  }
  const writes = block.writes();
  state.apply(writes);
  return { stateRoot: state.root(), results, writes };
};

/** Declares the cells of a decoded transaction. */
export const prepareTransaction = (registry: Registry, transaction: Transaction): Prepared => {
  const { kind, sender, payload, id, scheme, publicKey } = transaction;
  return prepare(registry, { kind, sender, payload, id, key: { scheme, publicKey } });
};

export { SerialBlock };
