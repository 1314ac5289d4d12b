/** What all lists share: cursor, limit, and the form of a page. */
import { z } from 'zod';
import { pageItemsMax } from '#chain/limits.ts';
import { integer } from '#chain/scalars.ts';
import { decodeCursor, type EventPlace, encodeCursor } from './pageCursor.ts';
import type { Page } from './readModel/placeScan.ts';
import { jsonSchemaOf, type RouteContext } from './route.ts';

/** Items of a page when nobody says how many. */
const pageItems = 50;

/** The search parameters of every list. */
export const pageInput = {
  cursor: z.string().min(1).max(200).optional(),
  limit: integer(1, pageItemsMax).optional(),
};
interface PageInput {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** Cursor and limit of a request to the list `name`; throws ApiError `api.badCursor`. */
export const pageAsked = (
  name: string,
  { cursor, limit }: PageInput,
): { before: EventPlace | undefined; limit: number } => ({
  before: cursor === undefined ? undefined : decodeCursor(name, cursor),
  limit: limit ?? pageItems,
});

/** Answers a page: `{ items, next }`, with more beside them where a list has more to say. */
export const answerPage = <T>(c: RouteContext, name: string, page: Page<T>, more: object = {}): Response =>
  c.json({
    items: page.items,
    next: page.next === undefined ? null : encodeCursor(name, page.next),
    ...more,
  });

/** The JSON Schema of a page whose items have these fields besides `id`. */
export const pageSchema = (
  properties: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  type: 'object',
  required: ['items', 'next', ...Object.keys(more)],
  properties: {
    items: {
      type: 'array',
      items: { type: 'object', required: ['id'], properties: { id: { type: 'string' }, ...properties } },
    },
    next: {
      type: ['string', 'null'],
      description: 'The cursor of the next page; null on the last one, and only there: a page may be short.',
    },
    ...more,
  },
});

/** The fields of an object schema in JSON Schema, with every field that `place` adds. */
export const itemProperties = (...schemas: readonly z.ZodType[]): Record<string, unknown> => {
  const properties: Record<string, unknown> = {};
  for (const schema of schemas) Object.assign(properties, jsonSchemaOf(schema)['properties']);
  return { ...properties, ...placeProperties };
};
const placeProperties = {
  transaction: { type: 'string' },
  height: { type: 'integer' },
  index: { type: 'integer', description: 'The place of the transaction in its block.' },
  event: { type: 'integer', description: 'The place of the event in the receipt.' },
  time: { type: 'integer', description: 'Header time in milliseconds since 1970.' },
};
