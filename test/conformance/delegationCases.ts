/** Cases of delegation: lend, take back, follow stake, override, and every bound of shares, tracks and epochs. */
import { given } from '#governance/delegation/state.ts';
import { proposals } from '#governance/proposals/proposals.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, type Proposed, propose, timesOf, unknownId, voteOn } from './steps.ts';

const set = casesOf('delegation.set');
const present = casesOf('delegation.present');
const stake = casesOf('tokens.stake');
const unstake = casesOf('tokens.unstake');
const vote = casesOf('proposals.vote');
const castBallot = casesOf('proposals.castBallot', 'cleo');

const foundersStake = 100_000_000_000n;
const tracks = ['signal', 'parameters'];
/** Everything to cleo, on two tracks, until the running epoch ends. */
const toCleo = (stage: Stage, changes: Record<string, unknown> = {}) => ({
  tracks,
  expires: 0,
  shares: [{ delegate: stage.address('cleo'), ppm: 1_000_000 }],
  ...changes,
});
const lendingOf = async (stage: Stage, changes: Record<string, unknown> = {}) => ({
  dao: await createDao(stage),
  amount: foundersStake.toString(),
  grants: [toCleo(stage)],
  ...changes,
});
/** What ada lends, as payloads carry it. */
const lentBy = async (stage: Stage, dao: string, name = 'ada') => {
  const lent = await stage.get(given.read(dao, stage.account(name)));
  if (lent === undefined) throw new Error(`${name} lends nothing.`);
  const { codec } = given.definition;
  if (codec === undefined) throw new Error('It has a codec.');
  return {
    amount: lent.amount.toString(),
    grants: lent.grants.map((grant) => ({
      ...grant,
      tracks: [...grant.tracks],
      shares: grant.shares.map(({ ppm }) => ({ delegate: stage.address('cleo'), ppm })),
    })),
  };
};
/** A DAO in which ada lends everything to cleo. */
const lent = async (stage: Stage, changes: Record<string, unknown> = {}): Promise<string> => {
  const payload = await lendingOf(stage, changes);
  await stage.apply('ada', 'delegation.set', payload);
  return payload.dao;
};
/** A vote on a signal, carrying what its power is made of. */
const carrying = async (
  stage: Stage,
  proposed: Proposed,
  power: Record<string, unknown>,
  choice = 'for',
) => ({
  ...(await voteOn(stage, proposed, choice)),
  power: {
    track: 'signal',
    epoch: (await stage.get(proposals.read(proposed.proposal)))?.epoch ?? 0,
    mixed: false,
    receives: false,
    ...power,
  },
});
const ballotOf = <T extends { reason: string }>({ reason: _, ...ballot }: T) => ballot;
const signal = async (stage: Stage, dao: string): Promise<Proposed> => {
  await stage.apply('ben', 'delegation.present', { dao, statement: 'I read everything.' });
  return propose(stage, dao);
};

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

export const delegationCases: readonly Case[] = [...setCases, ...stakeCases, ...voteCases, ...ruleCases];
