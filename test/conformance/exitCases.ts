/** Cases of leaving with a share: who may set the rule, what a share is, and what it never takes. */
import { foundersStake, lentBy, toCleo } from './lendingSteps.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, unknownId } from './steps.ts';

const setRule = casesOf('exits.setRule', 'dao');
const liftRule = casesOf('exits.liftRule', 'dao');
const leave = casesOf('exits.leave');

const held = 1_000_003n;
/** A DAO whose treasury holds units of another token. */
const endowed = async (stage: Stage) => {
  const dao = await createDao(stage);
  const asset = await stage.apply('ada', 'tokens.issue', {
    symbol: 'USD',
    name: 'Money',
    decimals: 2,
    cap: '5000000',
    initial: [
      { account: stage.address('dao'), amount: held.toString() },
      { account: stage.address('ada'), amount: '1000' },
    ],
  });
  return { dao, asset };
};
const ruleOf = (asset: string, keptPpm = 0) => ({ assets: [asset], keptPpm });
/** One that lets members leave. */
export const leavable = async (stage: Stage, keptPpm = 0) => {
  const { dao, asset } = await endowed(stage);
  await stage.apply('dao', 'exits.setRule', { dao, rule: ruleOf(asset, keptPpm) });
  return { dao, asset };
};
/** Founders have staked 200,000 tokens and hold 100,000, scorers have bonded 80,000, and nobody else has any. */
const outstanding = 380_000_000_000n;
const half = foundersStake / 2n;
/** The share of half of ada’s stake. */
const own = (held * half) / outstanding;
export const leaving = (dao: string, asset: string, amount = own, burned = half) => ({
  dao,
  amount: burned.toString(),
  parts: [{ token: asset, amount: amount.toString() }],
});

const ruleCases: readonly Case[] = [
  setRule('for a token of the treasury', 'applied', async (stage) => {
    const { dao, asset } = await endowed(stage);
    return { dao, rule: ruleOf(asset, 1_000_000) };
  }),
  setRule(
    'by a member',
    'exits.notTheDao',
    async (stage) => {
      const { dao, asset } = await endowed(stage);
      return { dao, rule: ruleOf(asset) };
    },
    'ada',
  ),
  setRule('of no DAO', 'exits.notFound', async (stage) => {
    const { asset } = await endowed(stage);
    return { dao: unknownId, rule: ruleOf(asset) };
  }),
  setRule('of another DAO', 'exits.notTheDao', async (stage) => {
    const other = await createDao(stage);
    const { asset } = await endowed(stage);
    return { dao: other, rule: ruleOf(asset) };
  }),
  setRule('for its own token', 'exits.ownToken', async (stage) => {
    const { dao, asset } = await endowed(stage);
    return { dao, rule: { assets: [asset, dao], keptPpm: 0 } };
  }),
  setRule('for one token twice', 'exits.repeated', async (stage) => {
    const { dao, asset } = await endowed(stage);
    return { dao, rule: { assets: [asset, asset], keptPpm: 0 } };
  }),
  setRule('for no token', 'chain.malformed', async (stage) => {
    const { dao } = await endowed(stage);
    return { dao, rule: { assets: [], keptPpm: 0 } };
  }),
  setRule('that keeps more than all', 'chain.malformed', async (stage) => {
    const { dao, asset } = await endowed(stage);
    return { dao, rule: ruleOf(asset, 1_000_001) };
  }),
  liftRule('that stands', 'applied', async (stage) => ({ dao: (await leavable(stage)).dao })),
  liftRule('that does not stand', 'exits.noExit', async (stage) => ({ dao: await createDao(stage) })),
  liftRule('by a member', 'exits.notTheDao', async (stage) => ({ dao: (await leavable(stage)).dao }), 'ada'),
  liftRule('of no DAO', 'exits.notFound', async (stage) => {
    await createDao(stage);
    return { dao: unknownId };
  }),
];

/** Half of ada’s stake is lent to cleo, and the rest leaves. */
const lending = async (stage: Stage) => {
  const { dao, asset } = await leavable(stage);
  const loan = { dao, amount: half.toString(), grants: [toCleo(stage)] };
  await stage.apply('ada', 'delegation.set', loan);
  return { dao, asset };
};

