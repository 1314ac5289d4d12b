/** Event streams: everything once and in order, resumed behind any event, filtered, capped, ended with the server. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiChain, daoId, signerNamed, startApiChain } from '#test/support/apiChain.ts';

let chain: ApiChain;
beforeEach(async () => {
  chain = await startApiChain({ streamLimits: { perAddressMax: 2, resumeBlocksMax: 6, heartbeatMs: 20 } });
});
afterEach(() => chain.stop());

const ben = signerNamed('ben').address;
const transfer = (amount: number) =>
  chain.client.submit(
    'tokens.transfer',
    { token: daoId, account: ben, amount: String(amount) },
    signerNamed('ada'),
  );

/** An open stream whose messages are taken one by one. */
const open = async (path = '/v1/events', lastId?: string) => {
  const response = await chain.app.request(path, {
    headers: lastId === undefined ? {} : { 'Last-Event-ID': lastId },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const messages: EventSourceMessage[] = [];
  let heartbeats = 0;
  const parser = createParser({
    onEvent: (message) => (message.event === 'heartbeat' ? heartbeats++ : messages.push(message)),
  });
  const decoder = new TextDecoder();
  /** Reads on until `enough`; false where the stream ended first. */
  const until = async (enough: () => boolean): Promise<boolean> => {
    while (!enough()) {
      const { done, value } = await reader.read();
      if (done) return false;
      parser.feed(decoder.decode(value, { stream: true }));
    }
    return true;
  };
  return {
    messages,
    close: () => reader.cancel(),
    ended: () => until(() => false),
    heartbeats: (count: number) => until(() => heartbeats >= count),
    take: async (count: number) => {
      expect(await until(() => messages.length >= count)).toBe(true);
      return messages.splice(0, count);
    },
  };
};
const dataOf = ({ data }: EventSourceMessage): Record<string, unknown> =>
  JSON.parse(data) as Record<string, unknown>;

describe('an event stream', () => {
  it('begins now, and tells each event and then its block', async () => {
    await transfer(1);
    const stream = await open();
    const receipt = await transfer(2);
    const [event, block] = await stream.take(2);
    expect(event?.event).toBe('event');
    expect(event && dataOf(event)).toMatchObject({
      name: 'tokens.transferred',
      height: receipt.height,
      transaction: receipt.id,
      index: 0,
      data: { token: daoId, account: ben, amount: '2' },
    });
    expect(block?.event).toBe('block');
    expect(block && dataOf(block)).toMatchObject({ height: receipt.height, transactions: 1 });
    await stream.close();
  });

  it('goes on behind every event it is told, without a gap or a repetition', async () => {
    const stream = await open();
    for (const amount of [1, 2, 3]) await transfer(amount);
    const all = await stream.take(6);
    await stream.close();
    for (const [i, message] of all.entries()) {
      const resumed = await open('/v1/events', message.id);
      const rest = await resumed.take(all.length - 1 - i);
      expect(rest.map(({ id }) => id)).toEqual(all.slice(i + 1).map(({ id }) => id));
      await resumed.close();
    }
  });

  it('tells only what its filters let through, and every block', async () => {
    const stream = await open('/v1/events?module=accounts');
    const other = await open(`/v1/events?dao=${'ab'.repeat(32)}`);
    await transfer(1);
    await chain.client.submit('accounts.setProfile', { name: 'Ada' }, signerNamed('ada'));
    expect((await stream.take(3)).map(({ event }) => event)).toEqual(['block', 'event', 'block']);
    expect((await other.take(2)).map(({ event }) => event)).toEqual(['block', 'block']);
    await stream.close();
    await other.close();
  });

  it('is refused above the cap of an address, and the place is free again when one closes', async () => {
    const streams = [await open(), await open()];
    const refused = await chain.app.request('/v1/events');
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'api.tooManyStreams' });
    for (const stream of streams) await stream.close();
    await expect.poll(() => chain.streams.open).toBe(0);
    await (await open()).close();
  });

  it('goes on behind an id in the address, for those who cannot set headers', async () => {
    const stream = await open();
    await transfer(1);
    const [first, second] = await stream.take(2);
    await stream.close();
    const resumed = await open(`/v1/events?after=${first?.id}`);
    expect((await resumed.take(1))[0]?.id).toBe(second?.id);
    await resumed.close();
  });

  it('is gone for who missed too many blocks', async () => {
    for (let i = 1; i <= 7; i++) await transfer(i);
    const refused = await chain.app.request('/v1/events', { headers: { 'Last-Event-ID': '0.0.0' } });
    expect(refused.status).toBe(410);
    expect(await refused.json()).toMatchObject({ code: 'api.gone' });
  });

  it('beats while nothing happens and ends with the server', async () => {
    const stream = await open();
    expect(await stream.heartbeats(2)).toBe(true);
    chain.close();
    expect(await stream.ended()).toBe(false);
    await expect.poll(() => chain.streams.open).toBe(0);
  });
});
