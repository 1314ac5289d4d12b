/** Routes read off the modules: every query over state, and every list over events. */
import { z } from 'zod';
import type { Module, Query } from '#chain/module.ts';
import type { Node } from '#chain/node.ts';
import type { AppParts } from './appParts.ts';
import { answerPage, itemProperties, pageAsked, pageInput, pageSchema } from './listing.ts';
import { Refused } from './problem.ts';
import { type ListedEvent, listEvents } from './readModel/eventLists.ts';
import { type AnyRoute, jsonSchemaOf, route } from './route.ts';

/** The result of a query in JSON form, read while no commit runs. Throws `Refused` with the query's own code. */
export const runQuery = (node: Node, query: Query, params: unknown): Record<string, unknown> => {
  const { state } = node;
  const result = query.read(
    {
      get: (access) => state.get(access),
      height: state.height,
      time: state.time,
      genesisTime: state.genesisTime,
    },
    params,
  );
  if (result === undefined) throw new Refused(query.notFound ?? 'api.notFound');
  return z.encode(query.result, result) as Record<string, unknown>;
};

const queryRoute = ({ node }: AppParts, module: Module, name: string, query: Query): AnyRoute =>
  route({
    method: 'get',
    path: `/v1${query.path}`,
    name: `${module.name}.${name}`,
    tag: module.name,
    doc: query.doc,
    input: query.params,
    answers: { 200: { doc: query.doc, schema: jsonSchemaOf(query.result) } },
    problems: [query.notFound ?? 'api.notFound', 'chain.heightPruned', 'chain.heightNotClosed'],
    async handle(c, params) {
      await node.atRest();
      c.header('X-Height', String(node.state.height));
      return c.json(runQuery(node, query, params));
    },
  });

/** A list's item: the event's fields, what the list's query knows now, and where the event stands. */
export const itemOf = (
  { data, ...place }: ListedEvent,
  current: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({ ...data, ...current, ...place });

/** What the item query of a list knows now about an event; nothing where the thing is gone from the state. */
const currentOf = (
  node: Node,
  query: Query | undefined,
  data: ListedEvent['data'],
): Record<string, unknown> => {
  if (query === undefined) return {};
  const names = Object.keys((query.params as z.ZodObject).shape);
  const params = z.safeDecode(
    query.params,
    Object.fromEntries(
      names.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])),
    ) as never,
  );
  if (!params.success) return {};
  try {
    return runQuery(node, query, params.data);
  } catch (error) {
    if (error instanceof Refused) return {};
    throw error;
  }
};

const listRoute = ({ node, readModel }: AppParts, module: Module, name: string): AnyRoute => {
  const list = module.lists[name];
  if (list === undefined) throw new Error(`${module.name} has no list ${name}.`);
  const event = `${module.name}.${list.event}`;
  const schema = module.events[list.event] as z.ZodObject;
  const query = list.item === undefined ? undefined : module.queries[list.item];
  const filters = Object.fromEntries(
    list.filters.map((field) => {
      const found = schema.shape[field];
      if (found === undefined) throw new Error(`${event} has no field ${field} to filter by.`);
      return [field, (found as z.ZodType).optional()];
    }),
  );
  const input = z.strictObject({ ...filters, ...pageInput });
  const cursorName = `${module.name}.${name}`;
  return route<z.output<typeof input>>({
    method: 'get',
    path: `/v1${list.path}`,
    name: cursorName,
    tag: module.name,
    doc: list.doc,
    input,
    answers: {
      200: {
        doc: 'A page, newest first.',
        schema: pageSchema(itemProperties(schema, ...(query === undefined ? [] : [query.result]))),
      },
    },
    problems: ['api.badCursor'],
    async handle(c, asked) {
      const { before, limit } = pageAsked(cursorName, asked);
      // Back to JSON form, which the tables hold.
      const { cursor: _cursor, limit: _limit, ...fields } = z.encode(input, asked) as Record<string, never>;
      await node.atRest();
      const page = listEvents(readModel, event, { fields, before, limit });
      c.header('X-Height', String(readModel.height));
      const items = page.items.map((item) => itemOf(item, currentOf(node, query, item.data)));
      return answerPage(c, cursorName, { items, next: page.next });
    },
  });
};

/** All routes that the modules of the node declare. */
export const moduleRoutes = (parts: AppParts): AnyRoute[] =>
  parts.node.registry.modules.flatMap((module) => [
    ...Object.entries(module.queries).map(([name, query]) => queryRoute(parts, module, name, query)),
    ...Object.keys(module.lists).map((name) => listRoute(parts, module, name)),
  ]);
