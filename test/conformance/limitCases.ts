/** Cases of spending limits: set and lifted by vote, renewed once an epoch, asked before an epoch opens. */
import { amountMax } from '#chain/limits.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, plannedBudgets, unknownId } from './steps.ts';

const setLimit = casesOf('treasury.setLimit', 'dao');
const liftLimit = casesOf('treasury.liftLimit', 'dao');
const renewLimit = casesOf('treasury.renewLimit', 'anyone');
const openEpoch = casesOf('treasury.openEpoch', 'anyone');

const dayMs = 86_400_000;
const planned = plannedBudgets().reduce((total, { amount }) => total + BigInt(amount), 0n);
export const renewalOf = (dao: string, amount: bigint, changes: Readonly<Record<string, unknown>> = {}) => ({
  dao,
  token: dao,
  epoch: 0,
  amount: amount.toString(),
  left: '0',
  ...changes,
});
const limited = async (stage: Stage, perEpoch: bigint): Promise<string> => {
  const dao = await createDao(stage);
  await stage.apply('dao', 'treasury.setLimit', { dao, token: dao, perEpoch: perEpoch.toString() });
  return dao;
};
const renewed = async (stage: Stage, perEpoch: bigint): Promise<string> => {
  const dao = await limited(stage, perEpoch);
  await stage.apply('anyone', 'treasury.renewLimit', renewalOf(dao, perEpoch));
  return dao;
};
const opening = (dao: string) => ({ dao, epoch: 0, budgets: plannedBudgets() });

export const limitCases: readonly Case[] = [
  setLimit('to nothing at all', 'applied', async (stage) => {
    const dao = await createDao(stage);
    return { dao, token: dao, perEpoch: '0' };
  }),
  setLimit('to the largest amount', 'applied', async (stage) => {
    const dao = await createDao(stage);
    return { dao, token: dao, perEpoch: amountMax.toString() };
  }),
  setLimit('to more than the largest amount', 'chain.malformed', async (stage) => {
    const dao = await createDao(stage);
    return { dao, token: dao, perEpoch: (amountMax + 1n).toString() };
  }),
  setLimit(
    'by a founder alone',
    'treasury.notTheDao',
    async (stage) => {
      const dao = await createDao(stage);
      return { dao, token: dao, perEpoch: '1' };
    },
    'ada',
  ),
  setLimit('of another DAO', 'treasury.notTheDao', async (stage) => {
    const other = await createDao(stage);
    return { dao: other, token: await createDao(stage), perEpoch: '1' };
  }),
  setLimit('of no DAO', 'treasury.notFound', async (stage) => ({
    dao: unknownId,
    token: await createDao(stage),
    perEpoch: '1',
  })),

  liftLimit('that is set', 'applied', async (stage) => {
    const dao = await limited(stage, 5n);
    return { dao, token: dao };
  }),
  liftLimit('that is not there', 'treasury.noLimit', async (stage) => {
    const dao = await createDao(stage);
    return { dao, token: dao };
  }),
  liftLimit(
    'by a founder alone',
    'treasury.notTheDao',
    async (stage) => {
      const dao = await limited(stage, 5n);
      return { dao, token: dao };
    },
    'ada',
  ),
  liftLimit('of no DAO', 'treasury.notFound', async (stage) => ({
    dao: unknownId,
    token: await createDao(stage),
  })),

  renewLimit('for the first time', 'applied', async (stage) => renewalOf(await limited(stage, 5n), 5n)),
  renewLimit('twice', 'treasury.alreadyRenewed', async (stage) =>
    renewalOf(await renewed(stage, 5n), 5n, { left: '5' }),
  ),
  renewLimit('for the next epoch, in its first millisecond', 'applied', async (stage) => {
    const dao = await renewed(stage, 5n);
    await stage.nextBlockAt(stage.genesisTime + dayMs);
    return renewalOf(dao, 5n, { epoch: 1, left: '5' });
  }),
  renewLimit('one millisecond early', 'treasury.wrongEpoch', async (stage) => {
    const dao = await renewed(stage, 5n);
    await stage.nextBlockAt(stage.genesisTime + dayMs - 1);
    return renewalOf(dao, 5n, { epoch: 1, left: '5' });
  }),
  renewLimit('with something carried over', 'treasury.leftDiffers', async (stage) => {
    const dao = await renewed(stage, 5n);
    await stage.nextBlockAt(stage.genesisTime + dayMs);
    return renewalOf(dao, 5n, { epoch: 1 });
  }),
  renewLimit('with more than was decided', 'treasury.leftDiffers', async (stage) =>
    renewalOf(await limited(stage, 5n), 6n),
  ),
  renewLimit('that was lifted', 'applied', async (stage) => {
    const dao = await renewed(stage, 5n);
    await stage.apply('dao', 'treasury.liftLimit', { dao, token: dao });
    await stage.nextBlockAt(stage.genesisTime + dayMs);
    return renewalOf(dao, 0n, { epoch: 1, left: '5' });
  }),
  renewLimit('where there is none', 'treasury.noLimit', async (stage) =>
    renewalOf(await createDao(stage), 5n),
  ),
  renewLimit('of no DAO', 'treasury.notFound', async () => renewalOf(unknownId, 5n)),

  openEpoch('under a limit that just covers it', 'applied', async (stage) =>
    opening(await renewed(stage, planned)),
  ),
  openEpoch('under a limit one unit short', 'chain.notCovered', async (stage) =>
    opening(await renewed(stage, planned - 1n)),
  ),
  openEpoch('under a limit that is not renewed', 'treasury.limitNotRenewed', async (stage) =>
    opening(await limited(stage, planned)),
  ),
];
