/** The client: sends with the right nonce, tells refusals with their code, and follows events through broken connections. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatAddress } from '#chain/crypto/address.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { type ApiChain, daoId, signerNamed, startApiChain } from '#test/support/apiChain.ts';
import { softPasskey } from '#test/support/softPasskey.ts';
import { createClient } from './client.ts';
import { ClientError } from './clientError.ts';
import type { FeedBlock, FeedEvent, FeedState } from './eventFeed.ts';
import type { ClientSigner } from './submitter.ts';
import type { Fetch } from './transport.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

const ada = signerNamed('ada');
const ben = signerNamed('ben').address;
const clientWith = (fetch: Fetch) => createClient({ url: 'http://test', fetch });
const direct: Fetch = async (input, init) => chain.app.request(input, init);

describe('submitting', () => {
  it('takes one nonce after another for many transactions at once', async () => {
    const receipts = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        chain.client.submit('tokens.transfer', { token: daoId, account: ben, amount: String(i + 1) }, ada),
      ),
    );
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(10);
    expect((await chain.client.query.accounts.getAccount({ account: ada.address })).nonce).toBe(10);
  });

  it('tries again when another device took the nonce, at most twice', async () => {
    let raced = 0;
    let limit = 2;
    const racing = clientWith(async (input, init) => {
      if (init?.method === 'POST' && raced < limit) {
        raced++;
        await chain.client.submit('accounts.setProfile', { name: `Ada ${raced}` }, ada);
      }
      return direct(input, init);
    });
    expect((await racing.submit('accounts.setProfile', { name: 'Ada' }, ada)).status).toBe('applied');
    expect(raced).toBe(2);
    raced = 0;
    limit = 3;
    await expect(racing.submit('accounts.setProfile', { name: 'Ada' }, ada)).rejects.toMatchObject({
      code: 'chain.nonceUsed',
    });
  });

  it('resolves at once when it shall not wait', async () => {
    const sent = await chain.client.submit('accounts.setProfile', { name: 'Ada' }, ada, { wait: 'pending' });
    expect(sent.status).toBe('pending');
    expect(await chain.client.get(`/v1/receipts/${sent.id}`, { wait: 'committed' })).toMatchObject({
      status: 'applied',
    });
  });

  it('signs with a passkey', async () => {
    const passkey = softPasskey('07'.repeat(32), 'localhost', 'http://localhost:4000');
    const signer: ClientSigner = {
      scheme: 2,
      publicKey: passkey.publicKey,
      address: formatAddress(passkey.address),
      async sign(id) {
        const { authenticatorData, clientDataJSON, signature } = passkey.assert(toHex(id));
        return {
          authenticatorData: toHex(authenticatorData),
          clientDataJSON: toHex(clientDataJSON),
          signature: toHex(signature),
        };
      },
    };
    const receipt = await chain.client.submit('accounts.setProfile', { name: 'Passkey' }, signer);
    expect(receipt.status).toBe('applied');
  });

  it('tells refusals, rejections, wrong payloads and absent nodes by their code', async () => {
    const codeOf = async (promise: Promise<unknown>): Promise<unknown> => {
      const error: unknown = await promise.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(ClientError);
      return [(error as ClientError).code, (error as ClientError).status];
    };
    const { client } = chain;
    const huge = { token: daoId, account: ben, amount: '9'.repeat(28) };
    expect(await codeOf(client.submit('tokens.transfer', huge, ada))).toEqual(['chain.notCovered', 409]);
    expect(await codeOf(client.submit('tokens.transfer', { ...huge, amount: '-1' }, ada))).toEqual([
      'chain.malformed',
      400,
    ]);
    expect(await codeOf(client.query.daos.getDao({ dao: '00'.repeat(32) }))).toEqual(['daos.notFound', 404]);
    const absent = clientWith(async () => {
      throw new TypeError('fetch failed');
    });
    expect(await codeOf(absent.status())).toEqual(['client.unreachable', 0]);
    const strange = clientWith(async () => new Response('<html>', { status: 502 }));
    expect(await codeOf(strange.status())).toEqual(['client.badAnswer', 502]);
  });
});

describe('the event feed', () => {
  it('goes on behind what it saw when the connection breaks, and begins anew when that is gone', async () => {
    const lastIds: (string | null)[] = [];
    let breaking = new AbortController();
    const fragile = clientWith(async (input, init) => {
      if (!input.includes('/v1/events')) return direct(input, init);
      lastIds.push(new Headers(init?.headers).get('last-event-id'));
      const response = await direct(input, init);
      if (!response.ok || response.body === null) return response;
      const breaker = breaking.signal;
      const body = response.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), {
        signal: breaker,
      });
      return new Response(body, response);
    });
    const events: FeedEvent[] = [];
    const blocks: FeedBlock[] = [];
    const states: FeedState[] = [];
    const feed = fragile.events({
      lastId: '99999999.0.0',
      onEvent: (event) => events.push(event),
      onBlock: (block) => blocks.push(block),
      onState: (state) => states.push(state),
    });
    await expect.poll(() => states.at(-1)).toBe('live');
    expect(states).toEqual(['connecting', 'gone', 'connecting', 'live']);
    const first = await chain.client.submit('accounts.setProfile', { name: 'one' }, ada);
    await expect.poll(() => blocks.length).toBe(1);
    expect(events[0]).toMatchObject({
      name: 'accounts.profileSet',
      transaction: first.id,
      data: { name: 'one' },
    });
    const broken = breaking;
    breaking = new AbortController();
    broken.abort();
    await chain.client.submit('accounts.setProfile', { name: 'two' }, ada);
    await expect.poll(() => blocks.length, { timeout: 10_000 }).toBe(2);
    expect(events.map(({ data }) => data['name'])).toEqual(['one', 'two']);
    expect(lastIds).toEqual(['99999999.0.0', null, blocks[0]?.id]);
    feed.close();
    await expect.poll(() => states.at(-1)).toBe('closed');
  });
});
