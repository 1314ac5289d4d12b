/** Waiting transactions by sender and nonce: refused cheaply at the door, taken in a fair order, bounded in memory. */
import { Admission } from './admission.ts';
import { accountKeys, feeCredit, nonces } from './chainState.ts';
import { checkEnvelope, checkFee, checkKey, type ReadCommitted } from './checkAtDoor.ts';
import { Invalid } from './errors.ts';
import type { ChainFacts } from './execution/block.ts';
import type { PreparedTransaction } from './execution/executor.ts';
import {
  blockBytesMax,
  blockTransactionsMax,
  mempoolBytesMax,
  mempoolPerAccountMax,
  mempoolTransactionsMax,
} from './limits.ts';
import type { Address, Id } from './scalars.ts';

/** What the mempool asks of committed state and of stored blocks; both are asked while no commit runs. */
export interface MempoolView {
  readonly opening: ReadCommitted;
  /** Whether a block already holds the transaction. */
  isStored(id: Id): boolean;
  /** Those that stand in stored blocks from a height on. */
  storedFrom(ids: readonly Id[], height: number): ReadonlySet<Id>;
  /** Told of what waited and will be in no block. */
  discard(transaction: PreparedTransaction): void;
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

/** One sender: what waits by nonce, and the nonce that runs next. */
interface Queue {
  readonly sender: Address;
  readonly byNonce: Map<number, PreparedTransaction>;
  next: number;
}

/** Holds what is admissible and not yet in a block. */
export class Mempool {
  private readonly facts: ChainFacts;
  private readonly view: MempoolView;
  private readonly limits: MempoolLimits;
  private readonly queues = new Map<Address, Queue>();
  /** Senders whose next nonce is here; who was served longest ago comes first. */
  private readonly ready = new Set<Queue>();
  private readonly ids = new Set<Id>();
  private waitingBytes = 0;
  /** Votes that wait, bundle by bundle, in the order they came. */
  private readonly bundles: (readonly PreparedTransaction[])[] = [];
  /** What was taken into a block that is not settled yet; and for their senders the nonce that follows. */
  private readonly taken = new Set<Id>();
  private readonly takenNext = new Map<Address, { next: number; count: number }>();
  private sweptAt = 0;

