/** What a case asks of a chain: named accounts, transactions one by one, state, and time. */
import type { Access } from '#chain/access.ts';
import type { Registry } from '#chain/registry.ts';

/** Any chain on which cases can run: one in memory, or a real node behind its API. Payloads are in JSON form. */
export interface Stage {
  readonly registry: Registry;
  /** Header time of genesis: epochs count from it, and cases expect epoch 0. */
  readonly genesisTime: number;
  /** Hex address of the account that a name stands for. */
  account(name: string): string;
  /** The same in bech32m, as payloads carry it. */
  address(name: string): string;
  /** The key that signs for a name. */
  keyOf(name: string): { readonly scheme: number; readonly publicKey: string };
  /** From here on a name stands for the account of a DAO, which has no key. */
  nameDao(name: string, dao: string): void;
  /** Sends a transaction that must be applied, in a block of its own; answers its id. */
  apply(sender: string, kind: string, payload: unknown): Promise<string>;
  get<V>(access: Access<'read', V> | Access<'past', V>): Promise<V>;
  /** Height and header time of the newest block. */
  now(): Promise<{ readonly height: number; readonly time: number }>;
  /** Lets the next block be at least this much later than the newest. */
  pass(ms: number): Promise<void>;
  /** Lets the next block have exactly this header time. */
  nextBlockAt(timeMs: number): Promise<void>;
}

/** One transaction and what comes of it. */
export interface Case {
  /** Says what is particular about it; unique within its kind. */
  readonly name: string;
  readonly kind: string;
  /** A name; `dao` is the account of the DAO that the case made, which acts through proposals only. */
  readonly sender: string;
  /** `applied`, or the code it gets: of a rejection, or of what the door refuses. */
  readonly expected: string;
  /** Brings the chain to where the transaction counts, and answers its payload. */
  build(stage: Stage): Promise<unknown>;
}

type Build = Case['build'];
/** Cases of one kind; the sender is `ada` unless the case names another. */
export const casesOf =
  (kind: string, sender = 'ada') =>
  (name: string, expected: string, build: Build, by: string = sender): Case => ({
    name,
    kind,
    sender: by,
    expected,
    build,
  });
