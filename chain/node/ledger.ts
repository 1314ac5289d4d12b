/** The synced blocks of a chain as the node reads them: by height and by transaction id, the newest from memory. */
import { ChainFault } from '../errors.ts';
import type { Registry } from '../registry.ts';
import type { Id } from '../scalars.ts';
import type { BlockStore } from '../storage/blockStore.ts';
import { BlockCache } from './blockCache.ts';
import { ChainBlock, type Located } from './chainBlock.ts';
import { blocksPerCallMax } from './nodeLimits.ts';
import { groupSize } from './placeRuns.ts';
import { type Neighbours, TransactionIndex } from './transactionIndex.ts';

/** Everything that was acknowledged. */
export class Ledger {
  private readonly registry: Registry;
  private readonly store: BlockStore;
  private readonly index: TransactionIndex;
  private readonly cache = new BlockCache();
  private last: number;

  /** Reads the chain up to `last`, its newest synced block, and completes the index of ids. */
  constructor(
    registry: Registry,
    store: BlockStore,
    where: { folder: string; genesisHash: string; last: number },
  ) {
    this.registry = registry;
    this.store = store;
    this.last = where.last;
    this.index = TransactionIndex.open(where.folder, where.genesisHash, where.last);
    for (let height = this.index.nextHeight; height <= this.last; height++) {
      const block = this.block(height);
      if (block === undefined) throw new ChainFault(`Block ${height} is missing.`);
      this.index.add(height, block.receiptList, block.idPlaces);
    }
  }

  /** The height of the newest synced block. */
  get height(): number {
    return this.last;
  }

  /** Takes in the next block when it is synced. */
  add(block: ChainBlock): void {
    this.last = block.height;
    this.index.add(block.height, block.receiptList, block.idPlaces);
    this.cache.put(block);
  }

  /** A synced block. Throws a `StorageError` if the disk gives other bytes than were stored. */
  block(height: number): ChainBlock | undefined {
    if (height > this.last) return undefined;
    const cached = this.cache.get(height);
    if (cached !== undefined) return cached;
    const stored = this.store.getBlock(height);
    if (stored === undefined) return undefined;
    const block = new ChainBlock(this.registry, stored);
    this.cache.put(block);
    return block;
  }

  /** Up to `count` synced blocks, at most 200, from a height upwards. */
  blocks(from: number, count: number): ChainBlock[] {
    const blocks: ChainBlock[] = [];
    const end = Math.min(from + Math.min(count, blocksPerCallMax), this.last + 1);
    for (let height = Math.max(0, from); height < end; height++) {
      const block = this.block(height);
      if (block !== undefined) blocks.push(block);
    }
    return blocks;
  }

  /** The transaction, or the call of genesis, of this id. */
  transaction(id: Id): Located | undefined {
    for (const { block, index } of this.search(id)) return block.locate(index);
    return undefined;
  }

  /** Whether a synced block holds the transaction. */
  has(id: Id): boolean {
    return !this.search(id).next().done;
  }

  /** Those of many ids that stand in synced blocks from a height on. */
  held(ids: readonly Id[], from: number): Set<Id> {
    const ordered = ids.toSorted();
    const places = this.index.findEach(ordered, from);
    return new Set(ordered.filter((id, at) => !this.search(id, places[at]).next().done));
  }

  private *search(
    id: Id,
    places: readonly Neighbours[] = this.index.find(id),
  ): Generator<{ readonly block: ChainBlock; readonly index: number }> {
    for (const { height, from } of places) {
      const block = this.block(height);
      const index = block?.indexOf(id, from, groupSize);
      if (block !== undefined && index !== undefined) yield { block, index };
    }
  }

  close(): void {
    this.index.close();
  }
}
