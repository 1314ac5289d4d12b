/** The API's routes and refusals, over a real node. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAddress } from '#chain/crypto/address.ts';
import { fromHex, utf8 } from '#chain/crypto/bytes.ts';
import { signerOf } from '#chain/crypto/sign.ts';
import { kindOf, parsePayload } from '#chain/registry.ts';
import {
  decodeTransaction,
  encodeEnvelope,
  encodeTransaction,
  envelopeId,
  transactionToJson,
} from '#chain/transaction.ts';
import {
  type ApiChain,
  daoId,
  registry,
  secretOf,
  signerNamed,
  startApiChain,
} from '#test/support/apiChain.ts';
import type { Problem } from './problem.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

const ada = signerNamed('ada');
const zeros = '00'.repeat(32);
const ask = (path: string, init?: RequestInit): Promise<Response> =>
  Promise.resolve(chain.app.request(path, init));
const json = (body: string): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body,
});
const octets = (body: Uint8Array, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/octet-stream', ...headers },
  body: new Uint8Array(body),
});
const cbor = (body: Uint8Array): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/cbor' },
  body: new Uint8Array(body),
});

/** A signed transaction that gives ada a name. */
const signed = async (
  changes: { nonce?: number; chainId?: string; by?: string; validUntil?: number } = {},
) => {
  const { nonce, chainId, now } = await chain.client.get<{ nonce: number; chainId: string; now: number }>(
    `/v1/accounts/${ada.address}/nonce`,
  );
  const { publicKey, sign } = signerOf(secretOf(changes.by ?? 'ada'));
  const bytes = encodeEnvelope({
    chainId: changes.chainId ?? chainId,
    kind: kindOf(registry, 'accounts.setProfile'),
    payload: parsePayload(registry, 'accounts.setProfile', { name: 'Ada' }),
    sender: parseAddress(ada.address),
    nonce: changes.nonce ?? nonce,
    validUntil: changes.validUntil ?? now + 60_000,
  });
  return encodeTransaction(bytes, { scheme: 0, publicKey, signature: sign(envelopeId(bytes)) });
};

