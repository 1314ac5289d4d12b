/** Cases of conviction: the rule, requests, support by whoever has the stake, payment to the millisecond, and stake on its way out. */
import { amountMax } from '#chain/limits.ts';
import {
  type Asked,
  aboutRequest,
  asked,
  askIn,
  askOf,
  canceled,
  executionOf,
  paid,
  passing,
  passingSteps,
  ruled,
  ruleIn,
  ruleOf,
  supported,
  supporting,
  supportOf,
  timeAt,
} from './convictionSteps.ts';
import { leavable, leaving } from './exitCases.ts';
import { foundersStake, lentBy, toCleo } from './lendingSteps.ts';
import { renewalOf } from './limitCases.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, unknownId } from './steps.ts';

const setRule = casesOf('conviction.setRule', 'dao');
const liftRule = casesOf('conviction.liftRule', 'dao');
const request = casesOf('conviction.request');
const support = casesOf('conviction.support');
const execute = casesOf('conviction.execute', 'anyone');
const cancel = casesOf('conviction.cancel');
const unstake = casesOf('tokens.unstake');
const leave = casesOf('exits.leave');

const ruleCases: readonly Case[] = [
  ...(
    [
      ['of a usual kind', 'applied', {}],
      [
        'of the smallest values',
        'applied',
        { halfLifeMs: 48_000, weightPpm: 1, maxRatioPpm: 1, minimumStake: '0' },
      ],
      [
        'of the largest values',
        'applied',
        {
          halfLifeMs: 31_536_000_000,
          weightPpm: 1_000_000,
          maxRatioPpm: 1_000_000,
          minimumStake: amountMax.toString(),
        },
      ],
      ['with steps below a second', 'chain.malformed', { halfLifeMs: 47_999 }],
      ['with a half-life above a year', 'chain.malformed', { halfLifeMs: 31_536_000_001 }],
      ['of no weight', 'chain.malformed', { weightPpm: 0 }],
      ['of more weight than all', 'chain.malformed', { weightPpm: 1_000_001 }],
      ['that pays no share', 'chain.malformed', { maxRatioPpm: 0 }],
      ['that pays more than all', 'chain.malformed', { maxRatioPpm: 1_000_001 }],
      ['above the largest minimum', 'chain.malformed', { minimumStake: (amountMax + 1n).toString() }],
    ] as const
  ).map(([name, expected, changes]) =>
    setRule(name, expected, async (stage) => {
      const dao = await createDao(stage);
      return { dao, rule: ruleOf(dao, changes) };
    }),
  ),
  setRule(
    'by a founder alone',
    'conviction.notTheDao',
    async (stage) => {
      const dao = await createDao(stage);
      return { dao, rule: ruleOf(dao) };
    },
    'ada',
  ),
  setRule('of another DAO', 'conviction.notTheDao', async (stage) => {
    const other = await createDao(stage);
    return { dao: other, rule: ruleOf(await createDao(stage)) };
  }),
  setRule('of no DAO', 'conviction.daoNotFound', async (stage) => ({
    dao: unknownId,
    rule: ruleOf(await createDao(stage)),
  })),
  liftRule('that stands', 'applied', async (stage) => ({ dao: await ruled(stage) })),
  liftRule('that does not stand', 'conviction.off', async (stage) => ({ dao: await createDao(stage) })),
  liftRule(
    'by a founder alone',
    'conviction.notTheDao',
    async (stage) => ({ dao: await ruled(stage) }),
    'ada',
  ),
  liftRule('of no DAO', 'conviction.daoNotFound', async (stage) => {
    await ruled(stage);
    return { dao: unknownId };
  }),
];

