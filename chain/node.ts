/** The node: mempool, ordering, execution and storage put together, and what the outside may ask of them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Access } from './access.ts';
import { toHex } from './crypto/bytes.ts';
import { publicKeyOfSeed } from './crypto/ed25519.ts';
import { ChainFault, Invalid } from './errors.ts';
import type { ChainFacts } from './execution/block.ts';
import type { ExecutedBlock, Executor, PreparedTransaction, Shares } from './execution/executor.ts';
import { prepareItems } from './execution/executor.ts';
import { type Genesis, genesisHash } from './genesis.ts';
import type { Header } from './header.ts';
import { Mempool } from './mempool.ts';
import { AnnouncedBlock, type ChainBlock, type Located } from './node/chainBlock.ts';
import { CommittedState } from './node/committedState.ts';
import { Door } from './node/door.ts';
import { Ledger } from './node/ledger.ts';
import { proofTriesMax, unsyncedBlocksMax } from './node/nodeLimits.ts';
import { type StartedChain, type StartOptions, sealBlock, startChain } from './node/startChain.ts';
import { Waiters } from './node/waiters.ts';
import { type Clock, machineClock, TestClock } from './ordering/clock.ts';
import type { OrderedBatch, Ordering, ReplicaMaker, UnstoredBlock } from './ordering/ordering.ts';
import { Sequencer } from './ordering/sequencer.ts';
import { type ProofDocument, verifyCell } from './proofs/proofDocument.ts';
import type { Registry } from './registry.ts';
import type { Address, Id } from './scalars.ts';
import type { BlockStore } from './storage/blockStore.ts';
import { crashPoint } from './storage/crashPoint.ts';

/** Where the node writes what its operator should know; pino's loggers fit. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface NodeOptions extends StartOptions {
  /** The machine's clock unless given; of a genesis with a test clock, one that stands still until `advance`. */
  readonly clock?: Clock;
  /** Decides the batches; the embedded sequencer unless given. */
  readonly ordering?: (maker: ReplicaMaker, clock: Clock) => Ordering;
  readonly log?: Log;
  /** Called once when the node cannot go on: disk, lanes or an assertion failed. The process should end. */
  readonly onFatal?: (error: Error) => void;
}

/** The newest block of some kind. */
export interface Head {
  readonly height: number;
  /** Header time in milliseconds. */
  readonly time: number;
  /** Hash of its header, hex. */
  readonly hash: string;
  readonly stateRoot: string;
}
/** The newest executed block, with what a proof under its root needs. */
interface Tip extends Head {
  readonly header: Header;
  readonly signature: string;
  /** Resolves when the block is synced. */
  readonly stored: Promise<unknown>;
}

/** Hears of a synced block; `storageMs` is how long that took after it was executed. */
export type BlockListener = (block: AnnouncedBlock, storageMs: number) => void;

/** One open chain. Get it from `Node.open`. */
export class Node {
  /** The data folder. */
  readonly folder: string;
  readonly registry: Registry;
  /** The module that exports the chain's `modules`, for threads that read its blocks. */
  readonly modules: URL;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly facts: ChainFacts;
  /** Values of the newest executed block. Wait for `atRest` first and read within the same tick. */
  readonly state: CommittedState;
  private readonly store: BlockStore;
  private readonly executor: Executor;
  private readonly secret: Uint8Array;
  private readonly signer: string;
  private readonly log: Log | undefined;
  private readonly onFatal: (error: Error) => void;
  private readonly ledger: Ledger;
  private readonly mempool: Mempool;
  private readonly ordering: Ordering;
  private readonly waiters = new Waiters();
  private readonly listeners = new Set<BlockListener>();
  /** One promise for each executed block that is not synced yet; none of them rejects. */
  private readonly unsynced: Promise<void>[] = [];
  private readonly door: Door;
  private tip: Tip;
  private durable: Head;
  private stopping = false;
  private closing: Promise<void> | undefined;

  /**
   * Opens the chain of a folder, or begins one, and starts ordering. Rejects with a `StorageError` where the stored chain
   * is damaged (naming the block), locked or of another genesis.
   */
  static async open(options: NodeOptions): Promise<Node> {
    const early: { error?: Error; node?: Node } = {};
    const started = await startChain(options, (error) => {
      early.error = error;
      early.node?.fail(error);
    });
    try {
      early.node = new Node(options, started);
    } catch (error) {
      await started.executor.close();
      await started.store.close();
      throw error;
    }
    if (early.error !== undefined) early.node.fail(early.error);
    return early.node;
  }

