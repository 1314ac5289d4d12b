/** Cases of the treasury: budgets set, epochs opened and closed, payments by vote. */
import { amountMax } from '#chain/limits.ts';
import { budgets } from '#governance/treasury/state.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, freeOf, openDao, plannedBudgets, scored, settleOf, unknownId } from './steps.ts';

const setBudget = casesOf('treasury.setBudget', 'dao');
const openEpoch = casesOf('treasury.openEpoch', 'anyone');
const closeEpoch = casesOf('treasury.closeEpoch', 'anyone');
const pay = casesOf('treasury.pay', 'dao');

const dayMs = 86_400_000;
/** Scoring twice, 30 days unaccepted, a stream of ten minutes and an outcome after 15: the last window in the demo's pace. */
const windowMs = 2 * 3_600_000 + 30 * dayMs + 600_000 + 900_000;
const epochOf = (dao: string, list: readonly unknown[] = plannedBudgets(), epoch = 0) => ({
  dao,
  epoch,
  budgets: list,
});
const budgetOf = (dao: string, amountPerEpoch = '7') => ({ dao, kind: 'code', amountPerEpoch });
const closing = async (stage: Stage, dao: string) => ({
  dao,
  epoch: 0,
  remainders: await Promise.all(
    plannedBudgets().map(async ({ kind }) => ({
      kind,
      amount: (await stage.get(budgets.read(dao, kind, 0))).toString(),
    })),
  ),
});
const closableAt = (stage: Stage): number => stage.genesisTime + dayMs + windowMs;
/** An open first epoch that may be closed in the next block. */
const closable = async (stage: Stage): Promise<string> => {
  const dao = await openDao(stage);
  await stage.nextBlockAt(closableAt(stage));
  return dao;
};
const payment = (stage: Stage, dao: string, ...amounts: string[]) => ({
  dao,
  payments: amounts.map((amount) => ({ account: stage.address('newcomer'), amount })),
  memo: 'For the talk.',
});

