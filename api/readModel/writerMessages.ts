/** What the main thread and the writer's thread of the read model say to each other. */
import type { BlockBytes } from './blockWriter.ts';

export interface WriterData {
  readonly path: string;
  /** The chain's folder, whose stored blocks the thread reads where it is not given them. */
  readonly folder: string;
  /** The module that exports the chain's `modules`. */
  readonly modules: string;
  /** The newest block that is in the file, −1 if none. */
  readonly written: number;
}

/** A newer block is synced; with its bytes, or to be read from storage. */
export type WriterOrder =
  | { readonly kind: 'synced'; readonly height: number; readonly block?: BlockBytes }
  | { readonly kind: 'close' };

export type WriterReport =
  | {
      /** Blocks up to this height are in the tables. */
      readonly kind: 'written';
      readonly height: number;
      /** CPU time of the thread since it began, in microseconds. */
      readonly cpuUs: number;
    }
  | { readonly kind: 'failed'; readonly message: string; readonly isDamage: boolean };
