/** Types of what travels as JSON, inferred from the modules' declarations. */
import type { z } from 'zod';
import type { Call } from '#chain/scalars.ts';
import type { Modules } from '#governance/modules.ts';

/** An action of a proposal: its payload as an object, or already in canonical bytes. */
type CallJson = {
  readonly kind: string;
  readonly payload: string | object;
  readonly mayFail?: boolean;
};

/** A value as it stands in JSON: amounts are decimal strings, addresses `merit1…`. */
export type Json<T> = T extends bigint
  ? string
  : T extends readonly (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { -readonly [K in keyof T]: Json<T[K]> }
      : T;
/** The same for what is sent: actions may carry their payload as an object. */
type JsonInput<T> = T extends bigint
  ? string
  : T extends Call
    ? CallJson
    : T extends readonly (infer Item)[]
      ? readonly JsonInput<Item>[]
      : T extends object
        ? { readonly [K in keyof T]: JsonInput<T[K]> }
        : T;

type AnyModule = Modules[number];
type ModuleName = AnyModule['name'];
type ModuleNamed<N extends ModuleName> = Extract<AnyModule, { readonly name: N }>;
type OutputOf<S> = S extends z.ZodType<infer T> ? T : never;

/** Every kind of transaction, `module.verb`. */
export type KindName = {
  [N in ModuleName]: `${N}.${keyof ModuleNamed<N>['transactions'] & string}`;
}[ModuleName];
type TransactionOf<K> = K extends `${infer N extends ModuleName}.${infer V}`
  ? ModuleNamed<N>['transactions'][V & keyof ModuleNamed<N>['transactions']]
  : never;
/** The payload of a kind in JSON form. */
export type PayloadJson<K extends KindName> =
  TransactionOf<K> extends { readonly payload: infer S } ? JsonInput<OutputOf<S>> : never;

type QueryOf<N extends ModuleName, Q> = ModuleNamed<N>['queries'][Q & keyof ModuleNamed<N>['queries']];
type ParamsOf<Q> = Q extends { readonly params: infer S } ? JsonInput<OutputOf<S>> : never;
type ResultOf<Q> = Q extends { readonly result: infer S } ? Json<OutputOf<S>> : never;
/** `client.query.<module>.<query>(params)`. */
export type Queries = {
  readonly [N in ModuleName]: {
    readonly [Q in keyof ModuleNamed<N>['queries']]: (
      params: ParamsOf<QueryOf<N, Q>>,
    ) => Promise<ResultOf<QueryOf<N, Q>>>;
  };
};

/** Where the event behind an item of a list stands. */
export interface Placed {
  readonly id: string;
  readonly transaction: string;
  readonly height: number;
  readonly index: number;
  readonly event: number;
  readonly time: number;
}
export interface PageJson<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
export interface PageAsked {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}
type ListOf<N extends ModuleName, L> = ModuleNamed<N>['lists'][L & keyof ModuleNamed<N>['lists']];
type EventFields<N extends ModuleName, E> = E extends keyof ModuleNamed<N>['events']
  ? Json<OutputOf<ModuleNamed<N>['events'][E]>>
  : Record<string, unknown>;
type ItemOf<N extends ModuleName, List> = List extends { readonly event: infer E }
  ? (List extends { readonly item: infer Q }
      ? Partial<EventFields<N, E>> & ResultOf<QueryOf<N, Q>>
      : EventFields<N, E>) &
      Placed
  : never;
type FiltersOf<List> = List extends { readonly filters: readonly (infer F extends string)[] }
  ? { readonly [K in F]?: string | number | undefined }
  : never;
/** `client.list.<module>.<list>(filters)`. */
export type Lists = {
  readonly [N in ModuleName]: {
    readonly [L in keyof ModuleNamed<N>['lists']]: (
      filters?: FiltersOf<ListOf<N, L>> & PageAsked,
    ) => Promise<PageJson<ItemOf<N, ListOf<N, L>>>>;
  };
};
