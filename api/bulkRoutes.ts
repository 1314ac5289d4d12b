/** Many at once: transactions in one body, and shares of votes that are added up. */
import { z } from 'zod';
import { Malformed } from '#chain/codec.ts';
import { blsShareBytes } from '#chain/crypto/blsMessages.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { Invalid } from '#chain/errors.ts';
import { badSharesMax } from '#chain/limits.ts';
import { decodeList } from '#chain/lists.ts';
import { parsePayload } from '#chain/registry.ts';
import { address, bytes, type Id, text } from '#chain/scalars.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import type { AppContext } from './appParts.ts';
import { peerOf } from './eventStream.ts';
import { ApiError } from './problem.ts';
import { expectMediaType, jsonBytesMax, readBody, textOfBody } from './requestBody.ts';
import { type AnyRoute, type RouteContext, route } from './route.ts';
import { parseStrictJson } from './strictJson.ts';
import { checkContent } from './transactionRoutes.ts';

/** Bytes of one batch: a few thousand transactions. */
const batchBytesMax = 4 * 1024 * 1024;
/** As many as a block holds. */
export const batchTransactionsMax = 4096;
/** Shares of one request: one bundle, verified in some ten milliseconds. */
const sharesMax = 2048;
const voterBytes = 32;
const headBytes = 4;
const shareBytes = voterBytes + blsShareBytes;

const itemSchema = {
  type: 'object',
  required: ['status'],
  properties: {
    id: { type: 'string' },
    status: { type: 'string', enum: ['pending', 'known', 'refused'] },
    code: { type: 'string' },
    message: { type: 'string' },
    detail: { type: 'string' },
  },
} as const;
const itemsSchema = {
  type: 'object',
  required: ['items'],
  properties: { items: { type: 'array', items: itemSchema } },
} as const;

/** What one of many got: its id, or why it is refused. */
const itemOf = ({ catalogue }: AppContext, answer: Id | Invalid, id: () => string | undefined) => {
  if (typeof answer === 'string') return { id: answer, status: 'pending' };
  const { code, detail } = answer;
  if (code === 'chain.alreadyKnown') return { id: id(), status: 'known' };
  return { status: 'refused', code, message: catalogue.get(code)?.message ?? code, detail };
};

/** The transactions of a body; one that is cut or over-full is refused before any of them is looked at. */
const wiresOf = async (c: RouteContext): Promise<Uint8Array[]> => {
  expectMediaType(c, 'application/octet-stream');
  const body = await readBody(c, batchBytesMax);
  let wires: Uint8Array[];
  try {
    wires = decodeList(body);
  } catch (error) {
    if (error instanceof Malformed)
      throw new ApiError('api.badRequest', `The batch is cut: ${error.message}. Nothing of it was taken.`);
    throw error;
  }
  if (wires.length === 0 || wires.length > batchTransactionsMax)
    throw new ApiError(
      'api.badRequest',
      `A batch has 1 to ${batchTransactionsMax} transactions, this one ${wires.length}. Nothing of it was taken.`,
    );
  if (wires.some(({ length }) => length === 0))
    throw new ApiError('api.badRequest', 'A transaction of the batch is empty. Nothing of it was taken.');
  return wires;
};

const contributionKind = 'contributions.submit';
/** Where the kind of a transaction ends at the latest: heads, the field's name and the name of this kind. */
const kindEnd = 16 + contributionKind.length;
/** Whether wire bytes may be of a contribution, whose content is looked at first. */
const mayContribute = (wire: Uint8Array): boolean =>
  Buffer.from(wire.buffer, wire.byteOffset, Math.min(wire.length, kindEnd)).includes(contributionKind);

/** Asks for the content of a contribution; a refusal of one is no refusal of the others. */
const contentFault = async (context: AppContext, wire: Uint8Array): Promise<Invalid | undefined> => {
  if (!mayContribute(wire)) return undefined;
  try {
    await checkContent(context, wire);
    return undefined;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && context.catalogue.has(code)) return new Invalid(code);
    throw error;
  }
};

