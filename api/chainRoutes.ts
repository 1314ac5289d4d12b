/** The chain and its node: health, status, nonces, error codes, the test clock, and the demo's keys. */
import { z } from 'zod';
import { toHex } from '#chain/crypto/bytes.ts';
import { genesisHash } from '#chain/genesis.ts';
import { validForMsMax } from '#chain/limits.ts';
import { address, integer, text } from '#chain/scalars.ts';
import type { AppContext, AppParts } from './appParts.ts';
import { pageSchema } from './listing.ts';
import { ApiError } from './problem.ts';
import { expectMediaType, jsonBytesMax, readBody, textOfBody } from './requestBody.ts';
import { type AnyRoute, jsonSchemaOf, nothing, route } from './route.ts';
import { demoKey, serviceStatus } from './services.ts';
import { parseStrictJson } from './strictJson.ts';

const whole = { type: 'integer', minimum: 0 };
const string = { type: 'string' };

/** Header time that a transaction sent now would see, as near as the outside can know it. */
const nowOf = ({ genesis, head }: AppParts['node']): number =>
  genesis.testClock ? head.time : Math.max(head.time, Date.now());

const statusOf = ({ node, readModel, services }: AppParts) => {
  const { height, time, hash, stateRoot } = node.head;
  const { name, engine, testClock, sequencers, rpIds, parameters } = node.genesis;
  return {
    chainId: node.chainId,
    name,
    genesisHash: genesisHash(node.genesisBytes),
    genesisTime: node.genesis.time,
    height,
    time,
    hash,
    stateRoot,
    engine,
    testClock,
    sequencers,
    rpIds,
    now: nowOf(node),
    validForMsMax,
    unbondingMinMs: parameters.unbondingMinMs,
    mempool: node.mempoolSize,
    readModel: { height: readModel.height, lag: readModel.lag },
    ...services.status?.(),
  };
};
const statusSchema = {
  type: 'object',
  required: ['chainId', 'genesisHash', 'height', 'time', 'now', 'testClock', 'mempool', 'readModel'],
  properties: {
    chainId: string,
    name: string,
    genesisHash: string,
    genesisTime: whole,
    height: whole,
    time: { ...whole, description: 'Header time of the newest block.' },
    hash: string,
    stateRoot: string,
    engine: whole,
    testClock: { type: 'boolean' },
    sequencers: { type: 'array', items: string },
    rpIds: { type: 'array', items: string },
    now: { ...whole, description: 'From here `validUntil` is counted.' },
    validForMsMax: whole,
    unbondingMinMs: whole,
    mempool: { ...whole, description: 'Transactions that wait for a block.' },
    readModel: {
      type: 'object',
      properties: {
        height: { type: 'integer' },
        lag: { ...whole, description: 'Blocks that lists are behind.' },
      },
    },
    ...(jsonSchemaOf(serviceStatus)['properties'] as object),
  },
};

const stateRoutes = (parts: AppParts): AnyRoute[] => [
  route({
    method: 'get',
    path: '/healthz',
    name: 'getHealth',
    tag: 'chain',
    doc: 'Whether the node runs.',
    input: nothing,
    answers: {
      200: {
        doc: 'It runs.',
        schema: { type: 'object', properties: { status: string, height: whole, lag: whole } },
      },
    },
    handle: (c) => c.json({ status: 'ok', height: parts.node.head.height, lag: parts.readModel.lag }),
  }),
  route({
    method: 'get',
    path: '/v1/status',
    name: 'getStatus',
    tag: 'chain',
    doc: 'The chain, its newest block, and how the parts beside it do.',
    input: nothing,
    answers: { 200: { doc: 'The status.', schema: statusSchema } },
    handle: (c) => c.json(statusOf(parts)),
  }),
];

const genesisRoute = ({ node }: AppParts): AnyRoute =>
  route({
    method: 'get',
    path: '/v1/genesis',
    name: 'getGenesis',
    tag: 'chain',
    doc: 'The genesis document: who trusts its hash checks the signature of any header by it, without trusting the node.',
    input: nothing,
    answers: {
      200: {
        doc: 'The document.',
        schema: {
          type: 'object',
          required: ['hash', 'genesis'],
          properties: { hash: string, genesis: { ...string, description: 'Its canonical bytes in hex.' } },
        },
      },
    },
    handle: (c) => c.json({ hash: genesisHash(node.genesisBytes), genesis: toHex(node.genesisBytes) }),
  });

