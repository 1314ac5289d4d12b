/** Admission: key held, expiry, nonce and fee, in block order, from opening values and earlier admissions only. */

import type { Access } from './access.ts';
import { accountKeys, feeCredit, fees, nonces } from './chainState.ts';
import { addressOfKey } from './crypto/address.ts';
import type { Parameters } from './genesis.ts';
import type { Transaction } from './transaction.ts';

/** Opening values of the block, by access. */
export interface OpeningReader {
  opening<V>(access: Access<'read', V>): V;
}
/** Fee in the smallest unit of the chain: price × (a + b·bytes + c·cells + weight). */
export const feeOf = (parameters: Parameters, bytesLength: number, cells: number, weight: number): bigint =>
  parameters.price === 0n
    ? 0n
    : parameters.price *
      (parameters.feeBase +
        parameters.feePerByte * BigInt(bytesLength) +
        parameters.feePerCell * BigInt(cells) +
        BigInt(weight));

/** What admission asks of a transaction: nothing that is in its payload. */
export type Sender = Pick<
  Transaction,
  'chainId' | 'sender' | 'sponsor' | 'nonce' | 'validUntil' | 'scheme' | 'publicKey'
>;
/** What one transaction costs and which key signed it. */
export interface Admissible {
  readonly transaction: Sender;
  readonly fee: bigint;
}

/**
 * One block's admission. A transaction of a sender is admitted iff the chain holds its key for the sender, header time
 * is at most `validUntil`, its nonce is the next one, and the payer's opening fee credit less earlier fees covers the fee.
 */
export class Admission {
  private readonly state: OpeningReader;
  private readonly chainId: string;
  private readonly time: number;
  private readonly next = new Map<string, number>();
  private readonly paid = new Map<string, bigint>();
  private readonly collected = new Map<string, bigint>();

  constructor(state: OpeningReader, chainId: string, time: number) {
    this.state = state;
    this.chainId = chainId;
    this.time = time;
  }

  /** Admits a transaction, or says no; a refused one leaves no trace. */
  admit({ transaction, fee }: Admissible): boolean {
    const { sender, nonce } = transaction;
    if (transaction.chainId !== this.chainId || transaction.validUntil < this.time) return false;
    const expected = this.next.get(sender) ?? this.state.opening(nonces.read(sender)) ?? 0;
    if (nonce !== expected || !this.holdsKey(transaction)) return false;
    if (fee > 0n && !this.pay(transaction, fee)) return false;
    this.next.set(sender, nonce + 1);
    return true;
  }

  private holdsKey({ sender, scheme, publicKey }: Sender): boolean {
    const held = this.state.opening(accountKeys.read(sender));
    if (held === undefined) return addressOfKey(scheme, publicKey) === sender;
    return held.keys.some((key) => key.scheme === scheme && key.publicKey === publicKey);
  }

  private pay(transaction: Sender, fee: bigint): boolean {
    const payer = transaction.sponsor ?? transaction.sender;
    if (payer !== transaction.sender) return false;
    const before = this.paid.get(payer) ?? 0n;
    if (this.state.opening(feeCredit.read(payer)) - before < fee) return false;
    this.paid.set(payer, before + fee);
    const place = transaction.sender.slice(0, 2);
    this.collected.set(place, (this.collected.get(place) ?? 0n) + fee);
    return true;
  }

  /** What admission changes: new nonces, fee credit taken, fees collected. */
  *effects(): Generator<
    | { readonly access: Access<'write'>; readonly value: unknown }
    | { readonly access: Access<'add'>; readonly added: bigint }
    | { readonly access: Access<'draw'>; readonly drawn: bigint }
  > {
    for (const [sender, nonce] of this.next) yield { access: nonces.write(sender), value: nonce };
    for (const [payer, drawn] of this.paid) yield { access: feeCredit.draw(drawn, payer), drawn };
    for (const [place, added] of this.collected) yield { access: fees.add(place), added };
  }
}