  private constructor(options: NodeOptions, started: StartedChain) {
    const { folder, registry, modules, sequencerSecret, log, onFatal } = options;
    const { store, executor, genesis, genesisBytes, facts, last } = started;
    this.folder = folder;
    this.registry = registry;
    this.modules = modules;
    this.genesis = genesis;
    this.genesisBytes = genesisBytes;
    this.facts = facts;
    this.store = store;
    this.executor = executor;
    this.secret = sequencerSecret;
    this.signer = toHex(publicKeyOfSeed(sequencerSecret));
    this.log = log;
    this.onFatal = onFatal ?? (() => undefined);
    const { height, hash, header, signature } = last;
    const { time, stateRoot } = header;
    this.tip = { height, time, hash, stateRoot, header, signature, stored: Promise.resolve() };
    this.durable = { height, time, hash, stateRoot };
    const where = { folder, genesisHash: genesisHash(genesisBytes), last: height };
    this.ledger = new Ledger(registry, store, where);
    const standard = genesis.testClock ? new TestClock(time) : machineClock;
    const maker: ReplicaMaker = {
      newest: () => ({ ...this.tip, ordered: this.tip.header.ordered }),
      parentTime: () => this.tip.time,
      take: (blockTime) => this.mempool.take(blockTime),
      make: (batch) => this.make(batch),
      execute: (batch) => this.execute(batch),
      prepare: (items) => prepareItems(executor, items),
      admissible: (transactions, blockTime) => this.mempool.admissible(transactions, blockTime),
      discard: (transactions) => this.discard(transactions),
    };
    const clock = options.clock ?? standard;
    this.ordering = options.ordering?.(maker, clock) ?? new Sequencer(maker, clock);
    this.state = new CommittedState(executor, genesis.time, () => ({
      height: this.tip.height,
      time: this.ordering.now(),
    }));
    this.mempool = new Mempool(facts, {
      opening: this.state.opening,
      isStored: (id) => this.ledger.has(id),
      storedFrom: (ids, height) => this.ledger.held(ids, height),
      discard: (transaction) => executor.discard([transaction]),
    });
    this.door = new Door({
      registry,
      chainId: facts.chainId,
      executor,
      mempool: this.mempool,
      ledger: this.ledger,
      ordering: this.ordering,
      refuseWhenStopping: () => this.refuseWhenStopping(),
      height: () => this.tip.height,
    });
  }

  get chainId(): string {
    return this.facts.chainId;
  }
  /** The newest block that is synced to the disk. */
  get head(): Head {
    return this.durable;
  }
  /** Transactions that wait for a block. */
  get mempoolSize(): number {
    return this.mempool.size;
  }
  /** Bytes that they take on the wire. */
  get mempoolBytes(): number {
    return this.mempool.bytes;
  }
  /** The newest executed block, which may not be synced yet. */
  get executedHeight(): number {
    return this.tip.height;
  }

  /**
   * Puts a signed transaction into the mempool and returns its id. It is acknowledged only by its receipt (`waitFor`): a
   * crash before that may lose it. Rejects with `Invalid`.
   */
  async submit(wire: Uint8Array): Promise<Id> {
    const [answer] = await this.submitAll([wire]);
    if (typeof answer === 'string') return answer;
    throw answer ?? new Invalid('chain.stopping');
  }

  /**
   * Puts signed transactions into the mempool: for each its id, or why it is refused. They are prepared by all workers at
   * once. Rejects with `Invalid` only when the node stops, or when too many are being prepared to take up this batch.
   */
  submitAll(wires: readonly Uint8Array[]): Promise<readonly (Id | Invalid)[]> {
    return this.door.submitAll(wires);
  }

  /** Puts the votes of a bundle into the mempool and returns their ids. Rejects with `Invalid`; then none of them waits. */
  submitBundle(wire: Uint8Array): Promise<readonly Id[]> {
    return this.door.submitBundle(wire);
  }

  /**
   * Adds up shares of votes of one kind and payload and puts the good ones into the mempool: for each share the vote's
   * id, or why it is not counted. Rejects with `Invalid` for what cannot be voted on together.
   */
  submitShares(asked: Shares): Promise<readonly (Id | Invalid)[]> {
    return this.door.submitShares(asked);
  }

  /**
   * The transaction once its block is synced; undefined after `timeoutMs`. Rejects with `Invalid` when the node stops or
   * too many wait.
   */
  async waitFor(id: Id, timeoutMs: number): Promise<Located | undefined> {
    const found = this.transaction(id);
    if (found !== undefined) return found;
    this.refuseWhenStopping();
    return this.waiters.wait(id, timeoutMs);
  }

  /** The transaction, or the call of genesis, of this id; undefined while it is in no synced block. */
  transaction(id: Id): Located | undefined {
    return this.ledger.transaction(id);
  }

  /** A synced block. Throws a `StorageError` if the disk gives other bytes than were stored. */
  block(height: number): ChainBlock | undefined {
    return this.ledger.block(height);
  }

  /** Up to `count` synced blocks, at most 200, from a height upwards. */
  blocks(from: number, count: number): ChainBlock[] {
    return this.ledger.blocks(from, count);
  }

  /** The nonce for the account's next transaction, those in the mempool counted. Call after `atRest`. */
  nextNonce(sender: Address): number {
    return this.mempool.nextNonce(sender);
  }

