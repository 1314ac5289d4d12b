/** What a transaction did: its status, its code and the events it emitted, in canonical bytes. */
import {
  decodeValue,
  malformed,
  PoolWriter,
  type Reader,
  readHead,
  readText,
  takeHex,
  Writer,
  writeHead,
  writeHex,
  writeText,
} from './codec.ts';
import type { Registry } from './registry.ts';
import type { Id } from './scalars.ts';

/** `applied`: it took effect. `rejected`: the rules said no; nonce and fee stay used. `notAdmitted`: no effect at all. */
export type ReceiptStatus = 'applied' | 'rejected' | 'notAdmitted';
export interface EmittedEvent {
  /** `module.event`. */
  readonly name: string;
  readonly data: unknown;
}
export interface Receipt {
  readonly id: Id;
  readonly status: ReceiptStatus;
  /** Why it was rejected, `module.code`; empty when applied. */
  readonly code: string;
  readonly events: readonly EmittedEvent[];
}

const statuses: readonly ReceiptStatus[] = ['applied', 'rejected', 'notAdmitted'];
const fieldCount = 4;
const nameBytesMax = 64;

const field = (name: string): Uint8Array => {
  const writer = new Writer();
  writeText(writer, name);
  return writer.finish();
};
const fields = { id: field('id'), code: field('code'), events: field('events'), status: field('status') };
const pool = new PoolWriter();

/** The canonical bytes `{id, code, events, status}`; `events` holds `count` encoded pairs `[name, data]`. */
export const encodeReceipt = (
  id: Id,
  status: ReceiptStatus,
  code: string,
  count: number,
  events: Uint8Array,
): Uint8Array => {
  writeHead(pool, 5, fieldCount);
  pool.put(fields.id);
  writeHead(pool, 2, 32);
  writeHex(pool, id);
  pool.put(fields.code);
  writeText(pool, code);
  pool.put(fields.events);
  writeHead(pool, 4, count);
  pool.put(events);
  pool.put(fields.status);
  writeText(pool, status);
  return pool.finish();
};

/** Reads a receipt back, with its events in their declared form. */
export const decodeReceipt = (registry: Registry, bytes: Uint8Array): Receipt =>
  decodeValue(
    { encode: () => malformed('receipts are written once'), decode: (r) => readReceipt(r, registry) },
    bytes,
  );

const readReceipt = (reader: Reader, registry: Registry): Receipt => {
  if (readHead(reader, 5) !== fieldCount) malformed('a receipt has four fields');
  expectName(reader, 'id');
  if (readHead(reader, 2) !== 32) malformed('an id has 32 bytes');
  const id = takeHex(reader, 32);
  expectName(reader, 'code');
  const code = readText(reader, nameBytesMax);
  expectName(reader, 'events');
  const events: EmittedEvent[] = [];
  for (let left = readHead(reader, 4); left > 0; left--) {
    if (readHead(reader, 4) !== 2) malformed('an event has two parts');
    const name = readText(reader, nameBytesMax);
    const kind = registry.events.get(name) ?? malformed(`there is no event ${name}`);
    events.push({ name, data: kind.codec.decode(reader) });
  }
  expectName(reader, 'status');
  const status = readText(reader, nameBytesMax);
  return {
    id,
    code,
    events,
    status: statuses.find((one) => one === status) ?? malformed('an unknown status'),
  };
};
const expectName = (reader: Reader, name: string): void => {
  if (readText(reader, nameBytesMax) !== name) malformed(`the field ${name} is missing or not in its place`);
};