const nonceRoute = (parts: AppParts): AnyRoute =>
  route({
    method: 'get',
    path: '/v1/accounts/{account}/nonce',
    name: 'getNonce',
    tag: 'chain',
    doc: 'What an account needs to sign its next transaction; those that wait for a block are counted.',
    input: z.strictObject({ account: address }),
    answers: {
      200: {
        doc: 'Nonce, chain and time.',
        schema: {
          type: 'object',
          required: ['account', 'nonce', 'chainId', 'now'],
          properties: { account: string, nonce: whole, chainId: string, now: whole },
        },
      },
    },
    async handle(c, { account }) {
      const { node } = parts;
      await node.atRest();
      const nonce = node.nextNonce(account);
      return c.json({ account: z.encode(address, account), nonce, chainId: node.chainId, now: nowOf(node) });
    },
  });

const advanceBody = z.strictObject({ ms: integer(1, 315_360_000_000) });
const advanceRoute = ({ node }: AppParts): AnyRoute =>
  route({
    method: 'post',
    path: '/v1/test/advance',
    name: 'advanceTestClock',
    tag: 'chain',
    doc: 'Move the clock of a test chain on and make a block of that time; refused by every other chain.',
    input: nothing,
    body: { doc: 'By how much.', content: { 'application/json': jsonSchemaOf(advanceBody) } },
    answers: {
      200: {
        doc: 'The new head.',
        schema: { type: 'object', required: ['height', 'time'], properties: { height: whole, time: whole } },
      },
    },
    problems: [
      'api.noTestClock',
      'api.badJson',
      'api.tooDeep',
      'api.bodyTooLarge',
      'api.unsupportedMediaType',
      'api.rateLimited',
    ],
    async handle(c) {
      if (!node.genesis.testClock) throw new ApiError('api.noTestClock');
      expectMediaType(c, 'application/json');
      const parsed = advanceBody.safeParse(parseStrictJson(textOfBody(await readBody(c, jsonBytesMax))));
      if (!parsed.success)
        throw new ApiError(
          'api.badRequest',
          'ms: must be a whole number of 1 to 315,360,000,000 milliseconds',
        );
      await node.advance(parsed.data.ms);
      const { height, time } = node.head;
      return c.json({ height, time });
    },
  });

const errorRoute = ({ catalogue }: AppContext): AnyRoute =>
  route({
    method: 'get',
    path: '/errors/{code}',
    name: 'getError',
    tag: 'chain',
    doc: 'What a code means: the `type` of every problem leads here.',
    input: z.strictObject({ code: text(64, 1) }),
    answers: {
      200: {
        doc: 'The code.',
        schema: {
          type: 'object',
          required: ['code', 'title', 'status'],
          properties: { code: string, title: string, status: whole },
        },
      },
    },
    problems: ['api.notFound'],
    handle(c, { code }) {
      const found = catalogue.get(code);
      if (found === undefined) throw new ApiError('api.notFound', 'There is no such code.');
      return c.json({ code, title: found.message, status: found.status });
    },
  });

const demoRoutes = ({ services }: AppParts): AnyRoute[] => {
  const { demoKeys } = services;
  if (demoKeys === undefined) return [];
  return [
    route({
      method: 'get',
      path: '/v1/demo/keys',
      name: 'listDemoKeys',
      tag: 'demo',
      doc: 'Keys of the demo’s founders, so that the page can act as one of them; only the demo has this.',
      input: nothing,
      answers: {
        200: {
          doc: 'The keys.',
          schema: pageSchema(jsonSchemaOf(demoKey)['properties'] as Record<string, unknown>),
        },
      },
      async handle(c) {
        const keys = await demoKeys();
        return c.json({ items: keys.map((key) => ({ id: key.address, ...key })), next: null });
      },
    }),
  ];
};

export const chainRoutes = (context: AppContext): AnyRoute[] => [
  ...stateRoutes(context),
  genesisRoute(context),
  nonceRoute(context),
  advanceRoute(context),
  errorRoute(context),
  ...demoRoutes(context),
];