export const treasuryCases: readonly Case[] = [
  setBudget('by vote', 'applied', async (stage) => budgetOf(await createDao(stage))),
  setBudget('to nothing', 'applied', async (stage) => budgetOf(await createDao(stage), '0')),
  setBudget(
    'by a founder alone',
    'treasury.notTheDao',
    async (stage) => budgetOf(await createDao(stage)),
    'ada',
  ),
  setBudget('of no DAO', 'treasury.notFound', async (stage) => {
    await createDao(stage);
    return budgetOf(unknownId);
  }),
  setBudget('for a kind that does not exist', 'chain.malformed', async (stage) => ({
    ...budgetOf(await createDao(stage)),
    kind: 'music',
  })),

  openEpoch('as planned', 'applied', async (stage) => epochOf(await createDao(stage))),
  openEpoch('in its last millisecond', 'applied', async (stage) => {
    const dao = await createDao(stage);
    await stage.nextBlockAt(stage.genesisTime + dayMs - 1);
    return epochOf(dao);
  }),
  openEpoch('one millisecond after its end', 'treasury.wrongEpoch', async (stage) => {
    const dao = await createDao(stage);
    await stage.nextBlockAt(stage.genesisTime + dayMs);
    return epochOf(dao);
  }),
  openEpoch('the next one early', 'treasury.wrongEpoch', async (stage) => {
    const dao = await createDao(stage);
    await stage.nextBlockAt(stage.genesisTime + dayMs - 1);
    return epochOf(dao, plannedBudgets(), 1);
  }),
  openEpoch('twice', 'treasury.alreadyOpen', async (stage) => epochOf(await openDao(stage))),
  openEpoch('a kind twice', 'treasury.repeated', async (stage) => {
    const [first] = plannedBudgets();
    return epochOf(await createDao(stage), [first, first]);
  }),
  openEpoch('one unit too much', 'treasury.planDiffers', async (stage) => {
    const [first, ...others] = plannedBudgets();
    const more = { kind: 'code', amount: (BigInt(first?.amount ?? 0) + 1n).toString() };
    return epochOf(await createDao(stage), [more, ...others]);
  }),
  openEpoch('a kind left out', 'treasury.planDiffers', async (stage) =>
    epochOf(await createDao(stage), plannedBudgets().slice(1)),
  ),
  openEpoch('with less in the treasury than planned', 'chain.notCovered', async (stage) =>
    epochOf(await createDao(stage, { treasury: '5' })),
  ),
  openEpoch('of no DAO', 'treasury.notFound', async () => epochOf(unknownId)),

  closeEpoch('when its last window has passed', 'applied', async (stage) =>
    closing(stage, await closable(stage)),
  ),
  closeEpoch('one millisecond early', 'treasury.windowOpen', async (stage) => {
    const dao = await openDao(stage);
    await stage.nextBlockAt(closableAt(stage) - 1);
    return closing(stage, dao);
  }),
  closeEpoch('again with nothing come back', 'treasury.alreadyClosed', async (stage) => {
    const dao = await closable(stage);
    await stage.apply('anyone', 'treasury.closeEpoch', await closing(stage, dao));
    return closing(stage, dao);
  }),
  closeEpoch('again when settled work gave something back', 'applied', async (stage) => {
    const work = await scored(stage);
    await stage.nextBlockAt(closableAt(stage));
    await stage.apply('anyone', 'treasury.closeEpoch', await closing(stage, work.dao));
    await stage.apply('anyone', 'contributions.settle', await settleOf(stage, work));
    return closing(stage, work.dao);
  }),
  closeEpoch('never opened', 'treasury.notOpen', async (stage) => {
    const dao = await createDao(stage);
    await stage.nextBlockAt(closableAt(stage));
    return closing(stage, dao);
  }),
  closeEpoch('a unit left out', 'treasury.remainderDiffers', async (stage) => {
    const payload = await closing(stage, await closable(stage));
    const [first, ...others] = payload.remainders;
    const less = { kind: 'code', amount: (BigInt(first?.amount ?? 0) - 1n).toString() };
    return { ...payload, remainders: [less, ...others] };
  }),
  closeEpoch('a kind left out', 'treasury.remainderDiffers', async (stage) => {
    const payload = await closing(stage, await closable(stage));
    return { ...payload, remainders: payload.remainders.slice(1) };
  }),
  closeEpoch('of no DAO', 'treasury.notFound', async (stage) => closing(stage, unknownId)),

  pay('one unit', 'applied', async (stage) => payment(stage, await createDao(stage), '1')),
  pay('all there is, in parts', 'applied', async (stage) => {
    const dao = await createDao(stage);
    const has = await freeOf(stage, dao, 'dao');
    return payment(stage, dao, '1', '2', (has - 3n).toString());
  }),
  pay('beyond what the treasury has', 'chain.notCovered', async (stage) => {
    const dao = await createDao(stage);
    const has = await freeOf(stage, dao, 'dao');
    return payment(stage, dao, '1', has.toString());
  }),
  pay('the largest amount twice', 'chain.notCovered', async (stage) =>
    payment(stage, await createDao(stage), amountMax.toString(), amountMax.toString()),
  ),
  pay('nothing to one of them', 'treasury.zeroAmount', async (stage) =>
    payment(stage, await createDao(stage), '1', '0'),
  ),
  pay('nobody', 'chain.malformed', async (stage) => payment(stage, await createDao(stage))),
  pay(
    'by a founder alone',
    'treasury.notTheDao',
    async (stage) => payment(stage, await createDao(stage), '1'),
    'ada',
  ),
  pay('out of another DAO', 'treasury.notTheDao', async (stage) => {
    const other = await createDao(stage);
    await createDao(stage);
    return payment(stage, other, '1');
  }),
  pay('of no DAO', 'treasury.notFound', async (stage) => {
    await createDao(stage);
    return payment(stage, unknownId, '1');
  }),
];
