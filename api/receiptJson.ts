/** The JSON form of receipts and transactions. */
import type { Located } from '#chain/node/chainBlock.ts';
import type { Registry } from '#chain/registry.ts';
import { transactionToJson } from '#chain/transaction.ts';
import { eventToJson } from './eventJson.ts';

const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const whole = { type: 'integer', minimum: 0 };

/** What a transaction did and where it stands. */
export const receiptToJson = (registry: Registry, { id, receipt, height, index, time }: Located) => ({
  id,
  status: receipt.status,
  /** Empty when applied. */
  code: receipt.code,
  /** The sentence of the code; empty when applied. */
  message: registry.errors.get(receipt.code)?.message ?? '',
  height,
  index,
  time,
  events: receipt.events.map((event) => eventToJson(registry, event)),
});
export const receiptSchema = {
  type: 'object',
  required: ['id', 'status', 'code', 'message', 'height', 'index', 'time', 'events'],
  properties: {
    id: hash,
    status: { type: 'string', enum: ['applied', 'rejected', 'notAdmitted'] },
    code: { type: 'string', description: 'Why it was rejected, `module.code`; empty when applied.' },
    message: { type: 'string', description: 'The sentence of the code; empty when applied.' },
    height: whole,
    index: whole,
    time: { ...whole, description: 'Header time in milliseconds since 1970.' },
    events: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'data'],
        properties: { name: { type: 'string' }, data: { type: 'object' } },
      },
    },
  },
} as const;

/** A transaction with its receipt; calls of genesis carry no envelope, for nobody signed them. */
export const transactionJsonOf = (registry: Registry, located: Located) => ({
  ...receiptToJson(registry, located),
  ...(located.transaction === undefined ? {} : transactionToJson(located.transaction)),
});
export const transactionSchema = {
  ...receiptSchema,
  properties: {
    ...receiptSchema.properties,
    envelope: { type: 'object' },
    scheme: whole,
    publicKey: { type: 'string' },
    signature: { anyOf: [{ type: 'string' }, { type: 'object' }] },
    path: {
      type: 'object',
      description: 'Of one that was signed with others: where its id stands under the root that was signed.',
      required: ['place', 'count', 'siblings'],
      properties: { place: whole, count: whole, siblings: { type: 'string' } },
    },
  },
} as const;
