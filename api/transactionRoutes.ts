/** Transactions: sent in, waited for, looked up and listed. */
import { z } from 'zod';
import { transactionBytesMax } from '#chain/limits.ts';
import { address, id, text } from '#chain/scalars.ts';
import { decodeTransaction, encodeTransactionJson, type Transaction } from '#chain/transaction.ts';
import { scoringErrors } from '#scoring/errors.ts';
import type { ContentKind } from '#scoring/extract.ts';
import type { AppParts } from './appParts.ts';
import { answerPage, itemProperties, pageAsked, pageInput, pageSchema } from './listing.ts';
import { ApiError, Refused } from './problem.ts';
import { listTransactions } from './readModel/eventLists.ts';
import { receiptSchema, receiptToJson, transactionJsonOf, transactionSchema } from './receiptJson.ts';
import { expectMediaType, jsonBytesMax, readBody, textOfBody } from './requestBody.ts';
import { type AnyRoute, type RouteContext, route } from './route.ts';
import { parseStrictJson } from './strictJson.ts';

/** How long `?wait=committed` waits: a block under full load and its sync take well under a second. */
export const commitWaitMs = 10_000;
/** How long an answer waits for the lists to know the block. */
export const readModelWaitMs = 2_000;

/** Asks for the answer to wait until the transaction is in a block. */
export const wait = z.enum(['committed']).optional();

/** Codes that refuse a transaction at the door. */
const refusals = [
  'chain.malformed',
  'chain.unknownKind',
  'chain.wrongChain',
  'chain.badSignature',
  'chain.schemeUnsupported',
  'chain.wrongKey',
  'chain.expired',
  'chain.validTooLong',
  'chain.nonceUsed',
  'chain.nonceTooFar',
  'chain.alreadyKnown',
  'chain.mempoolFull',
  'chain.accountQueueFull',
  'chain.tooLarge',
  'chain.tooManyCells',
  'chain.feeNotCovered',
  'chain.stopping',
];

/** The wire bytes of a request's transaction. */
const wireOf = async (c: RouteContext, { node }: AppParts): Promise<Uint8Array> => {
  const type = expectMediaType(c, 'application/json', 'application/cbor');
  if (type === 'application/cbor')
    return readBody(
      c,
      transactionBytesMax,
      () => new ApiError('api.bodyTooLarge', `At most ${transactionBytesMax} bytes.`),
    );
  return encodeTransactionJson(node.registry, parseStrictJson(textOfBody(await readBody(c, jsonBytesMax))));
};

/** Asks the scorer about the content that a contribution names: one that cannot be scored would wait for ever. */
export const checkContent = async (
  { services }: AppParts,
  { kind, payload }: Pick<Transaction, 'kind' | 'payload'>,
): Promise<void> => {
  if (kind.name !== 'contributions.submit' || services.checkSubmission === undefined) return;
  const submitted = payload as {
    readonly dao: string;
    readonly kind: ContentKind;
    readonly contentId: string;
  };
  const code = await services.checkSubmission(submitted.dao, submitted.kind, submitted.contentId);
  if (code !== undefined) throw new Refused(code);
};

const submitRoute = (parts: AppParts): AnyRoute =>
  route({
    method: 'post',
    path: '/v1/transactions',
    name: 'submitTransaction',
    tag: 'chain',
    doc: 'Send a signed transaction. 202 says that it waits for a block; with `wait=committed` the answer is its receipt.',
    input: z.strictObject({ wait }),
    body: {
      doc: 'The envelope with its signature as JSON, or the wire bytes.',
      content: {
        'application/json': { $ref: '#/components/schemas/Transaction' },
        'application/cbor': { type: 'string', format: 'binary' },
      },
    },
    answers: {
      200: { doc: 'It is in a block: its receipt.', schema: receiptSchema },
      202: {
        doc: 'It waits for a block.',
        schema: {
          type: 'object',
          required: ['id', 'status'],
          properties: { id: { type: 'string' }, status: { type: 'string', enum: ['pending'] } },
        },
      },
    },
    problems: [
      ...refusals,
      ...Object.keys(scoringErrors),
      'api.contentUnknown',
      'api.badJson',
      'api.tooDeep',
      'api.bodyTooLarge',
      'api.unsupportedMediaType',
      'api.rateLimited',
    ],
    async handle(c, { wait: asked }) {
      const { node, readModel } = parts;
      const wire = await wireOf(c, parts);
      await checkContent(parts, decodeTransaction(node.registry, wire));
      const key = await node.submit(wire);
      const located = asked === undefined ? undefined : await node.waitFor(key, commitWaitMs);
      if (located === undefined) return c.json({ id: key, status: 'pending' }, 202);
      await readModel.waitFor(located.height, readModelWaitMs);
      return c.json(receiptToJson(node.registry, located));
    },
  });

const lookUpRoutes = ({ node, readModel }: AppParts): AnyRoute[] => {
  const input = z.strictObject({ id });
  const find = (key: string) => {
    const located = node.transaction(key);
    if (located === undefined) throw new ApiError('api.notFound', 'No block holds a transaction of this id.');
    return located;
  };
  return [
    route({
      method: 'get',
      path: '/v1/transactions/{id}',
      name: 'getTransaction',
      tag: 'chain',
      doc: 'A transaction that is in a block, with its receipt.',
      input,
      answers: { 200: { doc: 'The transaction.', schema: transactionSchema } },
      problems: ['api.notFound'],
      handle: (c, { id: key }) => c.json(transactionJsonOf(node.registry, find(key))),
    }),
    route({
      method: 'get',
      path: '/v1/receipts/{id}',
      name: 'getReceipt',
      tag: 'chain',
      doc: 'What a transaction did; with `wait=committed` the answer waits some seconds for its block.',
      input: z.strictObject({ id, wait }),
      answers: { 200: { doc: 'The receipt.', schema: receiptSchema } },
      problems: ['api.notFound', 'chain.mempoolFull'],
      async handle(c, { id: key, wait: asked }) {
        const located =
          asked === undefined ? find(key) : ((await node.waitFor(key, commitWaitMs)) ?? find(key));
        if (asked !== undefined) await readModel.waitFor(located.height, readModelWaitMs);
        return c.json(receiptToJson(node.registry, located));
      },
    }),
  ];
};

const listInput = z.strictObject({
  sender: address.optional(),
  kind: text(64, 3).optional(),
  status: z.enum(['applied', 'rejected', 'notAdmitted']).optional(),
  ...pageInput,
});
const listRoute = ({ readModel }: AppParts): AnyRoute =>
  route<z.output<typeof listInput>>({
    method: 'get',
    path: '/v1/transactions',
    name: 'listTransactions',
    tag: 'chain',
    doc: 'Transactions in blocks, newest first.',
    input: listInput,
    answers: {
      200: {
        doc: 'A page.',
        schema: pageSchema(
          itemProperties(
            z.object({
              kind: z.string(),
              sender: z.string(),
              nonce: z.number(),
              status: z.string(),
              code: z.string(),
            }),
          ),
        ),
      },
    },
    problems: ['api.badCursor'],
    handle(c, { sender, kind, status, ...asked }) {
      const senderText = sender === undefined ? undefined : z.encode(address, sender);
      const page = listTransactions(readModel, {
        sender: senderText,
        kind,
        status,
        ...pageAsked('transactions', asked),
      });
      c.header('X-Height', String(readModel.height));
      return answerPage(c, 'transactions', page);
    },
  });

export const transactionRoutes = (parts: AppParts): AnyRoute[] => [
  submitRoute(parts),
  listRoute(parts),
  ...lookUpRoutes(parts),
];
