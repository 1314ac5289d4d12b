/** The OpenAPI document says what the server does: every route, and every status that hostile requests can get. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiChain,
  daoId,
  scoreWork,
  signerNamed,
  startApiChain,
  submitWork,
} from '#test/support/apiChain.ts';

type Json = Readonly<Record<string, unknown>>;
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Json;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Json>> };
  readonly responses: Readonly<Record<string, { readonly content: Json }>>;
}

let chain: ApiChain;
let contribution = '';
const foreseen: unknown[] = [];
beforeAll(async () => {
  chain = await startApiChain({ onError: (error) => foreseen.push(error) });
  contribution = await submitWork(chain, 'newcomer', 'diff');
  await scoreWork(chain, contribution);
});
afterAll(() => chain.stop());

const paths = (): [string, string, Operation][] =>
  Object.entries(chain.document['paths'] as Record<string, Record<string, Operation>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
        method,
        path,
        operation,
      ]),
  );

describe('the document', () => {
  it('has every route of the router, and no other', () => {
    const routed = chain.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(routed.length).toBeGreaterThan(40);
    expect(new Set(paths().map(([method, path]) => `${method} ${path}`))).toEqual(new Set(routed));
  });

  it('is whole: references lead somewhere, path parameters are declared, names are unique', () => {
    const text = JSON.stringify(chain.document);
    const schemas = (chain.document['components'] as { schemas: Json }).schemas;
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target ?? '');
    expect(references.length).toBeGreaterThan(50);
    for (const target of references)
      expect(Object.hasOwn(schemas, target.replace('#/components/schemas/', ''))).toBe(true);
    for (const name of Object.keys(schemas)) expect(name).toMatch(/^[a-zA-Z0-9._-]+$/);
    expect(new Set(paths().map(([, , { operationId }]) => operationId)).size).toBe(paths().length);
    for (const [, path, { parameters, responses }] of paths()) {
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect(new Set(inPath)).toEqual(new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)));
      expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size).toBe(parameters.length);
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
    }
    expect(chain.document['openapi']).toBe('3.1.0');
  });

  it('is served as it is', async () => {
    expect(await chain.client.get('/openapi.json')).toEqual(JSON.parse(JSON.stringify(chain.document)));
  });
});

/** Numbers from a seed, so that a failure can be run again. */
const randomOf = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
  return { next, pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T };
};
type Random = ReturnType<typeof randomOf>;

/** Texts that break what does not look: bounds, types, encodings, paths, prototypes, formulas, other alphabets. */
const hostile = [
  '',
  ' ',
  '0',
  '-1',
  '1e400',
  '9007199254740993',
  '99999999999999999999999999',
  'NaN',
  'null',
  'true',
  '__proto__',
  'constructor',
  'toString',
  '..',
  '../../etc/passwd',
  '%',
  '%00',
  '\u0000',
  '\ud800',
  '中文',
  '🙂'.repeat(50),
  "'; DROP TABLE rewards; --",
  '{"$ne":1}',
  '[]',
  'a'.repeat(5_000),
  `merit1${'q'.repeat(58)}`,
  'f'.repeat(64),
  'F'.repeat(64),
  '00'.repeat(32),
];
const valid = (): string[] => [
  daoId,
  contribution,
  signerNamed('ada').address,
  'code',
  '1',
  '200',
  'tokens.balances',
];

