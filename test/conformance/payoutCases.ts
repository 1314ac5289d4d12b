/** Cases of payouts: money set aside for a list, its pages paid once each, the rest returned. */
import { planPayout } from '#api/client/payouts.ts';
import { amountMax } from '#chain/limits.ts';
import { escrow } from '#governance/payouts/payouts.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, freeOf, unknownId } from './steps.ts';

const open = casesOf('payouts.open');
const payPage = casesOf('payouts.payPage', 'anyone');
const close = casesOf('payouts.close', 'anyone');

const hour = 3_600_000;
/** Seventy payees: a full page and one of six. */
const planOf = (stage: Stage, amount = 3n) =>
  planPayout(
    Array.from({ length: 70 }, (_, index) => ({ account: stage.account(`payee ${index}`), amount })),
  );
const termsOf = (stage: Stage, token: string, changes: Readonly<Record<string, unknown>> = {}) => {
  const { root, pages, total } = planOf(stage);
  return { token, root, pages, total, closesAt: stage.genesisTime + hour, memo: 'For June.', ...changes };
};
interface Opened {
  readonly token: string;
  readonly payout: string;
}
const opened = async (stage: Stage, changes: Readonly<Record<string, unknown>> = {}): Promise<Opened> => {
  const token = await createDao(stage);
  return { token, payout: await stage.apply('ada', 'payouts.open', termsOf(stage, token, changes)) };
};
const pageOf = (stage: Stage, made: Opened, page = 0) => {
  const one = planOf(stage).list[page];
  if (one === undefined) throw new RangeError(`There is no page ${page}.`);
  return { ...made, ...one };
};
const firstPaid = async (stage: Stage): Promise<Opened> => {
  const made = await opened(stage);
  await stage.apply('anyone', 'payouts.payPage', pageOf(stage, made));
  return made;
};
const closing = async (stage: Stage, made: Opened, payer = 'ada') => ({
  ...made,
  payer: stage.address(payer),
  left: (await stage.get(escrow.read(made.token, made.payout))).toString(),
});
const over = async (stage: Stage, made: Opened): Promise<Opened> => {
  await stage.nextBlockAt(stage.genesisTime + hour);
  return made;
};

export const payoutCases: readonly Case[] = [
  open('of one’s own', 'applied', async (stage) => termsOf(stage, await createDao(stage))),
  open('by vote', 'applied', async (stage) => termsOf(stage, await createDao(stage)), 'dao'),
  open('of nothing', 'payouts.zeroAmount', async (stage) =>
    termsOf(stage, await createDao(stage), { total: '0' }),
  ),
  open('of all there is', 'applied', async (stage) => {
    const token = await createDao(stage);
    return termsOf(stage, token, { total: (await freeOf(stage, token, 'ada')).toString() });
  }),
  open('of one unit more than there is', 'chain.notCovered', async (stage) => {
    const token = await createDao(stage);
    return termsOf(stage, token, { total: ((await freeOf(stage, token, 'ada')) + 1n).toString() });
  }),
  open('of more than the largest amount', 'chain.malformed', async (stage) =>
    termsOf(stage, await createDao(stage), { total: (amountMax + 1n).toString() }),
  ),
  open('that closes as it opens', 'payouts.closesTooSoon', async (stage) => {
    const token = await createDao(stage);
    await stage.nextBlockAt(stage.genesisTime + hour);
    return termsOf(stage, token);
  }),
  open('one millisecond before it closes', 'applied', async (stage) => {
    const token = await createDao(stage);
    await stage.nextBlockAt(stage.genesisTime + hour - 1);
    return termsOf(stage, token);
  }),
  open('without a page', 'chain.malformed', async (stage) =>
    termsOf(stage, await createDao(stage), { pages: 0 }),
  ),

  payPage('the first', 'applied', async (stage) => pageOf(stage, await opened(stage))),
  payPage('the last', 'applied', async (stage) => pageOf(stage, await firstPaid(stage), 1)),
  payPage('twice', 'payouts.alreadyPaid', async (stage) => pageOf(stage, await firstPaid(stage))),
  payPage('in the place of another', 'payouts.wrongPage', async (stage) => ({
    ...pageOf(stage, await opened(stage)),
    page: 1,
  })),
  payPage('beyond the last', 'payouts.wrongPage', async (stage) => ({
    ...pageOf(stage, await opened(stage)),
    page: 2,
  })),
  payPage('with a path that is too short', 'payouts.wrongPage', async (stage) => ({
    ...pageOf(stage, await opened(stage)),
    path: '',
  })),
  payPage('with one unit more for one of them', 'payouts.wrongPage', async (stage) => {
    const page = pageOf(stage, await opened(stage));
    const [first, ...others] = page.payments;
    return { ...page, payments: [{ account: stage.address('anyone'), amount: first?.amount }, ...others] };
  }),
  payPage('in its last millisecond', 'applied', async (stage) => {
    const made = await opened(stage);
    await stage.nextBlockAt(stage.genesisTime + hour - 1);
    return pageOf(stage, made);
  }),
  payPage('when its time is over', 'payouts.closed', async (stage) =>
    pageOf(stage, await over(stage, await opened(stage))),
  ),
  payPage('of a total that does not reach it', 'chain.notCovered', async (stage) =>
    pageOf(stage, await opened(stage, { total: '5' })),
  ),
  payPage('in another token', 'payouts.notFound', async (stage) => {
    const made = await opened(stage);
    return pageOf(stage, { ...made, token: await createDao(stage) });
  }),
  payPage('of no payout', 'payouts.notFound', async (stage) =>
    pageOf(stage, { token: await createDao(stage), payout: unknownId }),
  ),

  close('with a page unpaid', 'applied', async (stage) =>
    closing(stage, await over(stage, await firstPaid(stage))),
  ),
  close('one millisecond early', 'payouts.notDue', async (stage) => {
    const made = await opened(stage);
    await stage.nextBlockAt(stage.genesisTime + hour - 1);
    return closing(stage, made);
  }),
  close('twice', 'payouts.alreadyClosed', async (stage) => {
    const made = await over(stage, await opened(stage));
    await stage.apply('anyone', 'payouts.close', await closing(stage, made));
    return closing(stage, made);
  }),
  close('a unit left out', 'payouts.remainderDiffers', async (stage) => ({
    ...(await closing(stage, await over(stage, await opened(stage)))),
    left: '209',
  })),
  close('to another', 'payouts.notFound', async (stage) =>
    closing(stage, await over(stage, await opened(stage)), 'ben'),
  ),
  close('of no payout', 'payouts.notFound', async (stage) =>
    closing(stage, { token: await createDao(stage), payout: unknownId }),
  ),
];
