/** Many transactions in one body: refused whole where the body is not well formed, else each answered by itself. */
import { z } from 'zod';
import { Malformed } from '#chain/codec.ts';
import { Invalid, present } from '#chain/errors.ts';
import type { Id } from '#chain/scalars.ts';
import { decodeTransaction, senderOfWire } from '#chain/transaction.ts';
import type { AppContext } from './appParts.ts';
import { batchBytesMax, batchTransactionsMax, decodeBatch } from './batchForm.ts';
import { itemsSchema, knownItem, pendingItem, receivedItem, refusedItem } from './bulkItems.ts';
import type { BulkItemJson } from './client/answers.ts';
import { ApiError } from './problem.ts';
import { expectMediaType, readBody } from './requestBody.ts';
import { type AnyRoute, type RouteContext, route } from './route.ts';
import { checkContent, commitWaitMs, readModelWaitMs, wait } from './transactionRoutes.ts';
import { Turns } from './turns.ts';

/** Transactions handed to the node together: putting them into the mempool takes two or three milliseconds. */
const sliceTransactionsMax = 512;
/** Contents looked at together: as many as there are embedded scorers, each of which looks at one. */
const contentsAtOnce = 4;

/** The transactions of a body; one that is not well formed is refused before any of them is looked at. */
const wiresOf = async (c: RouteContext): Promise<Uint8Array[]> => {
  expectMediaType(c, 'application/octet-stream');
  const body = await readBody(c, batchBytesMax);
  try {
    return decodeBatch(body, batchTransactionsMax);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new ApiError('api.badRequest', `${error.message}. Nothing of the batch was taken.`);
  }
};

const contributionKind = 'contributions.submit';
/** Where the kind of a transaction ends at the latest: heads, the field's name and the name of this kind. */
const kindEnd = 16 + contributionKind.length;
/** Whether wire bytes may be of a contribution, whose content is looked at first. */
const mayContribute = (wire: Uint8Array): boolean =>
  Buffer.from(wire.buffer, wire.byteOffset, Math.min(wire.length, kindEnd)).includes(contributionKind);

/** Asks for the contents of contributions; answers the refused by their places. One content is looked at once. */
const refusedContents = async (
  context: AppContext,
  wires: readonly Uint8Array[],
): Promise<Map<number, BulkItemJson>> => {
  const refused = new Map<number, BulkItemJson>();
  const checks = new Map<string, Promise<void>>();
  const turns = new Turns();
  const places = [...wires.keys()].filter((place) => mayContribute(wires[place] ?? new Uint8Array()));
  const checkNext = async (): Promise<void> => {
    for (let place = places.shift(); place !== undefined; place = places.shift()) {
      try {
        const transaction = decodeTransaction(context.node.registry, wires[place] ?? new Uint8Array());
        const { dao, kind, contentId } = transaction.payload as Readonly<Record<string, string>>;
        const named = JSON.stringify([dao, kind, contentId]);
        const check = checks.get(named) ?? checkContent(context, transaction);
        checks.set(named, check);
        await check;
      } catch (error) {
        refused.set(place, refusedItem(context, error));
      }
      await turns.next();
    }
  };
  await Promise.all(Array.from({ length: contentsAtOnce }, checkNext));
  return refused;
};

/**
 * Puts transactions into the mempool, slice by slice and in their order. Rejects with `Invalid` where the node takes
 * nothing now; where it stops taking in the middle, the rest is refused one by one.
 */
const submitSlices = async (
  { node }: AppContext,
  wires: readonly Uint8Array[],
): Promise<(Id | Invalid)[]> => {
  const answers: (Id | Invalid)[] = [];
  for (let from = 0; from < wires.length; from += sliceTransactionsMax) {
    const slice = wires.slice(from, from + sliceTransactionsMax);
    try {
      answers.push(...(await node.submitAll(slice)));
    } catch (error) {
      if (!(error instanceof Invalid) || from === 0) throw error;
      for (const _ of slice) answers.push(error);
    }
  }
  return answers;
};

