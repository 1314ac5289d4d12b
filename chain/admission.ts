/** Admission: key held, expiry, nonce and fee, in block order, from opening values and earlier admissions only. */
import type { Access } from './access.ts';
import { type AccountKeys, feeCredit, fees } from './chainState.ts';
import type { Parameters } from './genesis.ts';
import type { BundleReference, Transaction } from './transaction.ts';

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
export interface Sender
  extends Pick<Transaction, 'chainId' | 'sender' | 'nonce' | 'validUntil' | 'scheme' | 'publicKey'> {
  readonly sponsor?: string | undefined;
}
/** What one transaction costs, and who signed it. */
export interface Admissible extends Sender {
  readonly fee: bigint;
  /** Whether the address of the sender derives from the key that signed. */
  readonly ownsAddress: boolean;
  /** The bundle that a vote stands in: its key was checked with the bundle, and it uses no nonce and does not expire. */
  readonly bundle?: BundleReference | undefined;
}

/** Opening values of the block, of the transaction's own account. */
export interface AdmissionState<T extends Admissible> {
  nonce(transaction: T): number;
  keys(transaction: T): AccountKeys | undefined;
  credit(transaction: T): bigint;
}
/** Tells whether the account holds the key that signed; one without a cell holds the key that its address derives from. */
export const holdsKey = (
  held: AccountKeys | undefined,
  { ownsAddress, scheme, publicKey }: Admissible,
): boolean =>
  held === undefined
    ? ownsAddress
    : held.keys.some((key) => key.scheme === scheme && key.publicKey === publicKey);

/**
 * One block's admission. A transaction of a sender is admitted iff the chain holds its key for the sender, header time
 * is at most `validUntil`, its nonce is the next one, and the payer's opening fee credit less earlier fees covers the fee.
 * The transactions of one sender are asked for in block order; those of others may be asked for elsewhere.
 */
export class Admission<T extends Admissible> {
  private readonly state: AdmissionState<T>;
  private readonly chainId: string;
  private readonly time: number;
  /** The last admitted transaction of each sender. */
  private readonly last = new Map<string, T>();
  private readonly paid = new Map<string, bigint>();
  private readonly collected = new Map<string, bigint>();

  constructor(state: AdmissionState<T>, chainId: string, time: number) {
    this.state = state;
    this.chainId = chainId;
    this.time = time;
  }

  /** Admits a transaction, or says no; a refused one leaves no trace. */
  admit(transaction: T): boolean {
    const { sender, nonce, fee } = transaction;
    if (transaction.chainId !== this.chainId) return false;
    if (transaction.bundle !== undefined) return fee === 0n || this.pay(transaction);
    if (transaction.validUntil < this.time) return false;
    const last = this.last.get(sender);
    const expected = last === undefined ? this.state.nonce(transaction) : last.nonce + 1;
    if (nonce !== expected || !holdsKey(this.state.keys(transaction), transaction)) return false;
    if (fee > 0n && !this.pay(transaction)) return false;
    this.last.set(sender, transaction);
    return true;
  }

  private pay(transaction: T): boolean {
    const { sender, fee } = transaction;
    if (transaction.sponsor !== undefined && transaction.sponsor !== sender) return false;
    const before = this.paid.get(sender) ?? 0n;
    if (this.state.credit(transaction) - before < fee) return false;
    this.paid.set(sender, before + fee);
    const place = sender.slice(0, 2);
    this.collected.set(place, (this.collected.get(place) ?? 0n) + fee);
    return true;
  }

  /** The last admitted transaction of each sender: its nonce is used, and the next one is expected. */
  get used(): Iterable<T> {
    return this.last.values();
  }
  /** What admission takes and collects. */
  *fees(): Generator<
    | { readonly access: Access<'add'>; readonly added: bigint }
    | { readonly access: Access<'draw'>; readonly drawn: bigint }
  > {
    for (const [payer, drawn] of this.paid) yield { access: feeCredit.draw(drawn, payer), drawn };
    for (const [place, added] of this.collected) yield { access: fees.add(place), added };
  }
}
