/** Cases of delegation: lend, take back, follow stake, and every bound of shares, tracks and epochs. */
import { foundersStake, lendingOf, lent, lentBy, toCleo } from './lendingSteps.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, unknownId } from './steps.ts';

const set = casesOf('delegation.set');
const present = casesOf('delegation.present');
const stake = casesOf('tokens.stake');
const unstake = casesOf('tokens.unstake');

const setCases: readonly Case[] = [
  set('everything to one delegate', 'applied', lendingOf),
  set('a share on one track until the last epoch allowed', 'applied', async (stage) =>
    lendingOf(stage, {
      amount: '3',
      grants: [
        toCleo(stage, {
          tracks: ['treasury'],
          expires: 12,
          shares: [{ delegate: stage.address('cleo'), ppm: 1 }],
        }),
      ],
    }),
  ),
  set('an epoch too far', 'delegation.expiryTooFar', async (stage) =>
    lendingOf(stage, { grants: [toCleo(stage, { expires: 13 })] }),
  ),
  set('an epoch that is over', 'delegation.expiryPast', async (stage) => {
    const payload = await lendingOf(stage);
    await stage.pass(86_400_000);
    return payload;
  }),
  set('eight delegates', 'applied', async (stage) => {
    const shares = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => ({ delegate: stage.address(`d${i}`), ppm: 125_000 }));
    return lendingOf(stage, { grants: [toCleo(stage, { shares })] });
  }),
  set('nine delegates', 'chain.malformed', async (stage) => {
    const shares = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => ({ delegate: stage.address(`d${i}`), ppm: 1 }));
    return lendingOf(stage, { grants: [toCleo(stage, { shares })] });
  }),
  set('shares above the whole by one', 'delegation.aboveWhole', async (stage) => {
    const shares = [
      { delegate: stage.address('cleo'), ppm: 1_000_000 },
      { delegate: stage.address('dan'), ppm: 1 },
    ];
    return lendingOf(stage, { grants: [toCleo(stage, { shares })] });
  }),
  set('a share of nothing', 'chain.malformed', async (stage) =>
    lendingOf(stage, { grants: [toCleo(stage, { shares: [{ delegate: stage.address('cleo'), ppm: 0 }] })] }),
  ),
  set('to oneself', 'delegation.ownDelegate', async (stage) =>
    lendingOf(stage, {
      grants: [toCleo(stage, { shares: [{ delegate: stage.address('ada'), ppm: 1_000_000 }] })],
    }),
  ),
  set('a delegate twice', 'delegation.repeated', async (stage) => {
    const share = { delegate: stage.address('cleo'), ppm: 1 };
    return lendingOf(stage, { grants: [toCleo(stage, { shares: [share, share] })] });
  }),
  set('a track twice', 'delegation.repeated', async (stage) =>
    lendingOf(stage, { grants: [toCleo(stage), toCleo(stage)] }),
  ),
  set('nothing to a delegate', 'delegation.nothingLent', async (stage) => lendingOf(stage, { amount: '0' })),
  set('something to nobody', 'delegation.nothingLent', async (stage) => lendingOf(stage, { grants: [] })),
  set('one unit more than there is', 'chain.notCovered', async (stage) =>
    lendingOf(stage, { amount: (foundersStake + 1n).toString() }),
  ),
  set('without stake', 'chain.notCovered', async (stage) => lendingOf(stage), 'stranger'),
  set('in no DAO', 'delegation.daoNotFound', async (stage) => ({
    ...(await lendingOf(stage)),
    dao: unknownId,
  })),
  set('a second time without carrying the first', 'delegation.beforeDiffers', async (stage) => {
    const dao = await lent(stage);
    return { dao, amount: '5', grants: [toCleo(stage)] };
  }),
  set('carrying what was never lent', 'delegation.beforeDiffers', async (stage) => ({
    ...(await lendingOf(stage)),
    before: { amount: '5', grants: [toCleo(stage)] },
  })),
  set('a second time', 'applied', async (stage) => {
    const dao = await lent(stage);
    return { dao, amount: '5', grants: [toCleo(stage)], before: await lentBy(stage, dao) };
  }),
  set('taken back', 'applied', async (stage) => {
    const dao = await lent(stage);
    return { dao, amount: '0', grants: [], before: await lentBy(stage, dao) };
  }),
  present(
    'a statement',
    'applied',
    async (stage) => ({ dao: await createDao(stage), statement: 'Me.' }),
    'cleo',
  ),
  present(
    'stepping back',
    'applied',
    async (stage) => {
      const dao = await createDao(stage);
      await stage.apply('cleo', 'delegation.present', { dao, statement: 'Me.' });
      return { dao, statement: '' };
    },
    'cleo',
  ),
  present('to no DAO', 'delegation.daoNotFound', async () => ({ dao: unknownId, statement: 'Me.' })),
  present('more than a thousand bytes', 'chain.malformed', async (stage) => ({
    dao: await createDao(stage),
    statement: 'x'.repeat(1_001),
  })),
];

const following = async (stage: Stage, dao: string, amount: bigint) => ({
  before: await lentBy(stage, dao),
  amount: amount.toString(),
});
const stakeCases: readonly Case[] = [
  stake('more, beside what is lent', 'applied', async (stage) => ({ token: await lent(stage), amount: '7' })),
  stake('more, and lend it too', 'applied', async (stage) => {
    const token = await lent(stage);
    return { token, amount: '7', delegation: await following(stage, token, foundersStake + 7n) };
  }),
  stake('more, and lend one unit beyond it', 'tokens.delegationDiffers', async (stage) => {
    const token = await lent(stage);
    return { token, amount: '7', delegation: await following(stage, token, foundersStake + 8n) };
  }),
  stake('more, carrying another delegation', 'tokens.delegationDiffers', async (stage) => {
    const token = await lent(stage);
    const { before, amount } = await following(stage, token, foundersStake);
    return { token, amount: '7', delegation: { before: { ...before, amount: '1' }, amount } };
  }),
  unstake('lent stake without carrying the delegation', 'tokens.delegationDiffers', async (stage) => ({
    token: await lent(stage),
    amount: '7',
  })),
  unstake('some of what is lent', 'applied', async (stage) => {
    const token = await lent(stage);
    return { token, amount: '7', delegation: await following(stage, token, foundersStake - 7n) };
  }),
  unstake('everything that is lent', 'applied', async (stage) => {
    const token = await lent(stage);
    return { token, amount: foundersStake.toString(), delegation: await following(stage, token, 0n) };
  }),
  unstake('what was never lent, and keep the rest lent', 'applied', async (stage) => {
    const token = await lent(stage, { amount: '100' });
    const left = (foundersStake - 100n).toString();
    return { token, amount: left, delegation: await following(stage, token, 100n) };
  }),
  unstake('so much that more is lent than stays', 'chain.notCovered', async (stage) => {
    const token = await lent(stage);
    return { token, amount: '7', delegation: await following(stage, token, foundersStake - 6n) };
  }),
  unstake('and lend more than before', 'tokens.delegationDiffers', async (stage) => {
    const token = await lent(stage, { amount: '100' });
    return { token, amount: '7', delegation: await following(stage, token, 101n) };
  }),
];

export const delegationCases: readonly Case[] = [...setCases, ...stakeCases];
