/** Waiting transactions by sender and nonce: refused cheaply at the door, taken in a fair order, bounded in memory. */
import type { Access } from './access.ts';
import { Admission } from './admission.ts';
import { nonces } from './chainState.ts';
import { checkEnvelope, checkFee, checkKey, type ReadCommitted } from './checkAtDoor.ts';
import { Invalid } from './errors.ts';
import type { ChainFacts } from './execution/block.ts';
import { verifyTransaction } from './execution/verifyTransaction.ts';
import {
  blockBytesMax,
  blockTransactionsMax,
  mempoolBytesMax,
  mempoolPerAccountMax,
  mempoolTransactionsMax,
} from './limits.ts';
import type { Registry } from './registry.ts';
import type { Address, Id } from './scalars.ts';
import { decodeTransaction, type Transaction } from './transaction.ts';

/** What the mempool asks of committed state and of stored blocks; both are asked while no commit runs. */
export interface MempoolView {
  readonly opening: ReadCommitted;
  /** Whether a block already holds the transaction. */
  isStored(id: Id): boolean;
}

/** The bounds; those of `chain/limits.ts` unless a test narrows them. */
export interface MempoolLimits {
  readonly transactionsMax: number;
  readonly bytesMax: number;
  readonly perAccountMax: number;
}
const standardLimits: MempoolLimits = {
  transactionsMax: mempoolTransactionsMax,
  bytesMax: mempoolBytesMax,
  perAccountMax: mempoolPerAccountMax,
};

/** The largest batch that `take` may give. */
export interface BatchLimits {
  readonly transactionsMax: number;
  readonly bytesMax: number;
}
const blockLimits: BatchLimits = { transactionsMax: blockTransactionsMax, bytesMax: blockBytesMax };

/** Expired transactions are looked for at most this often: each look walks over all that wait. */
const sweepMs = 1000;

interface Waiting {
  readonly transaction: Transaction;
  readonly fee: bigint;
}
/** One sender: what waits by nonce, and the nonce that runs next. */
interface Queue {
  readonly sender: Address;
  readonly byNonce: Map<number, Waiting>;
  next: number;
}

/** Holds what is admissible and not yet in a block. */
export class Mempool {
  private readonly registry: Registry;
  private readonly facts: ChainFacts;
  private readonly view: MempoolView;
  private readonly limits: MempoolLimits;
  private readonly queues = new Map<Address, Queue>();
  /** Senders whose next nonce is here; who was served longest ago comes first. */
  private readonly ready = new Set<Queue>();
  private readonly ids = new Set<Id>();
  private waitingBytes = 0;
  /** What was taken into a block that is not settled yet; and for their senders the nonce that follows. */
  private readonly taken = new Set<Id>();
  private readonly takenNext = new Map<Address, { next: number; count: number }>();
  private sweptAt = 0;

  constructor(registry: Registry, facts: ChainFacts, view: MempoolView, limits: Partial<MempoolLimits> = {}) {
    this.registry = registry;
    this.facts = facts;
    this.view = view;
    this.limits = { ...standardLimits, ...limits };
  }

  /** Transactions that wait. */
  get size(): number {
    return this.ids.size;
  }
  /** Bytes that they take on the wire. */
  get bytes(): number {
    return this.waitingBytes;
  }

  /**
   * Takes in a transaction that can be in one of the next blocks. `now` is the earliest header time of the next one.
   * Checks what is cheap first and the signature last; throws `Invalid` with the code of the first check that fails.
   */
  add(wire: Uint8Array, now: number): Transaction {
    const transaction = decodeTransaction(this.registry, wire.slice());
    const { id, sender, nonce } = transaction;
    checkEnvelope(this.facts, transaction, now);
    if (this.ids.has(id) || this.taken.has(id) || this.view.isStored(id))
      throw new Invalid('chain.alreadyKnown');
    checkKey(this.view.opening, transaction);
    const next = this.baseNonce(sender);
    const queue = this.queues.get(sender) ?? { sender, byNonce: new Map<number, Waiting>(), next };
    this.checkNonce(queue, nonce, next);
    const fee = checkFee(this.registry, this.facts, this.view.opening, transaction);
    if (queue.byNonce.size >= this.limits.perAccountMax) throw new Invalid('chain.accountQueueFull');
    const inTheWay = this.makeRoom(transaction, now);
    if (!verifyTransaction(transaction, this.facts.rpIds)) throw new Invalid('chain.badSignature');
    for (const [stalled, waiting] of inTheWay) this.drop(stalled, waiting);
    queue.byNonce.set(nonce, { transaction, fee });
    queue.next = next;
    this.ids.add(id);
    this.waitingBytes += transaction.bytes.length;
    this.place(queue, true);
    return transaction;
  }

  /** The nonce that the account's next transaction should have: what waits without a gap is counted. */
  nextNonce(sender: Address): number {
    const queue = this.queues.get(sender);
    let nonce = this.baseNonce(sender);
    while (queue?.byNonce.has(nonce)) nonce++;
    return nonce;
  }

