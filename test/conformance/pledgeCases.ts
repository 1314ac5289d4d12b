/** Cases of the module that CONTRIBUTING.md builds. */
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, freeOf } from './steps.ts';

const make = casesOf('pledges.make');
const withdraw = casesOf('pledges.withdraw');

const pledged = async (stage: Stage): Promise<string> => {
  const token = await createDao(stage);
  await stage.apply('ada', 'pledges.make', { token, amount: '10' });
  return token;
};

export const pledgeCases: readonly Case[] = [
  make('all there is', 'applied', async (stage) => {
    const token = await createDao(stage);
    return { token, amount: (await freeOf(stage, token, 'ada')).toString() };
  }),
  make('nothing', 'pledges.zeroAmount', async (stage) => ({ token: await createDao(stage), amount: '0' })),
  make('more than there is', 'chain.notCovered', async (stage) => {
    const token = await createDao(stage);
    return { token, amount: ((await freeOf(stage, token, 'ada')) + 1n).toString() };
  }),
  withdraw('all of it', 'applied', async (stage) => ({ token: await pledged(stage), amount: '10' })),
  withdraw('more than was pledged', 'chain.notCovered', async (stage) => ({
    token: await pledged(stage),
    amount: '11',
  })),
  withdraw('nothing', 'pledges.zeroAmount', async (stage) => ({ token: await pledged(stage), amount: '0' })),
];
