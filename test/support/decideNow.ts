/** Decides something as the DAO of the demonstration, at once: for tests that need other rules than the template has. */
import { expect } from 'vitest';
import type { Demo } from './demo.ts';

/** Proposes on the constitution's track, votes with those who hold most power, waits and executes. */
export const decideNow = async (
  demo: Demo,
  actions: readonly { readonly kind: string; readonly payload: object }[],
): Promise<void> => {
  const { client, dao } = demo;
  const [ben, chen] = await Promise.all([demo.signerOf('Ben'), demo.signerOf('Chen')]);
  const carried = actions.map((one) => ({ ...one, mayFail: false }));
  const draft = { dao, track: 'constitution', title: 'Set up', body: '', deposit: '100000000' };
  const create = { ...draft, actions: carried } as never;
  const { id: proposal } = await client.submit('proposals.create', create, ben);
  for (const signer of [ben, chen]) {
    const account = signer.address;
    const { token, snapshotHeight, carry } = await client.query.proposals.getPower({ proposal, account });
    const power = carry === undefined ? {} : { power: carry };
    const vote = { proposal, token, snapshotHeight, choice: 'for', reason: '', ...power } as const;
    await client.submit('proposals.vote', vote, signer);
  }
  await client.advance(75_000);
  const run = { proposal, dao, actions: carried } as never;
  // The keeper may have run it already.
  await client.submit('proposals.execute', run, ben).catch(() => undefined);
  expect((await client.query.proposals.getProposal({ proposal })).state).toBe('executed');
};
