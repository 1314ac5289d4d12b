/** The OpenAPI 3.1 document: read off the same declarations that the server serves. */
import type { Registry } from '#chain/registry.ts';
import { transactionJson } from '#chain/transaction.ts';
import type { ApiErrorDefinition } from './apiErrors.ts';
import { type AnyRoute, jsonSchemaOf, parametersOf, pathParameters } from './route.ts';

type Json = Record<string, unknown>;

/** Codes that every route may answer: what was sent is wrong, or the node cannot answer now. */
const everyRoute = ['api.badRequest', 'api.gone', 'api.internal', 'api.behind', 'chain.stopping'];

const problemSchema: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', description: '/errors/<code>' },
    title: { type: 'string', description: 'One sentence that says what is so.' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string', description: 'Which part is meant; may be empty.' },
    requestId: { type: 'string' },
  },
};

const parameters = ({ path, input, headers = [] }: AnyRoute): Json[] => {
  const inPath = new Set(pathParameters(path));
  const { properties, required } = parametersOf(input);
  return [
    ...Object.entries(properties).map(([name, schema]): Json => {
      const { description, ...rest } = schema;
      return {
        name,
        in: inPath.has(name) ? 'path' : 'query',
        required: inPath.has(name) || required.includes(name),
        ...(description === undefined ? {} : { description }),
        ...(schema.type === 'array' ? { explode: true } : {}),
        schema: rest,
      };
    }),
    ...headers.map(
      ({ name, doc, schema }): Json => ({ name, in: 'header', required: false, description: doc, schema }),
    ),
  ];
};

/** Codes by status, in the form of responses. */
const problemResponses = (
  { problems = [] }: AnyRoute,
  catalogue: ReadonlyMap<string, ApiErrorDefinition>,
): Json => {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set([...everyRoute, ...problems])) {
    const definition = catalogue.get(code);
    if (definition === undefined) throw new Error(`No table of errors has the code ${code}.`);
    byStatus.set(definition.status, [...(byStatus.get(definition.status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `${code}: ${catalogue.get(code)?.message}`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

const operation = (declared: AnyRoute, catalogue: ReadonlyMap<string, ApiErrorDefinition>): Json => {
  const { name, tag, doc, body, answers } = declared;
  const content = (schemas: Readonly<Record<string, unknown>>): Json =>
    Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }]));
  return {
    operationId: name,
    tags: [tag],
    summary: doc,
    parameters: parameters(declared),
    ...(body === undefined
      ? {}
      : { requestBody: { description: body.doc, required: true, content: content(body.content) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(
          ([status, { doc: description, contentType = 'application/json', schema }]) => [
            status,
            { description, content: content({ [contentType]: schema }) },
          ],
        ),
      ),
      ...problemResponses(declared, catalogue),
    },
  };
};

/** A signed transaction, with one form of envelope for each kind. */
const transactionSchemas = (registry: Registry): Json => {
  const base = jsonSchemaOf(transactionJson) as { properties: { envelope: { properties: Json } } & Json };
  const { envelope, ...signed } = base.properties;
  const payloads = [...registry.kinds.values()].map(({ name, definition }): [string, Json] => [
    name,
    { ...jsonSchemaOf(definition.payload), description: definition.doc },
  ]);
  const envelopes = payloads.map(([name]) => ({
    ...envelope,
    properties: {
      ...envelope.properties,
      kind: { type: 'string', const: name },
      payload: { $ref: `#/components/schemas/${name}` },
    },
  }));
  return {
    Transaction: { ...base, properties: { envelope: { oneOf: envelopes }, ...signed } },
    ...Object.fromEntries(payloads),
  };
};

/** The document of all routes. */
export const openApiDocument = (
  registry: Registry,
  routes: readonly AnyRoute[],
  catalogue: ReadonlyMap<string, ApiErrorDefinition>,
): Json => {
  const paths: Record<string, Json> = {};
  for (const declared of routes) {
    const path = paths[declared.path] ?? {};
    path[declared.method] = operation(declared, catalogue);
    paths[declared.path] = path;
  }
  const tags = registry.modules.map(({ name, doc }) => ({ name, description: doc }));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Meritlane',
      version: '1',
      description:
        'A chain on which DAOs pay for work. Amounts are decimal strings in the smallest unit of a token.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags,
    paths,
    components: { schemas: { Problem: problemSchema, ...transactionSchemas(registry) } },
  };
};