const textFor = (random: Random, { schema }: Parameter): string => {
  const choice = random.next();
  if (choice < 0.45) return random.pick(hostile);
  if (choice < 0.8 || !Array.isArray(schema['enum'])) return random.pick(valid());
  return String(random.pick(schema['enum'] as string[]));
};
const jsonOf = (random: Random, depth = 0): unknown => {
  const choice = random.next();
  if (choice < 0.4 || depth > 3) return random.pick([...hostile, ...valid(), 0, -1, 1e308, true, null]);
  if (choice < 0.6) return Array.from({ length: 3 }, () => jsonOf(random, depth + 1));
  const names = [
    'envelope',
    'kind',
    'payload',
    'sender',
    'nonce',
    'chainId',
    'validUntil',
    'signature',
    'ms',
    'scheme',
  ];
  return Object.fromEntries(Array.from({ length: 6 }, () => [random.pick(names), jsonOf(random, depth + 1)]));
};
/** JSON that is nearly a transaction. */
const nearlyTransaction = (random: Random): unknown => ({
  envelope: {
    chainId: chain.node.chainId,
    kind: random.pick([...chain.node.registry.kinds.keys()]),
    payload: jsonOf(random, 2),
    sender: signerNamed('ada').address,
    nonce: random.pick([0, 1, -1, 1e20]),
    validUntil: random.pick([0, 2e12]),
  },
  scheme: random.pick([0, 1, 2, 3, 4]),
  publicKey: random.pick(['00'.repeat(32), '02'.repeat(33), '']),
  signature: random.pick<unknown>([
    '00'.repeat(64),
    '',
    {},
    { authenticatorData: '', clientDataJSON: '', signature: '' },
  ]),
});
const bodyOf = (random: Random, types: readonly string[]): RequestInit => {
  const type =
    random.next() < 0.85 ? random.pick(types) : random.pick(['text/plain', 'multipart/form-data', '']);
  const json = random.next() < 0.5 ? jsonOf(random) : nearlyTransaction(random);
  const text =
    random.next() < 0.8
      ? JSON.stringify(json)
      : random.pick(['', '{', '[[[[', '"', '\ufeff{}', '['.repeat(5_000)]);
  const bytes = Uint8Array.from({ length: Math.floor(random.next() * 400) }, () =>
    Math.floor(random.next() * 256),
  );
  return {
    method: 'POST',
    headers: type === '' ? {} : { 'Content-Type': type },
    body: random.next() < 0.7 ? text : bytes,
  };
};

describe('hostile requests', () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));
  it(`of seed ${seed} get documented answers, never a fault`, async () => {
    const random = randomOf(seed);
    const operations = paths();
    const statuses = new Map<number, number>();
    for (let i = 0; i < 1_500; i++) {
      const [method, path, { parameters, requestBody, responses }] = operations[
        i % operations.length
      ] as (typeof operations)[number];
      const headers = new Headers();
      let address = path;
      const search: string[] = [];
      for (const parameter of parameters) {
        const value = textFor(random, parameter).toWellFormed();
        const encoded = encodeURIComponent(value);
        if (parameter.in === 'path')
          address = address.replace(`{${parameter.name}}`, encoded === '' ? '%20' : encoded);
        else if (parameter.in === 'query' && random.next() < 0.5) search.push(`${parameter.name}=${encoded}`);
        else if (parameter.in === 'header' && random.next() < 0.5)
          headers.set(parameter.name, encodeURI(value));
      }
      if (random.next() < 0.1) search.push(`${encodeURIComponent(random.pick(hostile).toWellFormed())}=1`);
      const init =
        requestBody === undefined
          ? { method: method.toUpperCase() }
          : bodyOf(random, Object.keys(requestBody.content));
      for (const [name, value] of Object.entries((init.headers ?? {}) as Record<string, string>))
        headers.set(name, value);
      const url = `${address}${search.length === 0 ? '' : `?${search.join('&')}`}`;
      const response = await chain.app.request(url, { ...init, headers });
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      // A path whose parts are dots or empty is another path.
      const moved = response.status === 404 && !Object.hasOwn(responses, '404');
      const told = `${method} ${url} answered ${response.status}`;
      if (moved) expect(address, told).toMatch(/%20|\.\.|%2F|%00/i);
      else expect(Object.keys(responses), told).toContain(String(response.status));
      expect(response.status, told).toBeLessThan(500);
      if (response.status >= 400) {
        expect(response.headers.get('content-type'), told).toBe('application/problem+json');
        expect(await response.json(), told).toMatchObject({
          status: response.status,
          code: expect.stringMatching(/^\w+\.\w+$/),
        });
      } else await response.body?.cancel();
    }
    expect(foreseen).toEqual([]);
    // The generator reaches both sides of the door.
    expect(statuses.get(200)).toBeGreaterThan(100);
    expect(statuses.get(400)).toBeGreaterThan(300);
  });
});
