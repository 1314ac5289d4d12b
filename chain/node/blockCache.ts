/** The blocks that were asked for last, bounded in number and bytes. */
import type { ChainBlock } from './chainBlock.ts';
import { cachedBlocksMax, cachedBytesMax } from './nodeLimits.ts';

/** Gives a block again without reading it again. */
export class BlockCache {
  /** In the order of their last use. */
  private readonly blocks = new Map<number, ChainBlock>();
  private bytes = 0;

  get(height: number): ChainBlock | undefined {
    const block = this.blocks.get(height);
    if (block !== undefined) {
      this.blocks.delete(height);
      this.blocks.set(height, block);
    }
    return block;
  }

  put(block: ChainBlock): void {
    this.forget(block.height);
    this.blocks.set(block.height, block);
    this.bytes += block.size;
    for (const height of this.blocks.keys()) {
      if (this.blocks.size <= cachedBlocksMax && this.bytes <= cachedBytesMax) break;
      this.forget(height);
    }
  }

  private forget(height: number): void {
    this.bytes -= this.blocks.get(height)?.size ?? 0;
    this.blocks.delete(height);
  }
}