  constructor(facts: ChainFacts, view: MempoolView, limits: Partial<MempoolLimits> = {}) {
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
   * Takes in a prepared transaction that can be in one of the next blocks. `now` is the earliest header time of the next
   * one. Throws `Invalid` with the code of the first check that fails; then it is still the caller's.
   */
  add(transaction: PreparedTransaction, now: number): void {
    const { id, sender, nonce } = transaction;
    const { opening } = this.view;
    // First, so that who asks again after its time is told that it is there, and does not sign it a second time.
    if (this.holds(id)) throw new Invalid('chain.alreadyKnown');
    const next = this.baseNonce(sender);
    // What is stored has used its nonce, so that only such a nonce is worth a look at the disk.
    if (nonce < next && this.view.isStored(id)) throw new Invalid('chain.alreadyKnown');
    checkEnvelope(this.facts, transaction, now);
    checkKey(opening, transaction);
    const queue = this.queues.get(sender) ?? {
      sender,
      byNonce: new Map<number, PreparedTransaction>(),
      next,
    };
    this.checkNonce(queue, nonce, next);
    checkFee(opening, transaction);
    if (queue.byNonce.size >= this.limits.perAccountMax) throw new Invalid('chain.accountQueueFull');
    for (const [stalled, waiting] of this.makeRoom(transaction, now)) this.drop(stalled, waiting);
    queue.byNonce.set(nonce, transaction);
    queue.next = next;
    this.ids.add(id);
    this.waitingBytes += transaction.bytes.length;
    this.place(queue, true);
  }

  /**
   * Takes in the prepared votes of a bundle. Throws `Invalid` where one of them waits or is stored already, or where
   * they do not fit; then they are still the caller's.
   * @param from no block below this height holds one of them: a bundle names a closed block, and comes after it
   */
  addBundle(votes: readonly PreparedTransaction[], from = (votes[0]?.bundle?.height ?? 0) + 1): void {
    const ids = votes.map(({ id }) => id);
    const stored = this.view.storedFrom(ids, from);
    for (const { id, chainId } of votes) {
      if (chainId !== this.facts.chainId)
        throw new Invalid('chain.wrongChain', `This chain is ${this.facts.chainId}.`);
      if (this.holds(id) || stored.has(id))
        throw new Invalid('chain.alreadyKnown', `The vote ${id} is known.`);
    }
    const bytes = votes[0]?.bundle?.bytes.length ?? 0;
    this.expectRoom(votes.length, bytes);
    for (const { id } of votes) this.ids.add(id);
    this.waitingBytes += bytes;
    this.bundles.push(votes);
  }

  /** Throws `Invalid` with `chain.mempoolFull` where so many votes do not fit now. */
  expectRoom(votes: number, bytes = 0): void {
    if (!this.hasRoom(votes, bytes)) throw new Invalid('chain.mempoolFull');
  }
  private hasRoom(transactions: number, bytes: number): boolean {
    const { transactionsMax, bytesMax } = this.limits;
    return this.ids.size + transactions <= transactionsMax && this.waitingBytes + bytes <= bytesMax;
  }

  /** Whether a transaction waits or is in a block that is not stored yet. */
  holds(id: Id): boolean {
    return this.ids.has(id) || this.taken.has(id);
  }

  /** Takes bundles that fit. */
  private takeBundles(batch: PreparedTransaction[], limits: BatchLimits, roomBefore: number): number {
    let room = roomBefore;
    for (let votes = this.bundles[0]; votes !== undefined; votes = this.bundles[0]) {
      const bytes = votes[0]?.bundle?.bytes.length ?? 0;
      if (batch.length + votes.length > limits.transactionsMax || bytes > room) break;
      this.bundles.shift();
      for (const vote of votes) {
        this.ids.delete(vote.id);
        this.taken.add(vote.id);
        batch.push(vote);
      }
      this.waitingBytes -= bytes;
      room -= bytes;
    }
    return room;
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
  take(time: number, limits: BatchLimits = blockLimits): PreparedTransaction[] {
    this.sweepWhenDue(time);
    let next = 0;
    // Blocks that were taken before this one may not be committed yet, so nonces are counted here.
    const admission = this.admissionAt(time, () => next);
    const batch: PreparedTransaction[] = [];
    // Votes first: they are many, and cost the least.
    let room = this.takeBundles(batch, limits, limits.bytesMax);
    while (this.ready.size > 0) {
      for (const queue of [...this.ready]) {
        const waiting = queue.byNonce.get(queue.next);
        if (waiting === undefined) {
          this.place(queue);
          continue;
        }
        if (batch.length >= limits.transactionsMax || waiting.bytes.length > room) return batch;
        this.remove(queue, waiting);
        next = queue.next;
        if (admission.admit(waiting)) {
          batch.push(waiting);
          room -= waiting.bytes.length;
          queue.next++;
          this.noteTaken(waiting);
        } else this.view.discard(waiting);
        this.place(queue);
      }
    }
    return batch;
  }

  /**
   * Those of a batch that came from elsewhere which the next block may hold: admitted by committed state and by those
   * before them, within the bounds of a block, bundles whole. It depends on nothing that waits here.
   */
  admissible(transactions: readonly PreparedTransaction[], time: number): PreparedTransaction[] {
    const { opening } = this.view;
    const admission = this.admissionAt(time, ({ sender }) => opening(nonces.read(sender)) ?? 0);
    const chosen: PreparedTransaction[] = [];
    const votes = new Set<Id>();
    let room = blockLimits.bytesMax;
    for (let place = 0; place < transactions.length; ) {
      const group = transactions.slice(place, place + (transactions[place]?.bundle?.count ?? 1));
      const [first] = group;
      if (first === undefined) break;
      place += group.length;
      const bytes = first.bundle?.bytes.length ?? first.bytes.length;
      if (chosen.length + group.length > blockLimits.transactionsMax || bytes > room) continue;
      if (first.bundle === undefined ? admission.admit(first) : this.isNewBundle(group, votes)) {
        chosen.push(...group);
        room -= bytes;
      }
    }
    return chosen;
  }

  /** The rule of blocks over committed keys and credits. */
  private admissionAt(
    time: number,
    nonce: (transaction: PreparedTransaction) => number,
  ): Admission<PreparedTransaction> {
    const { opening } = this.view;
    const state = {
      nonce,
      keys: ({ sender }: PreparedTransaction) => opening(accountKeys.read(sender)),
      credit: ({ sender }: PreparedTransaction) => opening(feeCredit.read(sender)),
    };
    return new Admission(state, this.facts.chainId, time);
  }

  /** Whether none of its votes is stored or among `known`, which they then join. */
  private isNewBundle(group: readonly PreparedTransaction[], known: Set<Id>): boolean {
    const ids = group.map(({ id }) => id);
    const { bundle, chainId } = group[0] ?? {};
    const stored = this.view.storedFrom(ids, (bundle?.height ?? 0) + 1);
    if (chainId !== this.facts.chainId || ids.some((id) => known.has(id) || stored.has(id))) return false;
    for (const id of ids) known.add(id);
    return true;
  }

  /** Forgets the transactions of a block that is stored; whatever else waits under a used nonce is dropped. */
  settle(transactions: Iterable<PreparedTransaction>): void {
    for (const transaction of transactions) {
      this.release(transaction);
      if (transaction.bundle !== undefined) continue;
      const queue = this.queues.get(transaction.sender);
      if (queue === undefined || queue.next > transaction.nonce) continue;
      queue.next = transaction.nonce + 1;
      for (const [nonce, waiting] of queue.byNonce) if (nonce < queue.next) this.forget(queue, waiting);
      this.place(queue);
    }
  }

  /** Forgets a taken batch that was refused and is in no block: its nonces are free again. */
  discard(transactions: Iterable<PreparedTransaction>): void {
    for (const transaction of transactions) {
      this.release(transaction);
      if (transaction.bundle !== undefined) continue;
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
  private makeRoom(transaction: PreparedTransaction, now: number): [Queue, PreparedTransaction][] {
    const fits = (dropped: number, droppedBytes: number): boolean =>
      this.hasRoom(1 - dropped, transaction.bytes.length - droppedBytes);
    if (fits(0, 0)) return [];
    this.sweepWhenDue(now);
    if (fits(0, 0)) return [];
    const inTheWay: [Queue, PreparedTransaction][] = [];
    let droppedBytes = 0;
    if (transaction.nonce !== this.nextNonce(transaction.sender)) throw new Invalid('chain.mempoolFull');
    for (const queue of this.queues.values()) {
      if (fits(inTheWay.length, droppedBytes)) break;
      if (this.ready.has(queue) || queue.sender === transaction.sender) continue;
      for (const waiting of queue.byNonce.values()) {
        inTheWay.push([queue, waiting]);
        droppedBytes += waiting.bytes.length;
      }
    }
    if (!fits(inTheWay.length, droppedBytes)) throw new Invalid('chain.mempoolFull');
    return inTheWay;
  }

  /** Drops what is no longer valid; not for each that comes, because a look at all that waits costs a millisecond. */
  private sweepWhenDue(time: number): void {
    if (time - this.sweptAt < sweepMs) return;
    this.sweptAt = time;
    for (const queue of this.queues.values())
      for (const waiting of queue.byNonce.values()) if (waiting.validUntil < time) this.drop(queue, waiting);
  }

  private drop(queue: Queue, waiting: PreparedTransaction): void {
    this.forget(queue, waiting);
    this.place(queue, true);
  }

  /** What will be in no block. */
  private forget(queue: Queue, waiting: PreparedTransaction): void {
    this.remove(queue, waiting);
    this.view.discard(waiting);
  }

  private remove(queue: Queue, { nonce, id, bytes }: PreparedTransaction): void {
    queue.byNonce.delete(nonce);
    this.ids.delete(id);
    this.waitingBytes -= bytes.length;
  }

  /** Puts the queue where it belongs now; one that is ready stands last unless it keeps its place. */
  private place(queue: Queue, keepsPlace = false): void {
    const isReady = queue.byNonce.has(queue.next);
    if (!isReady || !keepsPlace) this.ready.delete(queue);
    if (isReady) this.ready.add(queue);
    if (queue.byNonce.size === 0) this.queues.delete(queue.sender);
    else this.queues.set(queue.sender, queue);
  }

  private noteTaken({ id, sender, nonce }: PreparedTransaction): void {
    this.taken.add(id);
    const count = (this.takenNext.get(sender)?.count ?? 0) + 1;
    this.takenNext.set(sender, { next: nonce + 1, count });
  }

  private release({ id, sender, bundle }: PreparedTransaction): void {
    if (!this.taken.delete(id) || bundle !== undefined) return;
    const held = this.takenNext.get(sender);
    if (held === undefined || held.count <= 1) this.takenNext.delete(sender);
    else this.takenNext.set(sender, { ...held, count: held.count - 1 });
  }
}
