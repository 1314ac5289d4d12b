/** Work in parts: each month a founder agrees with a member, another founder reviews, and what is not delivered comes back. */
import type { Year } from './year.ts';

const day = 86_400_000;

/** One agreement of three parts: the first is paid, the second is declined, and the rest is closed. */
export const agree = async (year: Year, epoch: number): Promise<void> => {
  const { client, chance, dao, founders, members } = year;
  const [payer, reviewer] = chance.sample(founders, 2);
  const payee = chance.pick(members.slice(founders.length));
  if (payer === undefined || reviewer === undefined) throw new Error('A year needs founders.');
  const { free } = await client.query.tokens.getBalance({ token: dao, account: payer.address });
  const amount = String(BigInt(free) / 100n);
  if (amount === '0') return;
  const parts = ['A draft', 'A review', 'The whole'].map((title) => ({ title, amount }));
  const terms = {
    token: dao,
    payee: payee.address,
    reviewer: reviewer.address,
    parts,
    deliverBy: year.now() + 20 * day,
    reviewMs: day,
    memo: `A map of month ${epoch}`,
  };
  const { id: agreement } = await client.submit('milestones.open', terms, payer);
  for (const part of [0, 1])
    await client.submit('milestones.deliver', { agreement, part, note: `Part ${part}` }, payee);
  const about = { agreement, token: dao };
  await client.submit('milestones.accept', { ...about, part: 0, payee: payee.address }, reviewer);
  await client.submit('milestones.decline', { agreement, part: 1, reason: 'Not yet.' }, reviewer);
  await client.submit('milestones.close', { ...about, payer: payer.address }, payer);
};
