/** Cases of power: delegates and delegators vote, power is mixed by rule, delegates stop at the cut-off. */
import { ballotOf, carrying, lent, lentBy, signal, toCleo } from './lendingSteps.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, timesOf, unknownId, voteOn } from './steps.ts';

const vote = casesOf('proposals.vote');
const castBallot = casesOf('proposals.castBallot', 'cleo');

const voteCases: readonly Case[] = [
  vote(
    'of a delegate with what was received',
    'applied',
    async (stage) => carrying(stage, await signal(stage, await lent(stage)), { receives: true }),
    'cleo',
  ),
  vote(
    'of a delegate on a track that was not lent',
    'proposals.noVotingPower',
    async (stage) => {
      const dao = await lent(stage, { grants: [toCleo(stage, { tracks: ['treasury'] })] });
      return carrying(stage, await signal(stage, dao), { receives: true });
    },
    'cleo',
  ),
  vote(
    'of a delegate whose loan has ended',
    'proposals.noVotingPower',
    async (stage) => {
      const dao = await lent(stage);
      await stage.pass(86_400_000);
      return carrying(stage, await signal(stage, dao), { receives: true });
    },
    'cleo',
  ),
  vote('of somebody who lent everything', 'proposals.lentAway', async (stage) =>
    voteOn(stage, await signal(stage, await lent(stage))),
  ),
  vote('of somebody whose loan has ended', 'applied', async (stage) => {
    const dao = await lent(stage);
    await stage.pass(86_400_000);
    return voteOn(stage, await signal(stage, dao));
  }),
  vote('of a delegator before the delegate', 'applied', async (stage) => {
    const dao = await lent(stage);
    return carrying(stage, await signal(stage, dao), { lent: await lentBy(stage, dao) });
  }),
  vote('of a delegator after the delegate', 'applied', async (stage) => {
    const dao = await lent(stage);
    const proposed = await signal(stage, dao);
    await stage.apply(
      'cleo',
      'proposals.vote',
      await carrying(stage, proposed, { receives: true }, 'against'),
    );
    return carrying(stage, proposed, { lent: await lentBy(stage, dao) });
  }),
  vote('changed after taking back', 'applied', async (stage) => {
    const dao = await lent(stage);
    const proposed = await signal(stage, dao);
    const first = await carrying(stage, proposed, { lent: await lentBy(stage, dao) });
    await stage.apply('ada', 'proposals.vote', first);
    return voteOn(stage, proposed, 'against');
  }),
  vote(
    'of a delegate after everything was taken back',
    'proposals.noVotingPower',
    async (stage) => {
      const dao = await lent(stage);
      const proposed = await signal(stage, dao);
      const own = await carrying(stage, proposed, { lent: await lentBy(stage, dao) });
      await stage.apply('ada', 'proposals.vote', own);
      return carrying(stage, proposed, { receives: true });
    },
    'cleo',
  ),
  vote('carrying a delegation that was not lent then', 'proposals.wrongPower', async (stage) => {
    const dao = await lent(stage);
    const before = await lentBy(stage, dao);
    return carrying(stage, await signal(stage, dao), { lent: { ...before, amount: '5' } });
  }),
  vote('carrying another track', 'proposals.wrongPower', async (stage) =>
    carrying(stage, await signal(stage, await createDao(stage)), { track: 'treasury' }),
  ),
  vote('carrying another epoch', 'proposals.wrongPower', async (stage) =>
    carrying(stage, await signal(stage, await createDao(stage)), { epoch: 1 }),
  ),
  vote('carrying a mix that does not hold', 'proposals.wrongPower', async (stage) =>
    carrying(stage, await signal(stage, await createDao(stage)), { mixed: true }),
  ),
  castBallot('of a delegate with what was received', 'applied', async (stage) =>
    ballotOf(await carrying(stage, await signal(stage, await lent(stage)), { receives: true })),
  ),
  castBallot('of a delegate who does not count what was received', 'proposals.noVotingPower', async (stage) =>
    ballotOf(await voteOn(stage, await signal(stage, await lent(stage)))),
  ),
  castBallot(
    'of somebody who lent everything',
    'proposals.lentAway',
    async (stage) => ballotOf(await voteOn(stage, await signal(stage, await lent(stage)))),
    'ada',
  ),
];

/** What a DAO sets about power before a vote. */
const rule = (changes: Record<string, number>) => ({
  tokensPpm: 1_000_000,
  reputationPpm: 0,
  membersPpm: 0,
  cutOffPpm: 0,
  ...changes,
});
const setRule = casesOf('power.setRule', 'dao');
const setHalfLife = casesOf('reputation.setHalfLife', 'dao');
const day = 86_400_000;

