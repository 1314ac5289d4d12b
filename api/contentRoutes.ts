/** Content: contributions' bytes outside of the chain, and their preview by the scorer. */

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { address, id } from '#chain/scalars.ts';
import { contentBytesMax } from '#chain/storage/storageLimits.ts';
import { scoringErrors } from '#scoring/errors.ts';
import type { AppParts } from './appParts.ts';
import { ApiError } from './problem.ts';
import { bodyChunks, expectMediaType, readBody } from './requestBody.ts';
import { type AnyRoute, jsonSchemaOf, nothing, type RouteContext, route } from './route.ts';
import { explanation } from './services.ts';

const tooLarge = (): ApiError => new ApiError('api.contentTooLarge');
const octets = {
  doc: 'The bytes, at most 8 MiB.',
  content: { 'application/octet-stream': { type: 'string', format: 'binary' } },
};
const saltPattern = /^[0-9a-f]{64}$/;

/** The salt that a request names, or a fresh one. */
const saltOf = (c: RouteContext): string => {
  const salt = c.req.header('x-salt') ?? randomBytes(32).toString('hex');
  if (!saltPattern.test(salt))
    throw new ApiError('api.badRequest', 'X-Salt: must be 32 bytes in lower-case hex');
  return salt;
};

const uploadRoute = ({ contentStore }: AppParts): AnyRoute =>
  route({
    method: 'post',
    path: '/v1/content',
    name: 'uploadContent',
    tag: 'content',
    doc: 'Store bytes under their salted hash. They are kept for ten minutes unless a contribution names them.',
    input: nothing,
    headers: [
      {
        name: 'X-Salt',
        doc: '32 bytes in hex; made by the server if absent.',
        schema: { type: 'string', pattern: saltPattern.source },
      },
    ],
    body: octets,
    answers: {
      200: {
        doc: 'Stored.',
        schema: {
          type: 'object',
          required: ['id', 'salt', 'bytes'],
          properties: {
            id: { type: 'string', description: 'SHA-256("meritlane/content" ‖ salt ‖ bytes).' },
            salt: { type: 'string' },
            bytes: { type: 'integer' },
          },
        },
      },
    },
    problems: [
      'api.contentTooLarge',
      'api.contentQuota',
      'api.contentBusy',
      'api.unsupportedMediaType',
      'api.rateLimited',
    ],
    async handle(c) {
      expectMediaType(c, 'application/octet-stream');
      const salt = saltOf(c);
      let bytes = 0;
      const counted = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of bodyChunks(c, contentBytesMax, tooLarge)) {
          bytes += chunk.length;
          yield chunk;
        }
      };
      const key = await contentStore.put(counted(), salt, Date.now());
      return c.json({ id: key, salt, bytes });
    },
  });

const downloadRoute = ({ contentStore }: AppParts): AnyRoute =>
  route({
    method: 'get',
    path: '/v1/content/{id}',
    name: 'getContent',
    tag: 'content',
    doc: 'Bytes by their id, always as a plain attachment: what strangers uploaded is never shown as a page.',
    input: z.strictObject({ id }),
    headers: [
      {
        name: 'X-Here',
        doc: '1 asks for what this node stores and lets it ask no other.',
        schema: { type: 'string' },
      },
    ],
    answers: {
      200: {
        doc: 'The bytes; their salt is in X-Salt.',
        contentType: 'text/plain',
        schema: { type: 'string' },
      },
    },
    problems: ['api.notFound'],
    async handle(c, { id: key }) {
      const isPeer = c.req.header('x-here') === '1';
      const found = await (isPeer ? contentStore.getHere(key) : contentStore.get(key));
      if (found === undefined) throw new ApiError('api.notFound', 'No content has this id here.');
      c.header('X-Salt', found.salt);
      c.header('Content-Disposition', `attachment; filename="${key}.txt"`);
      c.header('Content-Security-Policy', "default-src 'none'; sandbox");
      return c.body(Uint8Array.from(found.bytes), 200, { 'Content-Type': 'text/plain; charset=utf-8' });
    },
  });

const previewRoute = ({ services }: AppParts): AnyRoute =>
  route({
    method: 'post',
    path: '/v1/scoring/preview',
    name: 'previewScore',
    tag: 'scoring',
    doc: 'What bytes would be scored, with the reasons, before anything is submitted. With a DAO (and an author) they are read as the next contribution to it, beside all that it has seen; else as if nothing was known before them.',
    input: z.strictObject({
      kind: z.enum(['code', 'document']),
      dao: id.optional(),
      author: address.optional(),
    }),
    body: octets,
    answers: { 200: { doc: 'Scores and reasons.', schema: jsonSchemaOf(explanation) } },
    problems: [
      ...Object.keys(scoringErrors),
      'api.notFound',
      'api.contentTooLarge',
      'api.unsupportedMediaType',
      'api.rateLimited',
    ],
    async handle(c, { kind, dao, author }) {
      expectMediaType(c, 'application/octet-stream');
      const next = dao === undefined ? undefined : { dao, author: author ?? '' };
      return c.json(await services.preview(kind, await readBody(c, contentBytesMax, tooLarge), next));
    },
  });

export const contentRoutes = (parts: AppParts): AnyRoute[] => [
  uploadRoute(parts),
  downloadRoute(parts),
  previewRoute(parts),
];
