/** How a module declares itself: state, events, errors, transactions, queries and lists, as plain values. */
import type { z } from 'zod';
import type { Access, Accesses, Cells, Collection } from './access.ts';
import type { ErrorDefinition } from './errors.ts';
import type { Movement } from './movements.ts';
import type { Address, Call, Id } from './scalars.ts';

type Schemas = Readonly<Record<string, z.ZodType>>;
type Errors = Readonly<Record<string, ErrorDefinition>>;

/** What a transition knows besides its cells. */
interface Context<P = unknown, Events = Schemas, Codes = Errors> {
  readonly sender: Address;
  readonly payload: P;
  /** The id of the transaction; an action of a proposal has an id of its own. */
  readonly id: Id;
  readonly height: number;
  /** Header time in milliseconds. */
  readonly time: number;
  /** The place of the transaction in its block. */
  readonly index: number;
  /** Header time of genesis: epochs count from it. */
  readonly genesisTime: number;
  /** The key that signed; an action of a proposal has none. */
  readonly key: { readonly scheme: number; readonly publicKey: string } | undefined;
  emit<E extends keyof Events & string>(
    event: E,
    data: Events[E] extends z.ZodType ? z.output<Events[E]> : never,
  ): void;
  reject(code: (keyof Codes & string) | ForeignCode): never;
  /** Runs action `index` of `calls` in a savepoint and says which code rejected it, or undefined. */
  call(index: number): string | undefined;
}
/** A code of another module or of the chain, in full. */
type ForeignCode = `${string}.${string}`;

/** What a transition is asked before it runs: nothing but the transaction itself. */
export interface Sent<P> {
  readonly sender: Address;
  readonly payload: P;
  readonly id: Id;
}

/** Watches the draws of actions: whatever kind an action is, its draws take along what the guard says. */
export interface DrawGuard {
  /** Further cells that a draw needs, or undefined where it is not watched; pure and total. */
  access(access: Access): Accesses | undefined;
  /** Happens before the draw, with those cells; may reject. */
  draw(
    cells: Readonly<Record<string, unknown>>,
    amount: bigint,
    place: { readonly time: number; readonly genesisTime: number; reject(code: ForeignCode): never },
  ): void;
}

/** A kind of transaction. */
export interface Transaction<P = unknown, A extends Accesses = Accesses, Events = Schemas, Codes = Errors> {
  /** One sentence: what it does and who may send it. */
  readonly doc: string;
  readonly payload: z.ZodType<P>;
  /** Every cell it may touch; pure, total and reading nothing. */
  access(sent: Sent<P>): A;
  /** Actions to run as another account; their cells are added to the declaration. Depth is one. */
  calls?(sent: Sent<P>): {
    readonly sender: Address;
    readonly calls: readonly Call[];
    readonly guard?: DrawGuard;
  };
  /** Checks everything, then writes. Synchronous, and nothing is returned. */
  apply(cells: Cells<A>, context: Context<P, Events, Codes>): undefined;
  /** Compute weight in the fee, in units of a transfer; 1 where absent. */
  readonly weight?: number;
  /**
   * Given where many may sign one payload with their voting keys, summed into one signature (PROTOCOL 3.6): a transition
   * that counts once for each sender, whatever is sent again.
   */
  readonly aggregated?: {
    /** The height of the closed block whose voting keys count. */
    heightOf(payload: P): number;
  };
  /** Payloads for the conformance suite: what a valid one looks like is found here and nowhere else. */
  readonly example?: z.input<z.ZodType<P>>;
}

/** Committed state, as queries read it. */
export interface StateReader {
  get<V>(access: Access<'read', V> | Access<'past', V>): V;
  readonly height: number;
  readonly time: number;
  readonly genesisTime: number;
}

/** A read over committed state, served at `/v1{path}`. */
export interface Query<P = unknown, R = unknown> {
  readonly doc: string;
  /** Path with the names of parameters in braces; other parameters are in the search part. */
  readonly path: string;
  readonly params: z.ZodType<P>;
  readonly result: z.ZodType<R>;
  /** Undefined answers 404 with the code `notFound` names. */
  read(state: StateReader, params: P): R | undefined;
  /** The full code for an absent thing, such as `proposals.notFound`. */
  readonly notFound?: string;
}

/** A list over events of one kind, newest first, served at `/v1{path}` with a cursor. */
interface List {
  readonly doc: string;
  readonly path: string;
  /** The event whose occurrences are the items. */
  readonly event: string;
  /** Fields of the event that may be given to narrow the list. */
  readonly filters: readonly string[];
  /** The query that fills in each item from state, given the event's fields of the same names. */
  readonly item?: string;
}

/** Where a module keeps tokens, so that conservation can be checked over all of them. */
type Holdings = (key: readonly Uint8Array[], value: unknown) => readonly { token: Id; amount: bigint }[];

export interface Module {
  readonly name: string;
  readonly doc: string;
  readonly state: readonly { readonly definition: Collection }[];
  readonly events: Schemas;
  readonly errors: Errors;
  // biome-ignore lint/suspicious/noExplicitAny: the registry holds transactions of every shape
  readonly transactions: Readonly<Record<string, Transaction<any, any, any, any>>>;
  // biome-ignore lint/suspicious/noExplicitAny: the registry holds queries of every shape
  readonly queries: Readonly<Record<string, Query<any, any>>>;
  readonly lists: Readonly<Record<string, List>>;
  /** Tokens held by a collection of this module, by the collection's name. */
  readonly holdings?: Readonly<Record<string, Holdings>>;
  /** What its events move into and out of free balances, by the event's short name; other events move nothing. */
  readonly movements?: Readonly<Record<string, readonly Movement[]>>;
  /** The event by which a DAO comes to be, with its id in the field `dao`. */
  readonly founds?: string;
}

/** Gives `emit` and `reject` the module's own words. */
export const vocabulary = <const E extends Schemas, const C extends Errors>(events: E, errors: C) => ({
  events,
  errors,
  transaction: <P, A extends Accesses>(definition: Transaction<P, A, E, C>) => definition,
});
export const query = <P, R>(definition: Query<P, R>) => definition;
export const defineModule = <const M extends Module>(module: M): M => module;
