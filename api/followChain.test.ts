/** Followers are given the events they name, of every block, and nothing else is decoded for them. */
import { expect, it } from 'vitest';
import { daoId, signerNamed, startApiChain } from '#test/support/apiChain.ts';
import { followChain } from './followChain.ts';

it('hands over the named events of old and new blocks, each block once', async () => {
  const chain = await startApiChain();
  const seen: { height: number; names: string[] }[] = [];
  const transfer = () =>
    chain.client.submit(
      'tokens.transfer',
      { token: daoId, account: signerNamed('ben').address, amount: '5' },
      signerNamed('ada'),
    );
  const { id } = await transfer();
  const following = followChain(chain.node, ['daos.created', 'tokens.transferred'], ({ height, events }) =>
    seen.push({ height, names: events.map(({ name }) => name) }),
  );
  await following.caughtUp;
  await chain.client.submit('accounts.setProfile', { name: 'Ada' }, signerNamed('ada'));
  await transfer();
  following.stop();
  expect(seen).toEqual([
    { height: 0, names: ['daos.created'] },
    { height: 1, names: ['tokens.transferred'] },
    { height: 2, names: [] },
    { height: 3, names: ['tokens.transferred'] },
  ]);
  expect(() => followChain(chain.node, ['tokens.vanished'], () => undefined)).toThrow('tokens.vanished');

  const block = chain.node.block(1);
  const all = block?.receipts.flatMap((receipt) => receipt.events);
  expect(block?.events(() => true)).toEqual(
    all?.map((event, position) => ({ ...event, transaction: id, index: 0, position })),
  );
  expect(block?.events((name) => name === 'daos.created')).toEqual([]);
  await chain.stop();
});