describe('refusals', () => {
  const cases: [string, string, RequestInit | undefined, number, string][] = [
    ['an unknown address', '/v1/nowhere', undefined, 404, 'api.notFound'],
    ['an unknown method', '/v1/status', { method: 'DELETE' }, 405, 'api.methodNotAllowed'],
    ['an unknown parameter', '/v1/status?x=1', undefined, 400, 'api.badRequest'],
    ['a past height', `/v1/daos/${zeros}?height=3`, undefined, 410, 'api.gone'],
    ['a parameter twice', '/v1/daos?limit=1&limit=2', undefined, 400, 'api.badRequest'],
    ['a limit above the bound', '/v1/daos?limit=201', undefined, 400, 'api.badRequest'],
    ['a limit that is no number', '/v1/daos?limit=1e1', undefined, 400, 'api.badRequest'],
    ['a foreign cursor', '/v1/daos?cursor=AAAA', undefined, 400, 'api.badCursor'],
    ['an id that is none', '/v1/daos/xyz', undefined, 400, 'api.badRequest'],
    ['an absent DAO', `/v1/daos/${zeros}`, undefined, 404, 'daos.notFound'],
    ['an absent contribution', `/v1/contributions/${zeros}`, undefined, 404, 'contributions.notFound'],
    ['an absent transaction', `/v1/transactions/${zeros}`, undefined, 404, 'api.notFound'],
    ['a block above the head', '/v1/blocks/4000000', undefined, 404, 'api.notFound'],
    ['an address with a typo', `/v1/accounts/merit1${'q'.repeat(58)}`, undefined, 400, 'api.badRequest'],
    [
      'a body of no type',
      '/v1/transactions',
      { method: 'POST', body: '{}' },
      415,
      'api.unsupportedMediaType',
    ],
    ['an empty body', '/v1/transactions', json(''), 400, 'api.badJson'],
    ['a body that is not JSON', '/v1/transactions', json('{"a":'), 400, 'api.badJson'],
    ['a prototype', '/v1/transactions', json('{"__proto__":{"a":1}}'), 400, 'api.badJson'],
    ['a key twice', '/v1/transactions', json('{"a":1,"a":1}'), 400, 'api.badJson'],
    ['a deep body', '/v1/transactions', json('['.repeat(33)), 400, 'api.tooDeep'],
    ['a long body', '/v1/transactions', json(' '.repeat(64 * 1024 + 1)), 413, 'api.bodyTooLarge'],
    ['a wrong form', '/v1/transactions', json('{"envelope":1}'), 400, 'chain.malformed'],
    ['bytes that are no transaction', '/v1/transactions', cbor(utf8('hello')), 400, 'chain.malformed'],
    ['an empty wire', '/v1/transactions', cbor(new Uint8Array()), 400, 'chain.malformed'],
    ['a long wire', '/v1/transactions', cbor(new Uint8Array(48 * 1024 + 1)), 413, 'api.bodyTooLarge'],
    ['a wrong salt', '/v1/content', octets(utf8('x'), { 'X-Salt': 'xyz' }), 400, 'api.badRequest'],
    ['long content', '/v1/content', octets(new Uint8Array(8 * 1024 * 1024 + 1)), 413, 'api.contentTooLarge'],
    ['content of a wrong type', '/v1/content', json('{}'), 415, 'api.unsupportedMediaType'],
    ['absent content', `/v1/content/${zeros}`, undefined, 404, 'api.notFound'],
    ['a path as content', '/v1/content/..%2f..%2fchain.sqlite', undefined, 400, 'api.badRequest'],
    ['a proof of an unknown collection', '/v1/proofs?collection=no.such', undefined, 404, 'api.noProof'],
    ['a proof without its key', '/v1/proofs?collection=daos.daos', undefined, 400, 'api.badRequest'],
    ['a proof of no contribution', `/v1/proofs/contributions/${zeros}`, undefined, 404, 'api.noProof'],
    ['an unknown code', '/errors/no.such', undefined, 404, 'api.notFound'],
    ['a file of another folder', '/docs/..%2fpackage.json', undefined, 404, 'api.notFound'],
    ['an event id that is none', '/v1/events', { headers: { 'Last-Event-ID': 'x' } }, 400, 'api.badCursor'],
    [
      'an event of another chain',
      '/v1/events',
      { headers: { 'Last-Event-ID': '99999.0.0' } },
      410,
      'api.gone',
    ],
    ['a height that is none', '/v1/daos', { headers: { 'X-Min-Height': '-1' } }, 400, 'api.badRequest'],
    ['time that goes back', '/v1/test/advance', json('{"ms":0}'), 400, 'api.badRequest'],
  ];
  it.each(cases)('%s', async (_, path, init, status, code) => {
    const response = await ask(path, init);
    const problem = (await response.json()) as Problem;
    expect({ status: response.status, code: problem.code }).toEqual({ status, code });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(problem.type).toBe(`/errors/${code}`);
    expect(problem.title).toMatch(/^[A-Z].*\.$/);
    expect(problem.requestId).toBe(response.headers.get('x-request-id'));
    const meaning = await ask(problem.type);
    expect(await meaning.json()).toEqual({ code, title: problem.title, status });
  });

  it('name what an address takes instead', async () => {
    expect((await ask('/v1/transactions', { method: 'PUT' })).headers.get('allow')).toBe('POST, GET, HEAD');
  });

  it('tell nothing of what nobody foresaw', async () => {
    const told: unknown[] = [];
    const broken = await startApiChain({
      onError: (error) => told.push(error),
      services: {
        explanation: async () => undefined,
        preview: async () => {
          throw new Error('the secret place');
        },
      },
    });
    const response = await broken.app.request('/v1/scoring/preview?kind=code', octets(utf8('x')));
    const problem = await response.text();
    await broken.stop();
    expect(response.status).toBe(500);
    expect(problem).toContain('api.internal');
    expect(problem).not.toContain('secret');
    expect(told).toHaveLength(1);
  });

  it('begin when one address writes too much', async () => {
    const narrow = await startApiChain({ writeRateLimit: { burst: 2, perSecond: 0 } });
    const codes: number[] = [];
    for (let i = 0; i < 3; i++) codes.push((await narrow.app.request('/v1/transactions', json('1'))).status);
    await narrow.stop();
    expect(codes).toEqual([400, 400, 429]);
  });
});

describe('transactions', () => {
  it('are pending at once, or answered with their receipt, and listed', async () => {
    const wire = await signed();
    const first = await ask('/v1/transactions', cbor(wire));
    expect(first.status).toBe(202);
    const { id, status } = (await first.json()) as { id: string; status: string };
    expect(status).toBe('pending');
    const receipt = await (await ask(`/v1/receipts/${id}?wait=committed`)).json();
    expect(receipt).toMatchObject({
      id,
      status: 'applied',
      code: '',
      events: [{ name: 'accounts.profileSet' }],
    });
    const second = await ask('/v1/transactions', cbor(wire));
    expect((await second.json()) as Problem).toMatchObject({ status: 409, code: 'chain.alreadyKnown' });

    const asJson = JSON.stringify(transactionToJson(decodeTransaction(registry, await signed())));
    const committed = await ask('/v1/transactions?wait=committed', json(asJson));
    expect(committed.status).toBe(200);
    const done = (await committed.json()) as { id: string; height: number };
    const listed = await chain.client.transactions({
      sender: ada.address,
      kind: 'accounts.setProfile',
      limit: 1,
    });
    expect(listed.items[0]).toMatchObject({ id: done.id, height: done.height, status: 'applied' });
    expect(listed.next).not.toBeNull();
    expect((await chain.client.transaction(done.id)).envelope?.payload).toEqual({ name: 'Ada' });
    const account = await chain.client.query.accounts.getAccount({ account: ada.address });
    expect(account).toMatchObject({ name: 'Ada', nonce: 2 });
  });

  it('are refused with the chain’s own code', async () => {
    const codeOf = async (wire: Uint8Array): Promise<unknown> =>
      ((await (await ask('/v1/transactions', cbor(wire))).json()) as Problem).code;
    expect(await codeOf(await signed({ chainId: 'other-0000000000000000' }))).toBe('chain.wrongChain');
    expect(await codeOf(await signed({ nonce: 0 }))).toBe('chain.nonceUsed');
    expect(await codeOf(await signed({ by: 'ben' }))).toBe('chain.wrongKey');
    expect(await codeOf(await signed({ validUntil: 1 }))).toBe('chain.expired');
    const broken = await signed();
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    expect(await codeOf(broken)).toBe('chain.badSignature');
  });

  it('that the rules reject answer 200 with the code', async () => {
    const submitted = chain.client.submit(
      'tokens.transfer',
      { token: daoId, account: ada.address, amount: '0' },
      ada,
    );
    await expect(submitted).rejects.toMatchObject({ code: 'tokens.zeroAmount', status: 422 });
  });
});