/** What each of a batch got. */
const itemsOf = async (context: AppContext, wires: readonly Uint8Array[]): Promise<BulkItemJson[]> => {
  const { registry } = context.node;
  const itemOf = (wire: Uint8Array, answer: Id | Invalid): BulkItemJson => {
    if (typeof answer === 'string') return pendingItem(answer);
    if (answer.code !== 'chain.alreadyKnown') return refusedItem(context, answer);
    return knownItem(context, decodeTransaction(registry, wire).id);
  };
  const refused = await refusedContents(context, wires);
  const sent = wires.filter((_, place) => !refused.has(place));
  const answers = await submitSlices(context, sent);
  const turns = new Turns();
  const items: BulkItemJson[] = [];
  let next = 0;
  for (const [place, wire] of wires.entries()) {
    items.push(refused.get(place) ?? itemOf(wire, present(answers[next++], 'The node answers for each.')));
    await turns.next();
  }
  return items;
};

/** Places of those taken behind a gap: an earlier one of their sender was refused, so no block takes them before it is sent again. */
const behindRefused = (
  { node: { registry } }: AppContext,
  wires: readonly Uint8Array[],
  items: readonly BulkItemJson[],
): ReadonlySet<number> => {
  const behind = new Set<number>();
  const refused = new Set<string>();
  const begin = items.findIndex(({ status }) => status === 'refused');
  if (begin < 0) return behind;
  for (const [place, wire] of wires.entries()) {
    if (place < begin) continue;
    const sender = senderOfWire(registry, wire);
    if (sender === undefined) continue;
    if (items[place]?.status === 'refused') refused.add(sender);
    else if (refused.has(sender)) behind.add(place);
  }
  return behind;
};

/** The items with what their receipts say, as far as they are in blocks within the time that one answer may take. */
const committedItems = async (
  context: AppContext,
  wires: readonly Uint8Array[],
  items: readonly BulkItemJson[],
): Promise<BulkItemJson[]> => {
  const { node, readModel } = context;
  const deadline = performance.now() + commitWaitMs;
  const turns = new Turns();
  const behind = behindRefused(context, wires, items);
  let waits = true;
  let height = 0;
  const committed: BulkItemJson[] = [];
  for (const [place, item] of items.entries()) {
    const { id } = item;
    let located = id === undefined ? undefined : node.transaction(id);
    if (id !== undefined && located === undefined && waits && !behind.has(place)) {
      // One after another: a batch holds one place among all that wait for receipts.
      const leftMs = deadline - performance.now();
      located = leftMs > 0 ? await node.waitFor(id, leftMs).catch(unlessInvalid) : undefined;
      waits = located !== undefined;
    }
    committed.push(located === undefined ? item : receivedItem(context, located));
    height = Math.max(height, located?.height ?? 0);
    await turns.next();
  }
  await readModel.waitFor(height, readModelWaitMs);
  return committed;
};
/** The node stops, or too many wait already: what was taken stays so, and its receipt can be asked for later. */
const unlessInvalid = (error: unknown): undefined => {
  if (!(error instanceof Invalid)) throw error;
  return undefined;
};

export const batchRoute = (context: AppContext): AnyRoute =>
  route({
    method: 'post',
    path: '/v1/transactions/batch',
    name: 'submitBatch',
    tag: 'chain',
    doc: 'Send up to 4,096 signed transactions; each gets an answer of its own, also where those of one sender share a signature. Sent again, those that wait or are in a block are known. With `wait=committed` the answer waits some seconds for their receipts. Each counts against the rate of the address.',
    input: z.strictObject({ wait }),
    body: {
      doc: 'Wire bytes of transactions one after another, each behind its length as a 32-bit big-endian number; at most 4 MiB. Where that is not so, nothing is taken.',
      content: { 'application/octet-stream': { type: 'string', format: 'binary' } },
    },
    answers: { 200: { doc: 'One item for each, in their order.', schema: itemsSchema } },
    problems: [
      'api.badRequest',
      'api.bodyTooLarge',
      'api.unsupportedMediaType',
      'api.rateLimited',
      'chain.mempoolFull',
      'chain.stopping',
    ],
    async handle(c, { wait: asked }) {
      const wires = await wiresOf(c);
      // The request has counted as one already.
      if (wires.length > 1) c.get('expectRoom')(wires.length - 1);
      const items = await itemsOf(context, wires);
      return c.json({ items: asked === undefined ? items : await committedItems(context, wires, items) });
    },
  });
