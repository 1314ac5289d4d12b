/** A small year balances to the unit, and books with one forged event do not. */
import { expect, it } from 'vitest';
import { createClient } from '#api/client/client.ts';
import { startProduct } from '../support/product.ts';
import { keepBooks } from './books.ts';
import { liveYear } from './live.ts';

const plan = { seed: 7, members: 12, contributions: 12, epochs: 2 };

// A court case waits for its stages, each for several blocks: on a busy machine this takes more than a minute.
it('balances, and shows a forged event', { timeout: 300_000 }, async () => {
  const product = await startProduct({ TEST_CLOCK: '1' });
  try {
    const { dao, counts } = await liveYear(product.url, plan, () => undefined);
    expect(counts).toMatchObject({
      'contributions.submitted': plan.contributions,
      'scorers.scored': plan.contributions,
      'treasury.epochOpened': plan.epochs,
      'proposals.created': 7 * plan.epochs + 1,
      'polls.created': plan.epochs,
      'conviction.requested': 2 * plan.epochs,
      'conviction.funded': plan.epochs,
      'conviction.canceled': plan.epochs,
    });
    expect(counts['proposals.sealed']).toBeGreaterThan(0);
    expect(counts['exits.left']).toBeGreaterThan(0);
    expect(counts['milestones.closed']).toBe(plan.epochs);
    expect(counts['disputes.closed']).toBeGreaterThan(0);
    expect(counts['disputes.closed']).toBe(counts['disputes.opened']);
    expect(counts['polls.answered']).toBeGreaterThan(plan.epochs);
    const client = createClient({ url: product.url });
    const books = await keepBooks(client, dao);
    expect(books.differences).toEqual([]);
    expect(books.imbalance).toBe(0n);
    expect(books.entries).toBeGreaterThan(plan.contributions);
    for (const name of [
      'scorers.paid',
      'treasury.sent',
      'tokens.staked',
      'exits.left',
      'milestones.accepted',
      'conviction.funded',
      'disputes.paid',
      'daos.endowed',
    ]) {
      let forged = false;
      const forgery = await keepBooks(client, dao, (event) => {
        const field = name === 'daos.endowed' ? 'free' : 'amount';
        if (forged || event.name !== name || (event.data['dao'] ?? event.data['token']) !== dao) return event;
        if (event.data[field] === '0') return event;
        forged = true;
        return { ...event, data: { ...event.data, [field]: String(BigInt(String(event.data[field])) + 1n) } };
      });
      expect(forgery.imbalance, name).toBeGreaterThan(0n);
    }
  } finally {
    await product.stop();
  }
});