const leaveCases: readonly Case[] = [
  leave('with the whole share', 'applied', async (stage) => {
    const { dao, asset } = await leavable(stage);
    return leaving(dao, asset);
  }),
  leave('with one unit more', 'exits.shareDiffers', async (stage) => {
    const { dao, asset } = await leavable(stage);
    return leaving(dao, asset, own + 1n);
  }),
  leave('with nothing of what there is', 'applied', async (stage) => {
    const { dao, asset } = await leavable(stage);
    return leaving(dao, asset, 0n);
  }),
  leave('where a tenth is kept', 'applied', async (stage) => {
    const { dao, asset } = await leavable(stage, 100_000);
    return leaving(dao, asset, (held * half * 9n) / (outstanding * 10n));
  }),
  leave('with a unit of what is kept', 'exits.shareDiffers', async (stage) => {
    const { dao, asset } = await leavable(stage, 100_000);
    return leaving(dao, asset, (held * half * 9n) / (outstanding * 10n) + 1n);
  }),
  leave('with all of its stake', 'applied', async (stage) => {
    const { dao, asset } = await leavable(stage);
    return leaving(dao, asset, (held * foundersStake) / outstanding, foundersStake);
  }),
  leave('with a unit more than its stake', 'chain.notCovered', async (stage) => {
    const { dao, asset } = await leavable(stage);
    return leaving(dao, asset, 0n, foundersStake + 1n);
  }),
  leave('with no stake', 'exits.zeroAmount', async (stage) => {
    const { dao, asset } = await leavable(stage);
    return leaving(dao, asset, 0n, 0n);
  }),
  leave('twice, of what is left', 'applied', async (stage) => {
    const { dao, asset } = await leavable(stage);
    await stage.apply('ada', 'exits.leave', leaving(dao, asset));
    return leaving(dao, asset, ((held - own) * half) / (outstanding - half));
  }),
  leave('with what stands in a stream as with what others have', 'applied', async (stage) => {
    const { dao, asset } = await leavable(stage);
    const { time } = await stage.now();
    const stream = {
      startAt: time,
      cliffAt: time,
      endAt: time + 1_000_000,
      startAmount: '0',
      cliffAmount: '0',
    };
    await stage.apply('ben', 'streams.open', {
      ...stream,
      token: dao,
      payee: stage.address('gil'),
      deposit: '30000000000',
      cancelable: true,
      memo: '',
    });
    return leaving(dao, asset);
  }),
  leave(
    'from a stranger',
    'chain.notCovered',
    async (stage) => {
      const { dao, asset } = await leavable(stage);
      return leaving(dao, asset, 0n, 1n);
    },
    'stranger',
  ),
  leave('from a DAO that lets nobody leave', 'exits.noExit', async (stage) => {
    const { dao, asset } = await endowed(stage);
    return leaving(dao, asset);
  }),
  leave('from no DAO', 'exits.notFound', async (stage) => {
    const { asset } = await leavable(stage);
    return leaving(unknownId, asset);
  }),
  leave('with the DAO’s own token', 'exits.notAnAsset', async (stage) => {
    const { dao } = await leavable(stage);
    return leaving(dao, dao, 1n);
  }),
  leave('with one token twice', 'exits.repeated', async (stage) => {
    const { dao, asset } = await leavable(stage);
    const one = { token: asset, amount: '1' };
    return { dao, amount: half.toString(), parts: [one, one] };
  }),
  leave('with what is lent, and says nothing of it', 'exits.delegationDiffers', async (stage) => {
    const { dao, asset } = await lending(stage);
    return leaving(dao, asset);
  }),
  leave('with what is not lent', 'applied', async (stage) => {
    const { dao, asset } = await lending(stage);
    const delegation = { before: await lentBy(stage, dao), amount: half.toString() };
    return { ...leaving(dao, asset), delegation };
  }),
  leave('with stake that stays lent', 'chain.notCovered', async (stage) => {
    const { dao, asset } = await lending(stage);
    const delegation = { before: await lentBy(stage, dao), amount: half.toString() };
    return { ...leaving(dao, asset, 0n, half + 1n), delegation };
  }),
  leave('within the spending limit', 'applied', async (stage) => {
    const { dao, asset } = await limited(stage, own);
    return leaving(dao, asset);
  }),
  leave('with more than the spending limit', 'chain.notCovered', async (stage) => {
    const { dao, asset } = await limited(stage, own - 1n);
    return leaving(dao, asset);
  }),
  leave('before the spending limit is renewed', 'treasury.limitNotRenewed', async (stage) => {
    const { dao, asset } = await leavable(stage);
    await stage.apply('dao', 'treasury.setLimit', { dao, token: asset, perEpoch: held.toString() });
    return leaving(dao, asset);
  }),
];
/** As much of the money as `perEpoch` may leave in an epoch. */
const limited = async (stage: Stage, perEpoch: bigint) => {
  const { dao, asset } = await leavable(stage);
  const about = { dao, token: asset };
  await stage.apply('dao', 'treasury.setLimit', { ...about, perEpoch: perEpoch.toString() });
  const renewal = { ...about, epoch: 0, left: '0', amount: perEpoch.toString() };
  await stage.apply('keeper', 'treasury.renewLimit', renewal);
  return { dao, asset };
};

export const exitCases: readonly Case[] = [...ruleCases, ...leaveCases];
