/** The serial executor: states exactly what a block means, and is the oracle of the lanes. */
import { type Access, type Collection, keyText } from '../access.ts';
import { Admission, type AdmissionState } from '../admission.ts';
import { type AccountKeys, accountKeys, blockRoots, feeCredit, nonces } from '../chainState.ts';
import { type CellWrite, checkpointWrites, valueAtHeight } from '../checkpoints.ts';
import { decodeValue, encodeValue } from '../codec.ts';
import type { Registry } from '../registry.ts';
import { apply, notAdmitted, type Prepared } from '../runtime.ts';
import { plainRoot } from '../state/plainTree.ts';
import { addSums, type BlockCell, closingSum, type Effects, type Sum } from '../touched.ts';
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
import { type Declared, declareTransaction } from './prepareTransaction.ts';

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

const noEffects: Effects = { written: false, bytes: undefined, added: undefined, taken: 0n };

/** One block being executed, transaction after transaction. */
class SerialBlock implements AdmissionState<Declared> {
  private readonly cells = new Map<string, SerialCell>();
  private readonly state: Pick<PlainState, 'read'>;
  private readonly facts: ChainFacts;
  private readonly place: { readonly height: number; readonly time: number };

  constructor(
    state: Pick<PlainState, 'read'>,
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
  nonce({ sender }: Declared): number {
    return this.opening(nonces.read(sender)) ?? 0;
  }
  keys({ sender }: Declared): AccountKeys | undefined {
    return this.opening(accountKeys.read(sender));
  }
  credit({ sender }: Declared): bigint {
    return this.opening(feeCredit.read(sender));
  }
  private opening<V>(access: Access<'read', V>): V {
    return valueOfBytes(access.collection, this.state.read(access.key)) as V;
  }
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

  takeAdmission(admission: Admission<Declared>): void {
    for (const { sender, nonce } of admission.used) this.write(nonces.write(sender), nonce + 1);
    for (const fee of admission.fees()) {
      const cell = this.cell(fee.access.collection, fee.access.key);
      if ('added' in fee) cell.take({ ...noEffects, added: fee.added });
      else cell.take({ ...noEffects, taken: fee.drawn });
    }
  }

  /** Writes a cell that no transaction may write. */
  write<V>({ collection, key }: Access<'write', V>, value: NonNullable<V>): void {
    const bytes = encodeValue(collection.codec, value);
    this.cell(collection, key).take({ ...noEffects, written: true, bytes });
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
  const declared = input.transactions.map((transaction) => declareTransaction(registry, facts, transaction));
  const admission = new Admission<Declared>(block, facts.chainId, input.time);
  const admitted = declared.map((transaction) => admission.admit(transaction));
  const results = declared.map(({ id, prepared }, index) =>
    admitted[index] ? block.run(prepared, index) : notAdmitted(id),
  );
  block.takeAdmission(admission);
  if (results.length > 0) {
    const wires = input.transactions.map(({ bytes }) => bytes);
    const receipts = results.map(({ receipt }) => receipt);
    block.write(blockRoots.write(), rootsOfBlock(wires, receipts));
  }
  const writes = block.writes();
  state.apply(writes);
  return { stateRoot: state.root(), results, writes };
};

export { SerialBlock };
