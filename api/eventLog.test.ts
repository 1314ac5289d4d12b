/** The log of events: every event once, oldest first, filtered, in pages of any size. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ApiChain, daoId, signerNamed, startApiChain } from '#test/support/apiChain.ts';

interface LogPage {
  readonly items: readonly {
    readonly id: string;
    readonly name: string;
    readonly data: Record<string, unknown>;
  }[];
  readonly next: string | null;
}

let chain: ApiChain;
beforeEach(async () => {
  chain = await startApiChain();
});
afterEach(() => chain.stop());

const read = async (search: Record<string, string>) => {
  const items: LogPage['items'][number][] = [];
  let pages = 0;
  for (let cursor: string | null = ''; cursor !== null; pages++) {
    const asked = new URLSearchParams({ ...search, ...(cursor === '' ? {} : { cursor }) });
    const page: LogPage = await chain.client.get(`/v1/event-log?${asked}`);
    items.push(...page.items);
    cursor = page.next;
  }
  return { items, pages };
};

it('gives every event once, oldest first, whatever the size of its pages', async () => {
  const ben = signerNamed('ben').address;
  for (const amount of ['1', '2', '3'])
    await chain.client.submit('tokens.transfer', { token: daoId, account: ben, amount }, signerNamed('ada'));
  const whole = await read({ limit: '200' });
  expect(whole.items[0]?.id.startsWith('0.')).toBe(true);
  const amounts = whole.items
    .filter(({ name }) => name === 'tokens.transferred')
    .map(({ data }) => data['amount']);
  expect(amounts).toEqual(['1', '2', '3']);
  expect(new Set(whole.items.map(({ id }) => id)).size).toBe(whole.items.length);
  for (const limit of ['1', '2', '7']) expect((await read({ limit })).items).toEqual(whole.items);
  const tokens = await read({ module: 'tokens', limit: '2' });
  expect(tokens.items).toEqual(whole.items.filter(({ name }) => name.startsWith('tokens.')));
  const own = await read({ dao: daoId });
  expect(own.items).toEqual(whole.items.filter(({ data }) => data['dao'] === daoId));
});

it('goes on behind a cursor when there is more, and refuses the cursor of another list', async () => {
  const { items } = await read({});
  await chain.client.submit('accounts.setProfile', { name: 'Ada' }, signerNamed('ada'));
  expect((await read({})).items.slice(0, items.length)).toEqual(items);
  await expect(chain.client.get('/v1/event-log?cursor=YmxvY2tzOjEuMC4w')).rejects.toThrow(/cursor/i);
});
