/** A transition tried on the newest state, as the next block would run it: what it would do is told, and nothing is done. */
import type { Receipt } from '../receipt.ts';
import { decodeReceipt } from '../receipt.ts';
import type { Registry } from '../registry.ts';
import { prepare, type Request } from '../runtime.ts';
import type { ChainFacts } from './block.ts';
import { SerialBlock } from './executeBlock.ts';

/** The newest state and the place of the next block. */
export interface DryRunState {
  readonly height: number;
  readonly time: number;
  /** Bytes of a committed cell. */
  readonly cell: (key: Uint8Array) => Uint8Array | undefined;
}

/** Call it while no commit runs. Throws `Invalid` for what no block could hold. */
export const dryRun = (
  registry: Registry,
  facts: ChainFacts,
  state: DryRunState,
  request: Request,
): Receipt => {
  const { height, time, cell } = state;
  const block = new SerialBlock({ read: cell }, facts, { height: height + 1, time });
  return decodeReceipt(registry, block.run(prepare(registry, request), 0).receipt);
};
