/** Batches over REST: whole, cut, empty and over-full; their answers one by one, at once and with receipts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transactionBytesMax } from '#chain/limits.ts';
import { encodeList } from '#chain/lists.ts';
import { parsePayload } from '#chain/registry.ts';
import { ScoringError } from '#scoring/errors.ts';
import { type ApiChain, daoId, registry, startApiChain } from '#test/support/apiChain.ts';
import { signDraft, testKey } from '#test/support/arenaHistory.ts';
import { batchBytesMax, batchTransactionsMax } from './batchForm.ts';
import type { BulkItemJson, BulkJson } from './client/answers.ts';
import { commitWaitMs } from './transactionRoutes.ts';
import { Turns } from './turns.ts';

/** Contents that were looked at, and what is wrong with those that have a word here. */
const lookedAt: string[] = [];
const unknown = 'aa'.repeat(32);
const unreadable = 'bb'.repeat(32);
let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain({
    services: {
      explanation: async () => undefined,
      preview: async () => ({ scores: [], bias: [], rows: [] }),
      async checkSubmission(_, __, contentId) {
        lookedAt.push(contentId);
        if (contentId === unreadable) throw new ScoringError('scoring.notAPatch');
        return contentId === unknown ? 'api.contentUnknown' : undefined;
      },
    },
  });
});
afterAll(() => chain.stop());

interface More {
  readonly nonce?: number;
  readonly chainId?: string;
  readonly kind?: string;
  readonly json?: unknown;
}
const signed = (number: number, { nonce = 0, chainId = chain.node.chainId, kind, json }: More = {}) => {
  const key = testKey(5_000 + number);
  const name = kind ?? 'accounts.setProfile';
  const validUntil = chain.node.head.time + 60_000;
  const payload = parsePayload(registry, name, json ?? { name: `account ${number}` });
  return signDraft(registry, { kind: name, payload, sender: key.address, key, nonce, validUntil, chainId });
};
const work = (number: number, contentId: string) =>
  signed(number, {
    kind: 'contributions.submit',
    json: { dao: daoId, kind: 'code', contentId, title: 'Work' },
  });
/** One that is admitted and then rejected by its rule. */
const rejected = (number: number, nonce = 0) =>
  signed(number, { nonce, kind: 'accounts.removeKey', json: { scheme: 0, publicKey: 'cc'.repeat(32) } });
const post = (body: Uint8Array, path = '/v1/transactions/batch', of: ApiChain = chain) =>
  of.app.request(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: Uint8Array.from(body),
  });
const send = async (wires: readonly Uint8Array[], search = '') => {
  const response = await post(encodeList(wires), `/v1/transactions/batch${search}`);
  expect(response.status).toBe(200);
  return ((await response.json()) as BulkJson).items;
};
const words = (items: readonly BulkItemJson[]) => items.map(({ status, code }) => code ?? status);