  /**
   * Takes out the next batch for a block of this header time: one transaction of each sender in turn, nonces without
   * gaps, each admitted by the rule of blocks. Who was served stands behind the others next time; what cannot be
   * admitted any more is dropped.
   */
  take(time: number, limits: BatchLimits = blockLimits): Transaction[] {
    if (time - this.sweptAt >= sweepMs) this.sweep(time);
    let next = 0;
    // Blocks that were taken before this one may not be committed yet, so nonces are counted here.
    const opening: ReadCommitted = <V>(access: Access<'read', V>): V =>
      access.collection === nonces.definition ? (next as V) : this.view.opening(access);
    const admission = new Admission({ opening }, this.facts.chainId, time);
    const batch: Transaction[] = [];
    let room = limits.bytesMax;
    while (this.ready.size > 0) {
      for (const queue of [...this.ready]) {
        const waiting = queue.byNonce.get(queue.next);
        if (waiting === undefined) {
          this.place(queue);
          continue;
        }
        const { transaction } = waiting;
        if (batch.length >= limits.transactionsMax || transaction.bytes.length > room) return batch;
        this.remove(queue, waiting);
        next = queue.next;
        if (admission.admit(waiting)) {
          batch.push(transaction);
          room -= transaction.bytes.length;
          queue.next++;
          this.noteTaken(transaction);
        }
        this.place(queue);
      }
    }
    return batch;
  }

  /** Forgets the transactions of a block that is stored; whatever else waits under a used nonce is dropped. */
  settle(transactions: Iterable<Transaction>): void {
    for (const transaction of transactions) {
      this.release(transaction);
      const queue = this.queues.get(transaction.sender);
      if (queue === undefined || queue.next > transaction.nonce) continue;
      queue.next = transaction.nonce + 1;
      for (const [nonce, waiting] of queue.byNonce) if (nonce < queue.next) this.remove(queue, waiting);
      this.place(queue);
    }
  }

  /** Forgets a taken batch that was refused and is in no block: its nonces are free again. */
  discard(transactions: Iterable<Transaction>): void {
    for (const transaction of transactions) {
      this.release(transaction);
      const queue = this.queues.get(transaction.sender);
      if (queue === undefined) continue;
      queue.next = this.baseNonce(transaction.sender);
      this.place(queue);
    }
  }

  /** The first nonce that neither a committed nor a taken transaction of the account has used. */
  private baseNonce(sender: Address): number {
    const committed = this.view.opening(nonces.read(sender)) ?? 0;
    return Math.max(committed, this.takenNext.get(sender)?.next ?? 0);
  }

  private checkNonce(queue: Queue, nonce: number, next: number): void {
    const isUsed = nonce < next || queue.byNonce.has(nonce);
    if (!isUsed && nonce <= next + this.limits.perAccountMax) return;
    const detail = `The next nonce is ${this.nextNonce(queue.sender)}.`;
    throw new Invalid(isUsed ? 'chain.nonceUsed' : 'chain.nonceTooFar', detail);
  }

  /**
   * What must be dropped for this transaction to fit. Only one that runs next displaces others, and only what waits
   * for a missing nonce: so nobody can fill the mempool with nonces ahead. Throws `Invalid` where nothing makes room.
   */
  private makeRoom(transaction: Transaction, now: number): [Queue, Waiting][] {
    const fits = (dropped: number, droppedBytes: number): boolean =>
      this.ids.size - dropped < this.limits.transactionsMax &&
      this.waitingBytes - droppedBytes + transaction.bytes.length <= this.limits.bytesMax;
    if (fits(0, 0)) return [];
    this.sweep(now);
    const inTheWay: [Queue, Waiting][] = [];
    let droppedBytes = 0;
    const runsNext = transaction.nonce === this.nextNonce(transaction.sender);
    for (const queue of this.queues.values()) {
      if (fits(inTheWay.length, droppedBytes)) break;
      if (!runsNext || this.ready.has(queue) || queue.sender === transaction.sender) continue;
      for (const waiting of queue.byNonce.values()) {
        inTheWay.push([queue, waiting]);
        droppedBytes += waiting.transaction.bytes.length;
      }
    }
    if (!fits(inTheWay.length, droppedBytes)) throw new Invalid('chain.mempoolFull');
    return inTheWay;
  }

  private sweep(time: number): void {
    this.sweptAt = time;
    for (const queue of this.queues.values())
      for (const waiting of queue.byNonce.values())
        if (waiting.transaction.validUntil < time) this.drop(queue, waiting);
  }

  private drop(queue: Queue, waiting: Waiting): void {
    this.remove(queue, waiting);
    this.place(queue, true);
  }

  private remove(queue: Queue, { transaction }: Waiting): void {
    queue.byNonce.delete(transaction.nonce);
    this.ids.delete(transaction.id);
    this.waitingBytes -= transaction.bytes.length;
  }

  /** Puts the queue where it belongs now; one that is ready stands last unless it keeps its place. */
  private place(queue: Queue, keepsPlace = false): void {
    const isReady = queue.byNonce.has(queue.next);
    if (!isReady || !keepsPlace) this.ready.delete(queue);
    if (isReady) this.ready.add(queue);
    if (queue.byNonce.size === 0) this.queues.delete(queue.sender);
    else this.queues.set(queue.sender, queue);
  }

  private noteTaken({ id, sender, nonce }: Transaction): void {
    this.taken.add(id);
    const count = (this.takenNext.get(sender)?.count ?? 0) + 1;
    this.takenNext.set(sender, { next: nonce + 1, count });
  }

  private release({ id, sender }: Transaction): void {
    if (!this.taken.delete(id)) return;
    const held = this.takenNext.get(sender);
    if (held === undefined || held.count <= 1) this.takenNext.delete(sender);
    else this.takenNext.set(sender, { ...held, count: held.count - 1 });
  }
}
