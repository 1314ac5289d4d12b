/** A block on its way through execution: what goes in and what comes out, whoever executes it. */

import type { CellWrite } from '../checkpoints.ts';
import { equal, toHex } from '../crypto/bytes.ts';
import { assert, Invalid } from '../errors.ts';
import type { Parameters } from '../genesis.ts';
import { blockBytesMax, blockTransactionsMax } from '../limits.ts';
import { listLeaf, listRoot, receiptsTag, transactionsTag } from '../merkle.ts';
import type { ReceiptStatus } from '../receipt.ts';
import type { Transaction } from '../transaction.ts';

/** What stays the same for all blocks of a chain. */
export interface ChainFacts {
  readonly chainId: string;
  readonly genesisTime: number;
  readonly parameters: Parameters;
  readonly rpIds: readonly string[];
}
export interface BlockInput {
  readonly height: number;
  readonly time: number;
  readonly transactions: readonly Transaction[];
}
/** What one transaction did. */
export interface TransactionResult {
  readonly status: ReceiptStatus;
  readonly code: string;
  readonly receipt: Uint8Array;
}
export interface BlockResult {
  readonly stateRoot: string;
  readonly results: readonly TransactionResult[];
  /** Cells whose bytes changed; those of one key once, in no particular order. */
  readonly writes: readonly CellWrite[];
}

type InBody = Pick<Transaction, 'id' | 'bytes' | 'bundle'>;

/** What a block's body holds: the wires of transactions, and each bundle once in place of its votes, which come together. */
export const bodyItems = (transactions: readonly InBody[]): Uint8Array[] => {
  const items: Uint8Array[] = [];
  for (let place = 0; place < transactions.length; ) {
    const { bytes, bundle } = transactions[place] as InBody;
    items.push(bundle?.bytes ?? bytes);
    if (bundle === undefined) place++;
    else {
      for (let vote = 0; vote < bundle.count; vote++, place++)
        assert(transactions[place]?.bundle?.bytes === bundle.bytes, 'A bundle is not whole in its block.');
    }
  }
  return items;
};

/** Refuses a block that is over-full or holds a transaction twice (PROTOCOL 2.5). */
export const checkBlock = (transactions: readonly InBody[]): void => {
  const refuse = (why: string): never => {
    throw new Invalid('chain.malformed', why);
  };
  if (transactions.length > blockTransactionsMax)
    refuse(`A block holds at most ${blockTransactionsMax} transactions.`);
  if (bodyItems(transactions).reduce((total, { length }) => total + length, 0) > blockBytesMax)
    refuse(`A block holds at most ${blockBytesMax} bytes of transactions.`);
  if (new Set(transactions.map(({ id }) => id)).size !== transactions.length)
    refuse('A block holds each transaction once.');
};

const zeroRoot = '00'.repeat(32);
/** The value of `chain.blockRoots` after a block; packets between chains do not exist in this version. */
export const rootsOfBlock = (wires: readonly Uint8Array[], receipts: readonly Uint8Array[]) => ({
  transactions: toHex(listRoot(wires.map((wire) => listLeaf(transactionsTag, wire)))),
  transactionCount: wires.length,
  receipts: toHex(listRoot(receipts.map((receipt) => listLeaf(receiptsTag, receipt)))),
  packets: zeroRoot,
  packetCount: 0,
});
/** Whether a cell's bytes stay as they are. */
export const sameBytes = (before: Uint8Array | undefined, after: Uint8Array | undefined): boolean =>
  before === undefined || after === undefined ? before === after : equal(before, after);