const requestCases: readonly Case[] = [
  ...(
    [
      ['by a founder', 'applied', {}],
      ['for one unit', 'applied', { amount: '1' }],
      ['for the largest amount, which is never paid', 'applied', { amount: amountMax.toString() }],
      ['for nothing', 'conviction.zeroAmount', { amount: '0' }],
      ['for more than the largest amount', 'chain.malformed', { amount: (amountMax + 1n).toString() }],
      ['without a title', 'chain.malformed', { title: '' }],
      ['in another token', 'conviction.otherToken', { token: unknownId }],
      ['to no DAO', 'conviction.daoNotFound', { dao: unknownId }],
    ] as const
  ).map(([name, expected, changes]) =>
    request(name, expected, async (stage) => askOf(stage, await ruled(stage), changes)),
  ),
  request(
    'by a member without stake',
    'applied',
    async (stage) => {
      const dao = await ruled(stage);
      await stage.apply('newcomer', 'daos.join', { dao });
      return askOf(stage, dao);
    },
    'newcomer',
  ),
  request(
    'by a staker who is no member',
    'applied',
    async (stage) => {
      const dao = await ruled(stage);
      const sent = { token: dao, account: stage.address('newcomer'), amount: '1' };
      await stage.apply('ada', 'tokens.transfer', sent);
      await stage.apply('newcomer', 'tokens.stake', { token: dao, amount: '1' });
      return askOf(stage, dao);
    },
    'newcomer',
  ),
  request(
    'by a stranger',
    'conviction.notMember',
    async (stage) => askOf(stage, await ruled(stage)),
    'stranger',
  ),
  request('where the DAO pays none', 'conviction.off', async (stage) => askOf(stage, await createDao(stage))),
];

/** A second request beside one that has `amount` behind it. */
const second = async (stage: Stage, amount: bigint): Promise<Asked> =>
  askIn(stage, (await supported(stage, amount)).dao);
const supportCases: readonly Case[] = [
  ...(
    [
      ['with one unit', 'applied', 1n, {}],
      ['with all of one’s stake', 'applied', foundersStake, {}],
      ['with a unit more than one’s stake', 'conviction.notEnoughStake', foundersStake + 1n, {}],
      ['with the largest amount', 'conviction.notEnoughStake', amountMax, {}],
      ['with more than the largest amount', 'chain.malformed', amountMax + 1n, {}],
      ['with nothing', 'conviction.sameSupport', 0n, {}],
      ['with another total', 'conviction.totalDiffers', 5n, { total: '6' }],
      ['in a half-life that has not begun', 'conviction.wrongHalfLife', 5n, { halfLife: 1 }],
      ['that is not there', 'conviction.notFound', 5n, { request: unknownId }],
      ['of another DAO', 'conviction.notFound', 5n, { dao: unknownId }],
    ] as const
  ).map(([name, expected, amount, changes]) =>
    support(name, expected, async (stage) => supportOf(await asked(stage), amount, changes)),
  ),
  support('with what is lent', 'applied', async (stage) => {
    const ask = await asked(stage);
    const loan = { dao: ask.dao, amount: foundersStake.toString(), grants: [toCleo(stage)] };
    await stage.apply('ada', 'delegation.set', loan);
    return supportOf(ask, foundersStake);
  }),
  support(
    'without stake',
    'conviction.notEnoughStake',
    async (stage) => supportOf(await asked(stage), 1n),
    'stranger',
  ),
  support('with what stands behind it already', 'conviction.sameSupport', async (stage) =>
    supportOf(await supported(stage, 5n), 5n),
  ),
  support('with less than before', 'applied', async (stage) => supportOf(await supported(stage, 5n), 2n)),
  support('no more', 'applied', async (stage) => supportOf(await supported(stage), 0n)),
  support('with the rest of one’s stake beside another', 'applied', async (stage) =>
    supportOf(await second(stage, foundersStake - 5n), 5n, { total: foundersStake.toString() }),
  ),
  support('with a unit more than that', 'conviction.notEnoughStake', async (stage) =>
    supportOf(await second(stage, foundersStake - 5n), 6n, { total: (foundersStake + 1n).toString() }),
  ),
  support('and forget what stands behind another', 'conviction.totalDiffers', async (stage) =>
    supportOf(await second(stage, 5n), 5n),
  ),
  support('in the last millisecond that its half-life is good for', 'applied', async (stage) => {
    const ask = await asked(stage);
    await stage.nextBlockAt((await timeAt(stage, ask, 96)) - 1);
    return supportOf(ask, 5n);
  }),
  support('a millisecond later', 'conviction.wrongHalfLife', async (stage) => {
    const ask = await asked(stage);
    await stage.nextBlockAt(await timeAt(stage, ask, 96));
    return supportOf(ask, 5n);
  }),
  support('with more where it is canceled', 'conviction.ended', async (stage) =>
    supportOf(await canceled(stage, 5n), 6n),
  ),
  support('with less where it is canceled', 'applied', async (stage) =>
    supportOf(await canceled(stage, 5n), 4n),
  ),
  support('no more where it is paid', 'applied', async (stage) => supportOf(await paid(stage), 0n)),
];