/** The proposal of a DAO whose delegates stop half-way, with cleo as delegate of ada. */
const halfWay = async (stage: Stage) => {
  const dao = await lent(stage);
  await stage.apply('dao', 'power.setRule', { dao, rule: rule({ cutOffPpm: 500_000 }) });
  const proposed = await signal(stage, dao);
  const { voteStart, voteEnd } = await timesOf(stage, proposed);
  return { dao, proposed, until: voteStart + (voteEnd - voteStart) / 2 };
};
const byHead = async (stage: Stage) => {
  const dao = await createDao(stage);
  const heads = rule({ tokensPpm: 0, membersPpm: 1_000_000 });
  await stage.apply('dao', 'power.setRule', { dao, rule: heads });
  await stage.apply('newcomer', 'daos.join', { dao });
  return signal(stage, dao);
};

const ruleCases: readonly Case[] = [
  setRule('by vote', 'applied', async (stage) => ({
    dao: await createDao(stage),
    rule: rule({ tokensPpm: 500_000, reputationPpm: 300_000, membersPpm: 200_000, cutOffPpm: 1_000_000 }),
  })),
  setRule('shares that miss one by a millionth', 'power.sharesDoNotSum', async (stage) => ({
    dao: await createDao(stage),
    rule: rule({ tokensPpm: 999_999 }),
  })),
  setRule(
    'by a founder alone',
    'power.notTheDao',
    async (stage) => ({ dao: await createDao(stage), rule: rule({}) }),
    'ada',
  ),
  setRule('of no DAO', 'power.daoNotFound', async (stage) => {
    await createDao(stage);
    return { dao: unknownId, rule: rule({}) };
  }),
  setHalfLife('by vote', 'applied', async (stage) => ({ dao: await createDao(stage), halfLifeMs: 30 * day })),
  setHalfLife('a millisecond too short', 'chain.malformed', async (stage) => ({
    dao: await createDao(stage),
    halfLifeMs: 30 * day - 1,
  })),
  setHalfLife('a millisecond too long', 'chain.malformed', async (stage) => ({
    dao: await createDao(stage),
    halfLifeMs: 720 * day + 1,
  })),
  setHalfLife(
    'by a founder alone',
    'reputation.notTheDao',
    async (stage) => ({ dao: await createDao(stage), halfLifeMs: 30 * day }),
    'ada',
  ),
  setHalfLife('of no DAO', 'reputation.daoNotFound', async (stage) => {
    await createDao(stage);
    return { dao: unknownId, halfLifeMs: 30 * day };
  }),
  vote(
    'of a delegate one millisecond before the cut-off',
    'applied',
    async (stage) => {
      const { proposed, until } = await halfWay(stage);
      await stage.nextBlockAt(until - 1);
      return carrying(stage, proposed, { receives: true });
    },
    'cleo',
  ),
  vote(
    'of a delegate at the cut-off',
    'proposals.pastCutOff',
    async (stage) => {
      const { proposed, until } = await halfWay(stage);
      await stage.nextBlockAt(until);
      return carrying(stage, proposed, { receives: true });
    },
    'cleo',
  ),
  vote(
    'of a delegate changed after the cut-off',
    'proposals.pastCutOff',
    async (stage) => {
      const { proposed, until } = await halfWay(stage);
      await stage.apply('cleo', 'proposals.vote', await carrying(stage, proposed, { receives: true }));
      await stage.nextBlockAt(until);
      return voteOn(stage, proposed, 'against');
    },
    'cleo',
  ),
  vote('of a delegator after the cut-off', 'applied', async (stage) => {
    const { dao, proposed, until } = await halfWay(stage);
    await stage.apply(
      'cleo',
      'proposals.vote',
      await carrying(stage, proposed, { receives: true }, 'against'),
    );
    await stage.nextBlockAt(until);
    return carrying(stage, proposed, { lent: await lentBy(stage, dao) });
  }),
  vote(
    'by head, of a member without stake',
    'applied',
    async (stage) => carrying(stage, await byHead(stage), { mixed: true }),
    'newcomer',
  ),
  vote(
    'by head, without carrying the mix',
    'proposals.powerNotCarried',
    async (stage) => voteOn(stage, await byHead(stage)),
    'newcomer',
  ),
  vote(
    'by head, of a stranger',
    'proposals.noVotingPower',
    async (stage) => carrying(stage, await byHead(stage), { mixed: true }),
    'stranger',
  ),
];

export const powerCases: readonly Case[] = [...voteCases, ...ruleCases];
