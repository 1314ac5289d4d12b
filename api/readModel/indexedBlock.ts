/** A block as the read model and the event stream see it: its events in their JSON form. */
import { z } from 'zod';
import type { Genesis } from '#chain/genesis.ts';
import type { ChainBlock } from '#chain/node/chainBlock.ts';
import type { EmittedEvent, ReceiptStatus } from '#chain/receipt.ts';
import type { Registry } from '#chain/registry.ts';
import { address } from '#chain/scalars.ts';

/** Fields of an event in their JSON form. */
export type EventData = Readonly<Record<string, unknown>>;
export interface IndexedEvent {
  /** `module.event`. */
  readonly name: string;
  readonly data: EventData;
}
export interface IndexedTransaction {
  readonly id: string;
  readonly kind: string;
  /** `merit1…`; empty for calls of genesis, which are listed by their events alone. */
  readonly sender: string;
  readonly nonce: number;
  readonly status: ReceiptStatus;
  readonly code: string;
  /** Whether it runs actions, which have ids of their own. */
  readonly hasActions: boolean;
  readonly events: readonly IndexedEvent[];
}
export interface IndexedBlock {
  readonly height: number;
  readonly time: number;
  readonly hash: string;
  readonly transactions: readonly IndexedTransaction[];
}

/** The JSON form of an event. */
export const eventToJson = (registry: Registry, { name, data }: EmittedEvent): IndexedEvent => {
  const kind = registry.events.get(name);
  if (kind === undefined) throw new Error(`There is no event ${name}.`);
  return { name, data: z.encode(kind.schema, data) as EventData };
};

/** A stored block with its events in JSON form; what genesis called nobody signed. */
export const indexedBlockOf = (registry: Registry, genesis: Genesis, block: ChainBlock): IndexedBlock => ({
  height: block.height,
  time: block.time,
  hash: block.hash,
  transactions: block.transactions.map(({ id, transaction, receipt }, index) => ({
    id,
    kind: transaction?.kind.name ?? genesis.calls[index]?.kind ?? '',
    sender: transaction === undefined ? '' : z.encode(address, transaction.sender),
    nonce: transaction?.nonce ?? 0,
    status: receipt.status,
    code: receipt.code,
    hasActions: transaction?.kind.definition.calls !== undefined,
    events: receipt.events.map((event) => eventToJson(registry, event)),
  })),
});