/** A passing request under a limit that has `perEpoch` left, or that is not renewed. */
const limited = async (stage: Stage, perEpoch: (amount: bigint) => bigint, renewed = true) => {
  const ask = await supported(stage);
  const left = perEpoch(BigInt(ask.amount));
  const limit = { dao: ask.dao, token: ask.token, perEpoch: left.toString() };
  await stage.apply('dao', 'treasury.setLimit', limit);
  if (renewed) await stage.apply('keeper', 'treasury.renewLimit', renewalOf(ask.dao, left));
  await stage.nextBlockAt(await timeAt(stage, ask, passingSteps));
  return executionOf(ask);
};
/** After a day all that grows has grown; one signs for the half-life of then. */
const later = async (stage: Stage, ask: Asked) => {
  await stage.nextBlockAt(await timeAt(stage, ask, 48 * 18));
  return executionOf(ask, { halfLife: 18 });
};
const executeCases: readonly Case[] = [
  execute('in the first millisecond above its threshold', 'applied', async (stage) =>
    executionOf(await passing(stage)),
  ),
  execute('a millisecond early', 'conviction.belowThreshold', async (stage) => {
    const ask = await supported(stage);
    await stage.nextBlockAt((await timeAt(stage, ask, passingSteps)) - 1);
    return executionOf(ask);
  }),
  execute('that nobody supports', 'conviction.belowThreshold', async (stage) =>
    executionOf(await asked(stage)),
  ),
  execute('whose support is taken back', 'conviction.belowThreshold', async (stage) => {
    const ask = await supported(stage);
    await stage.apply('ada', 'conviction.support', supportOf(ask, 0n));
    return later(stage, ask);
  }),
  execute('with less than the minimum for long', 'conviction.belowThreshold', async (stage) => {
    const minimumStake = (foundersStake + 1n).toString();
    return later(stage, await supported(stage, foundersStake, { rule: { minimumStake } }));
  }),
  execute('for more than there is', 'conviction.belowThreshold', async (stage) =>
    later(stage, await supported(stage, foundersStake, { ask: { amount: amountMax.toString() } })),
  ),
  execute('of long ago', 'applied', async (stage) => later(stage, await supported(stage))),
  execute('twice', 'conviction.ended', async (stage) => executionOf(await paid(stage))),
  execute('that is canceled', 'conviction.ended', async (stage) => executionOf(await canceled(stage))),
  ...(
    [
      ['that is not there', 'conviction.notFound', { request: unknownId }],
      ['with another amount', 'conviction.notFound', { amount: '1' }],
      ['of another DAO', 'conviction.notFound', { dao: unknownId }],
      ['in another token', 'conviction.notFound', { token: unknownId }],
      ['in a half-life that has not begun', 'conviction.wrongHalfLife', { halfLife: 1 }],
    ] as const
  ).map(([name, expected, changes]) =>
    execute(name, expected, async (stage) => executionOf(await passing(stage), changes)),
  ),
  execute('to somebody else', 'conviction.notFound', async (stage) =>
    executionOf(await passing(stage), { beneficiary: stage.address('ben') }),
  ),
  execute('two half-lives late', 'conviction.wrongHalfLife', async (stage) => {
    const ask = await supported(stage);
    await stage.nextBlockAt(await timeAt(stage, ask, 96));
    return executionOf(ask);
  }),
  execute('where the DAO pays none any more', 'conviction.off', async (stage) => {
    const ask = await supported(stage);
    await stage.apply('dao', 'conviction.liftRule', { dao: ask.dao });
    return executionOf(ask);
  }),
  execute('where the DAO pays in another token now', 'conviction.otherToken', async (stage) => {
    const ask = await supported(stage);
    await stage.apply('dao', 'conviction.setRule', { dao: ask.dao, rule: ruleOf(unknownId) });
    return executionOf(ask);
  }),
  execute('within the spending limit', 'applied', (stage) => limited(stage, (amount) => amount)),
  execute('a unit above the spending limit', 'chain.notCovered', (stage) =>
    limited(stage, (amount) => amount - 1n),
  ),
  execute('before the spending limit is renewed', 'treasury.limitNotRenewed', (stage) =>
    limited(stage, (amount) => amount, false),
  ),
];

