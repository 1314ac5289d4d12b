/** The answer that each of many gets: its id and state, or why it is refused. */
import type { Located } from '#chain/node/chainBlock.ts';
import type { Id } from '#chain/scalars.ts';
import type { AppContext } from './appParts.ts';
import type { BulkItemJson } from './client/answers.ts';
import { problemOf } from './problem.ts';

const receiptStates = ['applied', 'rejected', 'notAdmitted'] as const;

const itemSchema = {
  type: 'object',
  required: ['status'],
  properties: {
    id: { type: 'string' },
    status: { type: 'string', enum: ['pending', 'known', 'refused', ...receiptStates] },
    receipt: {
      type: 'string',
      enum: receiptStates,
      description: 'Of one that is known and in a block: what its receipt says.',
    },
    code: { type: 'string', description: 'Why it is refused or was rejected, `module.code`.' },
    message: { type: 'string', description: 'The sentence of the code.' },
    detail: { type: 'string', description: 'Which part of it is meant.' },
  },
} as const;
export const itemsSchema = {
  type: 'object',
  required: ['items'],
  properties: { items: { type: 'array', items: itemSchema } },
} as const;

export const pendingItem = (id: Id): BulkItemJson => ({ id, status: 'pending' });

/** One that was sent before: it waits, or is in a block. */
export const knownItem = (context: AppContext, id: Id): BulkItemJson => {
  const located = context.node.transaction(id);
  if (located === undefined) return { id, status: 'known' };
  return { id, status: 'known', receipt: located.receipt.status, ...reasonOf(context, located) };
};

/** One that is in a block. */
export const receivedItem = (context: AppContext, located: Located): BulkItemJson => ({
  id: located.id,
  status: located.receipt.status,
  ...reasonOf(context, located),
});
const reasonOf = ({ catalogue }: AppContext, { receipt: { code } }: Located) =>
  code === '' ? {} : { code, message: catalogue.get(code)?.message ?? code };

/** One that is refused; throws the error again where it is no refusal. */
export const refusedItem = ({ catalogue }: AppContext, error: unknown): BulkItemJson => {
  const { problem, unforeseen } = problemOf(catalogue, error, '');
  if (unforeseen) throw error;
  const { code, title: message, detail } = problem;
  return { status: 'refused', code, message, detail };
};
