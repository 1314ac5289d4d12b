/** Many at once: batches of transactions, and shares of votes that are added up. */
import { z } from 'zod';
import { voteIds } from '#chain/bundle.ts';
import { blsShareBytes } from '#chain/crypto/blsMessages.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { Invalid } from '#chain/errors.ts';
import { badSharesMax } from '#chain/limits.ts';
import { parsePayload } from '#chain/registry.ts';
import { address, bytes, type Id, text } from '#chain/scalars.ts';
import type { AppContext } from './appParts.ts';
import { batchRoute } from './batchRoute.ts';
import { itemsSchema, knownItem, pendingItem, refusedItem } from './bulkItems.ts';
import type { BulkItemJson } from './client/answers.ts';
import { peerOf } from './eventStream.ts';
import { ApiError } from './problem.ts';
import { expectMediaType, jsonBytesMax, readBody, textOfBody } from './requestBody.ts';
import { type AnyRoute, type RouteContext, route } from './route.ts';
import { parseStrictJson } from './strictJson.ts';

/** Shares of one request: one bundle, verified in some ten milliseconds. */
const sharesMax = 2048;
const voterBytes = 32;
const headBytes = 4;
const shareBytes = voterBytes + blsShareBytes;

/** What each share got; those that were sent before say what became of them. */
const itemsOf = (
  context: AppContext,
  asked: SharesAsked,
  answers: readonly (Id | Invalid)[],
): BulkItemJson[] => {
  const isKnown = (answer: Id | Invalid | undefined): boolean =>
    answer instanceof Invalid && answer.code === 'chain.alreadyKnown';
  const { registry, chainId } = context.node;
  const { ids } = answers.some(isKnown) ? voteIds(registry, chainId, asked) : { ids: [] };
  return answers.map((answer, place) => {
    if (typeof answer === 'string') return pendingItem(answer);
    const id = isKnown(answer) ? ids[place] : undefined;
    return id === undefined ? refusedItem(context, answer) : knownItem(context, id);
  });
};

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
      const submitted = { ...asked, payload };
      const answers = await node.submitShares(submitted);
      const bad = answers.filter((one) => one instanceof Invalid && one.code === 'chain.badSignature').length;
      submitters.note(peer, bad, performance.now());
      return c.json({ items: itemsOf(context, submitted, answers) });
    },
  });
};

export const bulkRoutes = (context: AppContext): AnyRoute[] => [batchRoute(context), votesRoute(context)];
