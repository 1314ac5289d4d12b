/** What must hold after each transaction, whatever was tried: kept beside the chain’s cells, and never asked of its rules. */
import { collectionName, splitKey } from '#chain/access.ts';
import { daoAddress } from '#chain/crypto/address.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { collectionOfKey, valueOfBytes } from '#chain/execution/cellBytes.ts';
import type { EmittedEvent, Receipt } from '#chain/receipt.ts';
import type { Overwritten } from '../support/conservation.ts';
import { courtBooks } from '../support/courtBooks.ts';
import type { DevChain } from '../support/devChain.ts';
import { type Book, type Change, type Expect, Violation } from './book.ts';
import { moneyBook } from './moneyBook.ts';
import { voteBook } from './voteBook.ts';

export class Books {
  private readonly chain: DevChain;
  private readonly daos = new Map<string, string>();
  private readonly books: readonly Book[];
  private kind = '';

  constructor(chain: DevChain) {
    this.chain = chain;
    const desk = { chain, daos: this.daos, expect: this.expect };
    this.books = [moneyBook(desk), voteBook(desk)];
  }

  private readonly expect: Expect = (holds, what) => {
    if (!holds) throw new Violation(`${this.kind} in block ${this.chain.height}: ${what()}`);
  };

  check(sender: string, kind: string, receipt: Receipt, overwritten: readonly Overwritten[]): void {
    const { expect } = this;
    this.kind = kind;
    expect(receipt.code !== 'chain.moduleFault', () => 'a rule failed unforeseen.');
    if (receipt.status !== 'applied')
      expect(overwritten.length === 0, () => `it was ${receipt.code} and wrote cells.`);
    if (receipt.status !== 'applied') return;
    const events = receipt.events as readonly EmittedEvent[];
    for (const { name, data } of events)
      if (name === 'daos.created') {
        const { dao } = data as { readonly dao: string };
        this.daos.set(daoAddress(dao), dao);
      }
    const done = { sender, kind, events, changes: this.changesOf(overwritten), overwritten };
    for (const book of this.books) book.check(done);
  }

  /** Cells decoded; entries of checkpointed ones are looked at here: what was is never written again. */
  private changesOf(overwritten: readonly Overwritten[]): Change[] {
    return overwritten.flatMap(({ key, before, after }) => {
      const definition = collectionOfKey(this.chain.registry, key);
      const collection = collectionName(key);
      const parts = splitKey(key).slice(1).map(toHex);
      this.expect(definition !== undefined, () => `it wrote a cell of no collection, ${collection}.`);
      if (definition === undefined) return [];
      if (parts.length !== definition.keys.length) {
        const isNew = before === undefined || after === undefined;
        this.expect(isNew, () => `what ${collection} was at a past height was written again.`);
        return [];
      }
      const decoded = (bytes: Uint8Array | undefined): unknown =>
        bytes === undefined ? undefined : valueOfBytes(definition, bytes);
      return [{ collection, parts, before: decoded(before), after: decoded(after) }];
    });
  }

  /** Counts everything again, from all cells. */
  close(): void {
    this.kind = 'The end';
    const { registry, state, time } = this.chain;
    for (const fault of courtBooks(registry, state.cells, time).faults) this.expect(false, () => fault);
    for (const book of this.books) book.close?.();
  }
}
