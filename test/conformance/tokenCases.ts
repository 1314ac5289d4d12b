/** Cases of tokens: issue, mint, transfer, stake and what comes back; amounts at every bound. */
import { amountMax } from '#chain/limits.ts';
import { unbondings } from '#governance/tokens/state.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, freeOf, unknownId } from './steps.ts';

const max = amountMax.toString();
const aboveMax = (amountMax + 1n).toString();
const coin = (cap: string, initial: readonly { account: string; amount: string }[] = []) => ({
  symbol: 'COIN',
  name: 'A coin',
  decimals: 6,
  cap,
  initial,
});
/** A token of ada's with 100 of at most 1,000 units given to ben. */
const issueCoin = (stage: Stage): Promise<string> =>
  stage.apply('ada', 'tokens.issue', coin('1000', [{ account: stage.address('ben'), amount: '100' }]));
const toBen = (stage: Stage, token: string, amount: string) => ({
  token,
  account: stage.address('ben'),
  amount,
});

const issue = casesOf('tokens.issue');
const mint = casesOf('tokens.mint');
const transfer = casesOf('tokens.transfer');
const stake = casesOf('tokens.stake');
const unstake = casesOf('tokens.unstake');
const release = casesOf('tokens.release', 'anyone');

/** Amounts at the bounds of what the sender has: name, expected, amount by what is there. */
const bounds = (zero: string): readonly [string, string, (has: bigint) => string][] => [
  ['nothing', zero, () => '0'],
  ['one unit', 'applied', () => '1'],
  ['all there is', 'applied', (has) => has.toString()],
  ['one unit more than there is', 'chain.notCovered', (has) => (has + 1n).toString()],
  ['the largest amount', 'chain.notCovered', () => max],
  ['more than the largest amount', 'chain.malformed', () => aboveMax],
  ['less than nothing', 'chain.malformed', () => '-1'],
  ['a number with a leading zero', 'chain.malformed', () => '01'],
];
const foundersStake = 100_000_000_000n;

/** Ada's stake on its way back, and what releases it. */
const unbonding = async (stage: Stage) => {
  const token = await createDao(stage);
  const id = await stage.apply('ada', 'tokens.unstake', { token, amount: '500' });
  const releaseAt = (await stage.get(unbondings.read(id)))?.releaseAt ?? 0;
  const payload = { unbonding: id, account: stage.address('ada'), token, amount: '500' };
  return { payload, releaseAt };
};

export const tokenCases: readonly Case[] = [
  issue('with first holders', 'applied', async (stage) =>
    coin('1000', [{ account: stage.address('ben'), amount: '1000' }]),
  ),
  issue('one holder named twice gets both', 'applied', async (stage) =>
    coin(
      '2',
      ['1', '1'].map((amount) => ({ account: stage.address('ben'), amount })),
    ),
  ),
  issue('the largest cap', 'applied', async (stage) =>
    coin(max, [{ account: stage.address('ben'), amount: max }]),
  ),
  issue('a cap above the largest', 'chain.malformed', async () => coin(aboveMax)),
  issue('a cap of nothing', 'tokens.zeroAmount', async () => coin('0')),
  issue('one unit more than the cap', 'tokens.aboveCap', async (stage) =>
    coin('10', [{ account: stage.address('ben'), amount: '11' }]),
  ),
  issue('two holders over the cap together', 'tokens.aboveCap', async (stage) =>
    coin(
      max,
      ['1', max].map((amount) => ({ account: stage.address('ben'), amount })),
    ),
  ),

  mint('up to the cap', 'applied', async (stage) => toBen(stage, await issueCoin(stage), '900')),
  mint('one unit beyond the cap', 'chain.notCovered', async (stage) =>
    toBen(stage, await issueCoin(stage), '901'),
  ),
  mint('nothing', 'tokens.zeroAmount', async (stage) => toBen(stage, await issueCoin(stage), '0')),
  mint(
    'by another than the owner',
    'tokens.notOwner',
    async (stage) => toBen(stage, await issueCoin(stage), '1'),
    'ben',
  ),
  mint('of a DAO by its founder', 'tokens.notOwner', async (stage) =>
    toBen(stage, await createDao(stage), '1'),
  ),
  mint('of a DAO by the DAO', 'applied', async (stage) => toBen(stage, await createDao(stage), '1'), 'dao'),
  mint('of no token', 'tokens.notFound', async (stage) => toBen(stage, unknownId, '1')),

  ...bounds('tokens.zeroAmount').map(([name, expected, amount]) =>
    transfer(name, expected, async (stage) => {
      const token = await createDao(stage);
      return toBen(stage, token, amount(await freeOf(stage, token, 'ada')));
    }),
  ),
  transfer('to oneself', 'applied', async (stage) => {
    const token = await createDao(stage);
    return { token, account: stage.address('ada'), amount: '5' };
  }),
  transfer('to an address with a wrong letter', 'chain.malformed', async (stage) => {
    const token = await createDao(stage);
    return {
      token,
      account: stage.address('ben').replace(/.$/, (last) => (last === 'q' ? 'p' : 'q')),
      amount: '5',
    };
  }),
  transfer('of a token that does not exist', 'chain.notCovered', async (stage) =>
    toBen(stage, unknownId, '1'),
  ),
  transfer(
    'by somebody who has none',
    'chain.notCovered',
    async (stage) => toBen(stage, await createDao(stage), '1'),
    'stranger',
  ),

  ...bounds('tokens.zeroAmount').map(([name, expected, amount]) =>
    stake(name, expected, async (stage) => {
      const token = await createDao(stage);
      return { token, amount: amount(await freeOf(stage, token, 'ada')) };
    }),
  ),
  ...bounds('tokens.zeroAmount').map(([name, expected, amount]) =>
    unstake(name, expected, async (stage) => ({
      token: await createDao(stage),
      amount: amount(foundersStake),
    })),
  ),

  release('at its time', 'applied', async (stage) => {
    const { payload, releaseAt } = await unbonding(stage);
    await stage.nextBlockAt(releaseAt);
    return payload;
  }),
  release('one millisecond early', 'tokens.unbondingNotDue', async (stage) => {
    const { payload, releaseAt } = await unbonding(stage);
    await stage.nextBlockAt(releaseAt - 1);
    return payload;
  }),
  release('twice', 'tokens.unbondingNotFound', async (stage) => {
    const { payload, releaseAt } = await unbonding(stage);
    await stage.nextBlockAt(releaseAt);
    await stage.apply('anyone', 'tokens.release', payload);
    return payload;
  }),
  release('to another account', 'tokens.unbondingNotFound', async (stage) => {
    const { payload, releaseAt } = await unbonding(stage);
    await stage.nextBlockAt(releaseAt);
    return { ...payload, account: stage.address('ben') };
  }),
  release('of another amount', 'tokens.unbondingNotFound', async (stage) => {
    const { payload, releaseAt } = await unbonding(stage);
    await stage.nextBlockAt(releaseAt);
    return { ...payload, amount: '501' };
  }),
  release('that does not exist', 'tokens.unbondingNotFound', async (stage) => ({
    unbonding: unknownId,
    account: stage.address('ada'),
    token: await createDao(stage),
    amount: '1',
  })),
];