describe('lists', () => {
  it('give every item once over all pages, newest first', async () => {
    for (let i = 1; i <= 7; i++)
      await chain.client.submit(
        'tokens.transfer',
        { token: daoId, account: signerNamed('ben').address, amount: String(i) },
        ada,
      );
    const amounts: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await chain.client.list.tokens.transfers({ token: daoId, limit: 3, cursor });
      amounts.push(...page.items.map(({ amount }) => amount));
      cursor = page.next ?? undefined;
      pages++;
    } while (cursor !== undefined);
    expect(amounts).toEqual(['7', '6', '5', '4', '3', '2', '1']);
    expect(pages).toBe(3);
    expect((await chain.client.list.tokens.transfers({ account: ada.address })).items).toEqual([]);
  });

  it('of blocks reach down to genesis, and each block tells its transactions', async () => {
    const heights: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await chain.client.blocks({ limit: 4, cursor });
      heights.push(...page.items.map(({ height }) => height));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    const { height } = await chain.client.status();
    expect(heights).toEqual(Array.from({ length: height + 1 }, (_, i) => height - i));
    expect((await chain.client.block(0)).transactions.map(({ kind }) => kind)).toEqual([
      'daos.create',
      'treasury.openEpoch',
    ]);
    const last = await chain.client.block(height);
    expect(last.transactions).toMatchObject([{ kind: 'tokens.transfer', status: 'applied' }]);
    expect((await chain.client.lanes(2)).items.map((one) => [one.height, one.lanes.length])).toEqual([
      [height, 256],
      [height - 1, 256],
    ]);
  });
});

describe('the node', () => {
  it('tells its state, its lag, and lets only a test clock advance', async () => {
    const before = await chain.client.status();
    expect(before).toMatchObject({ testClock: true, name: 'test', mempool: 0, readModel: { lag: 0 } });
    expect(await (await ask('/healthz')).json()).toMatchObject({ status: 'ok' });
    const { time, height } = await chain.client.advance(60_000);
    expect(time).toBeGreaterThanOrEqual(before.time + 60_000);
    expect((await chain.client.status()).height).toBe(height);
    const real = await startApiChain({ testClock: false });
    const refused = await real.app.request('/v1/test/advance', json('{"ms":1}'));
    await real.stop();
    expect(((await refused.json()) as Problem).code).toBe('api.noTestClock');
  });

  it('waits for the height that a read asks for', async () => {
    const { height } = await chain.client.status();
    const waiting = ask('/v1/daos', { headers: { 'X-Min-Height': String(height + 1) } });
    await chain.client.advance(1_000);
    const response = await waiting;
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('x-height'))).toBeGreaterThan(height);
  });

  it('keeps content under its salted hash and gives it as an attachment', async () => {
    const salt = 'ab'.repeat(32);
    const bytes = utf8('<script>alert(1)</script>');
    const stored = (await (await ask('/v1/content', octets(bytes, { 'X-Salt': salt }))).json()) as {
      id: string;
    };
    expect(stored).toMatchObject({ salt, bytes: bytes.length });
    const found = await ask(`/v1/content/${stored.id}`);
    expect(new Uint8Array(await found.arrayBuffer())).toEqual(bytes);
    expect(found.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(found.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(found.headers.get('x-content-type-options')).toBe('nosniff');
    expect(found.headers.get('content-security-policy')).toContain('sandbox');
    expect(found.headers.get('x-salt')).toBe(salt);
  });

  it('proves a cell of any collection', async () => {
    const proof = await chain.client.proof('tokens.balances', daoId, ada.address);
    expect(proof.cell.value).not.toBeNull();
    expect(fromHex(proof.genesis)).toEqual(new Uint8Array(chain.node.genesisBytes));
  });

  it('sets its safety headers on every answer', async () => {
    for (const path of ['/v1/status', '/v1/nowhere', '/docs']) {
      const { headers } = await ask(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
    expect(await (await ask('/docs')).text()).not.toMatch(/<script>|style=|onload=/);
    expect((await ask('/docs/swagger-ui-bundle.js')).headers.get('content-type')).toContain(
      'text/javascript',
    );
  });
});
