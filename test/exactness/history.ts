/** What is executed twice, serially and in lanes: cells, and blocks of signed transactions over a module set. */
import type { ChainFacts } from '#chain/execution/block.ts';
import type { PlainState } from '#chain/execution/executeBlock.ts';
import type { WireBlock } from '#chain/execution/executor.ts';
import type { Registry } from '#chain/registry.ts';

export interface History {
  readonly registry: Registry;
  readonly facts: ChainFacts;
  readonly cells: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[];
  /** The next blocks, given the state that the ones before left; none at the end. */
  next(state: PlainState): readonly WireBlock[];
}