describe('a batch', () => {
  it('waits for nothing that stands behind a refused one of its sender', {
    timeout: commitWaitMs / 2,
  }, async () => {
    const cut = signed(70).subarray(0, -1);
    const items = await send(
      [rejected(71), cut, work(72, unknown), signed(72, { nonce: 1 }), signed(73)],
      '?wait=committed',
    );
    expect(words(items)).toEqual([
      'accounts.keyUnknown',
      'chain.malformed',
      'api.contentUnknown',
      'pending',
      'applied',
    ]);
  });

  it('gives each transaction an answer of its own, and knows those that were sent before', async () => {
    const good = [signed(1), signed(2), signed(2, { nonce: 1 }), rejected(3)];
    const broken = signed(4);
    broken[broken.length - 5] = (broken[broken.length - 5] ?? 0) ^ 1;
    const wires = [...good, broken, signed(5, { chainId: 'test-ffffffffffffffff' }), Uint8Array.of(1, 2, 3)];
    wires.push(signed(6, { nonce: 9_999 }), new Uint8Array(transactionBytesMax + 1), signed(1));
    const items = await send(wires);
    expect(words(items)).toEqual([
      ...new Array<string>(4).fill('pending'),
      'chain.badSignature',
      'chain.wrongChain',
      'chain.malformed',
      'chain.nonceTooFar',
      'chain.tooLarge',
      'known',
    ]);
    expect(items[8]).toEqual({
      status: 'refused',
      code: 'chain.tooLarge',
      message: 'The transaction is larger than the chain accepts.',
      detail: '49153 bytes; at most 49152.',
    });
    expect(items[9]?.id).toBe(items[0]?.id);
    for (const { id } of items.slice(0, 4)) await chain.node.waitFor(id ?? '', 10_000);
    const again = await send(good);
    const known = items.slice(0, 4).map(({ id }) => ({ id, status: 'known', receipt: 'applied' }));
    expect(again.slice(0, 3)).toEqual(known.slice(0, 3));
    expect(again[3]).toMatchObject({ ...known[3], receipt: 'rejected', code: 'accounts.keyUnknown' });
  });

  it('answers with what the receipts say when it is asked to wait', async () => {
    const items = await send([signed(20), rejected(20, 1), new Uint8Array(9), signed(21)], '?wait=committed');
    expect(words(items)).toEqual(['applied', 'accounts.keyUnknown', 'chain.malformed', 'applied']);
    expect(items[1]).toMatchObject({ status: 'rejected', id: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const listed = await chain.client.transactions({ limit: 3 });
    expect(listed.items.map(({ id }) => id)).toContain(items[0]?.id);
    expect((await post(new Uint8Array(), '/v1/transactions/batch?wait=soon')).status).toBe(400);
  });

  it('answers in its order where it is handed to the node in several slices', async () => {
    const wires = Array.from({ length: 1100 }, (_, i) =>
      i % 100 === 99 ? Uint8Array.of(1) : signed(100 + i),
    );
    const items = await send(wires, '?wait=committed');
    expect(words(items)).toEqual(wires.map(({ length }) => (length === 1 ? 'chain.malformed' : 'applied')));
  });

  it('looks at each content of its contributions once, and refuses those alone that cannot be scored', async () => {
    lookedAt.length = 0;
    const items = await send([
      work(30, unknown),
      work(31, 'dd'.repeat(32)),
      work(32, unreadable),
      work(33, unknown),
      signed(34),
    ]);
    expect(words(items)).toEqual([
      'api.contentUnknown',
      'pending',
      'scoring.notAPatch',
      'api.contentUnknown',
      'pending',
    ]);
    expect([...lookedAt].sort()).toEqual([unknown, unreadable, 'dd'.repeat(32)]);
  });

  it('is refused whole where it is cut, empty or over-full, and nothing of it is taken', async () => {
    const first = signed(40);
    const whole = encodeList([first, signed(41)]);
    const lies = Uint8Array.from(whole);
    new DataView(lies.buffer).setUint32(0, 0xffff_ffff);
    const bodies: [Uint8Array, RegExp][] = [
      [whole.subarray(0, -1), /Transaction 1 should have \d+ bytes, and \d+ are left/],
      [lies, /Transaction 0 should have 4294967295 bytes/],
      [whole.subarray(0, first.length + 6), /end inside the length of transaction 1/],
      [new Uint8Array(), /There are no transactions/],
      [encodeList([first, new Uint8Array()]), /Transaction 1 is empty/],
      [new Uint8Array(batchBytesMax), /Transaction 0 is empty/],
      [
        encodeList(new Array<Uint8Array>(batchTransactionsMax + 1).fill(Uint8Array.of(1))),
        /There are more than 4096 transactions/,
      ],
    ];
    for (const [body, detail] of bodies) {
      const response = await post(body);
      expect(response.status).toBe(400);
      const problem = (await response.json()) as { code: string; detail: string };
      expect(problem.code).toBe('api.badRequest');
      expect(problem.detail).toMatch(detail);
    }
    expect((await post(new Uint8Array(batchBytesMax + 1))).status).toBe(413);
    const json = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' };
    expect((await chain.app.request('/v1/transactions/batch', json)).status).toBe(415);
    expect(words(await send([first]))).toEqual(['pending']);
  });

  it('counts as its transactions against the rate of its address', async () => {
    const narrow = await startApiChain({ writeRateLimit: { burst: 5, perSecond: 0.1 } });
    try {
      const three = encodeList([Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)]);
      expect((await post(three, undefined, narrow)).status).toBe(200);
      const refused = await post(three, undefined, narrow);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(1);
      expect(await refused.json()).toMatchObject({ code: 'api.rateLimited' });
    } finally {
      await narrow.stop();
    }
  });
});

describe('a long loop', () => {
  it('gives way once its slice is over, and not before', async () => {
    let nowMs = 0;
    const turns = new Turns(() => nowMs);
    let others = 0;
    setImmediate(() => others++);
    for (let i = 0; i < 10; i++) await turns.next();
    expect(others).toBe(0);
    nowMs = 10;
    await turns.next();
    expect(others).toBe(1);
  });
});