const batchRoute = (context: AppContext): AnyRoute =>
  route({
    method: 'post',
    path: '/v1/transactions/batch',
    name: 'submitBatch',
    tag: 'chain',
    doc: 'Send up to 4,096 signed transactions: each with its length in four bytes before it. Each gets an answer of its own; sent again, those that wait or are in a block are known.',
    input: z.strictObject({}),
    body: {
      doc: 'Wire bytes of transactions one after another, each behind its length as a 32-bit big-endian number; at most 4 MiB.',
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
    async handle(c) {
      const { node } = context;
      const wires = await wiresOf(c);
      const faults = await Promise.all(wires.map((wire) => contentFault(context, wire)));
      const sent = wires.filter((_, place) => faults[place] === undefined);
      const answers = await node.submitAll(sent);
      let next = 0;
      const items = wires.map((wire, place) => {
        const answer = faults[place] ?? answers[next++] ?? new Invalid('chain.stopping');
        return itemOf(context, answer, () => decodeTransaction(node.registry, wire).id);
      });
      return c.json({ items });
    },
  });

const sharesJson = z.strictObject({
  kind: text(64, 3),
  payload: z.record(z.string(), z.unknown()),
  shares: z
    .array(z.strictObject({ voter: address, share: bytes(blsShareBytes) }))
    .min(1)
    .max(sharesMax),
});
const votedJson = sharesJson.pick({ kind: true, payload: true });
interface SharesAsked {
  readonly kind: string;
  readonly payload: unknown;
  readonly voters: readonly string[];
  readonly shares: readonly Uint8Array[];
}

const parsed = <S extends z.ZodType>(schema: S, json: unknown): z.output<S> => {
  const result = z.safeDecode(schema, json as never);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ApiError('api.badRequest', issues.join('; '));
};

const sharesOf = async (c: RouteContext): Promise<SharesAsked> => {
  const type = expectMediaType(c, 'application/json', 'application/octet-stream');
  if (type === 'application/json') {
    const { kind, payload, shares } = parsed(
      sharesJson,
      parseStrictJson(textOfBody(await readBody(c, jsonBytesMax))),
    );
    const voters = shares.map(({ voter }) => voter);
    return { kind, payload, voters, shares: shares.map(({ share }) => fromHex(share)) };
  }
  const body = await readBody(c, headBytes + jsonBytesMax + sharesMax * shareBytes);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const from = body.length < headBytes ? 0 : headBytes + view.getUint32(0);
  const count = (body.length - from) / shareBytes;
  if (from === 0 || from > body.length || !Number.isInteger(count) || count < 1 || count > sharesMax)
    throw new ApiError(
      'api.badRequest',
      `The body has the length of a JSON text in four bytes, the text, and 1 to ${sharesMax} shares of ${shareBytes} bytes.`,
    );
  const voted = parsed(votedJson, parseStrictJson(textOfBody(body.subarray(headBytes, from))));
  const voters: string[] = [];
  const shares: Uint8Array[] = [];
  for (let at = from; at < body.length; at += shareBytes) {
    voters.push(toHex(body.subarray(at, at + voterBytes)));
    shares.push(body.slice(at + voterBytes, at + shareBytes));
  }
  return { ...voted, voters, shares };
};

/** How long a submitter of false shares is cut off (PROTOCOL 3.6): searching for them costs the node. */
const cutOffMs = 60_000;
/** Submitters remembered. */
const submittersMax = 10_000;

/** Who sent bad shares of late. */
class Submitters {
  private readonly bad = new Map<string, { count: number; untilMs: number }>();

  check(peer: string, nowMs: number): void {
    const known = this.bad.get(peer);
    if (known === undefined || known.count < badSharesMax) return;
    if (nowMs < known.untilMs)
      throw new ApiError('api.rateLimited', 'Too many shares from this address were false.', {
        'Retry-After': String(Math.ceil((known.untilMs - nowMs) / 1000)),
      });
    this.bad.delete(peer);
  }
  note(peer: string, count: number, nowMs: number): void {
    if (count === 0) return;
    const before = this.bad.get(peer)?.count ?? 0;
    this.bad.delete(peer);
    this.bad.set(peer, { count: before + count, untilMs: nowMs + cutOffMs });
    const [oldest] = this.bad.keys();
    if (this.bad.size > submittersMax && oldest !== undefined) this.bad.delete(oldest);
  }
}

const votesRoute = (context: AppContext): AnyRoute => {
  const submitters = new Submitters();
  return route({
    method: 'post',
    path: '/v1/votes',
    name: 'submitVotes',
    tag: 'chain',
    doc: 'Send shares of votes of one payload, signed with voting keys: the node adds them up into one signature. Each share gets an answer of its own; three false ones cut the sender off for a minute.',
    input: z.strictObject({}),
    body: {
      doc: 'Kind, payload and shares as JSON; or the length of a JSON text with kind and payload in four bytes, the text, and 32 bytes of voter and 192 of share for each of up to 2,048.',
      content: {
        'application/json': {
          type: 'object',
          required: ['kind', 'payload', 'shares'],
          properties: {
            kind: { type: 'string' },
            payload: { type: 'object' },
            shares: {
              type: 'array',
              items: {
                type: 'object',
                required: ['voter', 'share'],
                properties: { voter: { type: 'string' }, share: { type: 'string' } },
              },
            },
          },
        },
        'application/octet-stream': { type: 'string', format: 'binary' },
      },
    },
    answers: { 200: { doc: 'One item for each share, in their order.', schema: itemsSchema } },
    problems: [
      'api.badRequest',
      'api.badJson',
      'api.tooDeep',
      'api.bodyTooLarge',
      'api.unsupportedMediaType',
      'api.rateLimited',
      'chain.malformed',
      'chain.unknownKind',
      'chain.heightNotClosed',
      'chain.mempoolFull',
      'chain.alreadyKnown',
      'chain.stopping',
    ],
    async handle(c) {
      const { node } = context;
      const peer = peerOf(c);
      submitters.check(peer, performance.now());
      const asked = await sharesOf(c);
      const payload = parsePayload(node.registry, asked.kind, asked.payload);
      const answers = await node.submitShares({ ...asked, payload });
      const bad = answers.filter((one) => one instanceof Invalid && one.code === 'chain.badSignature').length;
      submitters.note(peer, bad, performance.now());
      return c.json({ items: answers.map((answer) => itemOf(context, answer, () => undefined)) });
    },
  });
};

export const bulkRoutes = (context: AppContext): AnyRoute[] => [batchRoute(context), votesRoute(context)];