const cancelCases: readonly Case[] = [
  cancel('by its author', 'applied', async (stage) => aboutRequest(await asked(stage))),
  cancel('by the DAO', 'applied', async (stage) => aboutRequest(await asked(stage)), 'dao'),
  cancel(
    'by another member',
    'conviction.notAuthor',
    async (stage) => aboutRequest(await asked(stage)),
    'ben',
  ),
  cancel('that is not there', 'conviction.notFound', async (stage) => ({
    ...aboutRequest(await asked(stage)),
    request: unknownId,
  })),
  cancel('of another DAO', 'conviction.notFound', async (stage) => ({
    ...aboutRequest(await asked(stage)),
    dao: unknownId,
  })),
  cancel('twice', 'conviction.ended', async (stage) => aboutRequest(await canceled(stage))),
  cancel('that is paid', 'conviction.ended', async (stage) => aboutRequest(await paid(stage))),
];

const half = foundersStake / 2n;
/** Half of ada’s stake stands behind a request. */
const standing = async (stage: Stage, dao: string) =>
  supporting(stage, await askIn(stage, await ruleIn(stage, dao)), half);
/** Each way out: a DAO that has it, and what is sent to take an amount. */
const unstaking = async (stage: Stage) => {
  const token = await createDao(stage);
  return { dao: token, taking: (amount: bigint) => ({ token, amount: amount.toString() }) };
};
const burning = async (stage: Stage) => {
  const { dao, asset } = await leavable(stage);
  return { dao, taking: (amount: bigint) => leaving(dao, asset, 0n, amount) };
};
const outCases = (out: typeof unstake, way: typeof unstaking | typeof burning): readonly Case[] => [
  ...(
    [
      ['all that stands behind no request', 'applied', half, half],
      ['a unit of what stands behind a request', 'conviction.inSupport', half + 1n, half],
      ['stake and say nothing of what stands behind requests', 'conviction.supportDiffers', 1n, undefined],
      ['stake and carry less than stands behind requests', 'conviction.supportDiffers', 1n, half - 1n],
      ['stake and carry more than stands behind requests', 'conviction.supportDiffers', 1n, half + 1n],
    ] as const
  ).map(([name, expected, amount, carried]) =>
    out(name, expected, async (stage) => {
      const { dao, taking } = await way(stage);
      await standing(stage, dao);
      return {
        ...taking(amount),
        ...(carried === undefined ? {} : { supporting: carried.toString() }),
      };
    }),
  ),
  out('all that stands behind no request, of stake that is lent too', 'applied', async (stage) => {
    const { dao, taking } = await way(stage);
    await standing(stage, dao);
    const loan = { dao, amount: half.toString(), grants: [toCleo(stage)] };
    await stage.apply('ada', 'delegation.set', loan);
    const delegation = { before: await lentBy(stage, dao), amount: half.toString() };
    return { ...taking(half), supporting: half.toString(), delegation };
  }),
];

export const convictionCases: readonly Case[] = [
  ...ruleCases,
  ...requestCases,
  ...supportCases,
  ...executeCases,
  ...cancelCases,
  ...outCases(unstake, unstaking),
  ...outCases(leave, burning),
];
