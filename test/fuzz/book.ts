/** What a book is: one group of rules over every transaction of a scene. */
import type { EmittedEvent } from '#chain/receipt.ts';
import type { Overwritten } from '../support/conservation.ts';
import type { DevChain } from '../support/devChain.ts';

/** Something that must hold did not. */
export class Violation extends Error {
  override name = 'Violation';
}
/** A change of a cell, decoded; undefined where there is none. */
export interface Change {
  readonly collection: string;
  /** Key parts after the collection’s name, hex. */
  readonly parts: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}
/** An applied transaction with everything that the books look at. */
export interface Done {
  readonly sender: string;
  readonly kind: string;
  readonly events: readonly EmittedEvent[];
  readonly changes: readonly Change[];
  readonly overwritten: readonly Overwritten[];
}
/** Throws where something does not hold. */
export type Expect = (holds: boolean, what: () => string) => void;
/** One group of rules. */
export interface Book {
  check(done: Done): void;
  /** At the end of a scene, from all cells. */
  close?(): void;
}
/** What the books of one scene share. */
export interface Desk {
  readonly chain: DevChain;
  /** Ids of DAOs by their accounts. */
  readonly daos: ReadonlyMap<string, string>;
  readonly expect: Expect;
}

/** A sum that may not be there. */
export const big = (value: unknown): bigint => (value as bigint | undefined) ?? 0n;