  /** Resolves when no commit runs: what is read within the same tick belongs to one state. */
  atRest(): Promise<void> {
    return this.executor.atRest();
  }

  /** The proof that a cell has its value, or none, in the newest state, once that state is synced. */
  async prove(access: Access<'read'>): Promise<ProofDocument> {
    for (let tries = 0; tries < proofTriesMax; tries++) {
      await this.executor.atRest();
      const cell = this.executor.prove(access.key);
      const { header, signature, stored } = this.tip;
      if (!verifyCell(header.stateRoot, cell).ok) {
        // The lanes have committed a block whose header is not made yet.
        await nextTurn();
        continue;
      }
      await stored;
      const genesis = toHex(this.genesisBytes);
      return { genesis, header, headerSignature: signature, signer: this.signer, cell };
    }
    throw new ChainFault('The state does not have the root that its header says.');
  }

  /** Calls the listener for each block that is synced from now on, in order; returns how to stop it. */
  onBlock(listener: BlockListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Moves the test clock on and makes a block of that time; resolves when it is synced. Rejects `Invalid` elsewhere. */
  async advance(ms: number): Promise<void> {
    await this.ordering.advance(ms);
    this.refuseWhenStopping();
    await this.tip.stored;
  }

  /** Finishes the block under way, stores it, and releases the folder. What still waits is forgotten. */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    this.stopping = true;
    await this.ordering.close();
    await Promise.all(this.unsynced);
    this.waiters.stop();
    this.ledger.close();
    await this.executor.close();
    await this.store.close();
  }

  private refuseWhenStopping(): void {
    if (this.stopping) throw new Invalid('chain.stopping');
  }

  /** Executes a batch as the next block and hands it to storage. */
  private async make(batch: OrderedBatch): Promise<void> {
    void (await this.execute(batch))?.store();
    if (this.unsynced.length >= unsyncedBlocksMax) await this.unsynced[0];
  }

  /** Executes a batch as the next block, in memory. */
  private async execute({ time, transactions, ordered }: OrderedBatch): Promise<UnstoredBlock | undefined> {
    const height = this.tip.height + 1;
    let executed: ExecutedBlock;
    try {
      executed = await this.executor.execute({ height, time, transactions });
    } catch (error) {
      if (!(error instanceof Invalid)) {
        this.fail(error as Error);
        return undefined;
      }
      // The block was refused whole and changed nothing; its transactions are not tried again.
      this.log?.error({ height, code: error.code, detail: error.detail }, 'A block was refused.');
      this.discard(transactions);
      return undefined;
    }
    if (this.stopping && this.closing === undefined) return undefined;
    crashPoint('executed', height);
    const { stateRoot } = executed;
    const { chainId, engine } = this.tip.header;
    const carried = ordered === undefined ? {} : { ordered };
    const header: Header = { chainId, height, time, parent: this.tip.hash, stateRoot, engine, ...carried };
    return { stateRoot, store: () => this.keep(header, executed, transactions) };
  }

  /** Seals an executed block and hands it to storage; resolves when it is synced and announced. Never rejects. */
  private keep(
    header: Header,
    executed: ExecutedBlock,
    transactions: readonly PreparedTransaction[],
  ): Promise<void> {
    const { height, time, stateRoot } = header;
    const { report } = executed;
    const sealed = sealBlock(header, this.secret, executed);
    const block = new AnnouncedBlock(this.registry, sealed, report);
    const stored = this.store.append(sealed);
    this.tip = { height, time, hash: block.hash, stateRoot, header, signature: block.signature, stored };
    const announced = stored
      .then((storageMs) => {
        this.mempool.settle(transactions);
        this.announce(block, storageMs);
      })
      .catch((error: Error) => this.fail(error))
      .finally(() => void this.unsynced.shift());
    this.unsynced.push(announced);
    return announced;
  }

  private discard(transactions: readonly PreparedTransaction[]): void {
    this.mempool.discard(transactions);
    this.executor.discard(transactions);
  }

  /** Shows a synced block to all who wait for it. */
  private announce(block: AnnouncedBlock, storageMs: number): void {
    const { height, time, hash, header } = block;
    this.durable = { height, time, hash, stateRoot: header.stateRoot };
    this.ledger.add(block);
    this.waiters.answer(block);
    if (block.report.moduleFaults > 0)
      this.log?.error({ height, moduleFaults: block.report.moduleFaults }, 'A rule failed unforeseen.');
    for (const listener of this.listeners) {
      try {
        listener(block, storageMs);
      } catch (error) {
        this.log?.error({ height, error: String(error) }, 'A listener to blocks failed.');
      }
    }
  }

  /** Stops for good: nothing is executed, stored or acknowledged after this. */
  private fail(error: Error): void {
    if (this.stopping && this.closing === undefined) return;
    this.stopping = true;
    this.log?.error({ error: error.message }, 'The node stops.');
    void this.ordering.close();
    this.waiters.stop();
    this.onFatal(error);
  }
}
