/** Cases of the court: terms, jury duty, opening, evidence, seeds, juries, votes, appeals and every way to close. */
import { courtJuryCases } from './courtJuryCases.ts';
import { courtRulingCases } from './courtRulingCases.ts';
import {
  appealed,
  at,
  bond,
  closed,
  countOf,
  disputed,
  enlistmentOf,
  evidenceOf,
  judged,
  memberOf,
  nameOf,
  openingOf,
  seatStake,
  summoned,
  workOf,
} from './courtSteps.ts';
import { measure, takenBack, untilOutcome } from './outcomeSteps.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import {
  accepted,
  claimOf,
  createDao,
  daoOf,
  score,
  scored,
  settleOf,
  storedWork,
  submission,
  submit,
  unknownId,
} from './steps.ts';

const setCourt = casesOf('disputes.setCourt', 'dao');
const enlist = casesOf('disputes.enlist', 'juror0');
const leave = casesOf('disputes.leave', 'juror0');
const open = casesOf('disputes.open', 'newcomer');
const evidence = casesOf('disputes.giveEvidence', 'newcomer');
const claim = casesOf('contributions.claim', 'anyone');
const settle = casesOf('contributions.settle', 'anyone');

const courtOf = (stage: Stage, changes: Readonly<Record<string, unknown>> = {}) => ({
  ...daoOf(stage).court,
  ...changes,
});
const withoutCourt = async (stage: Stage) => {
  const { court: _, ...payload } = daoOf(stage);
  const dao = await stage.apply('ada', 'daos.create', payload);
  stage.nameDao('dao', dao);
  return dao;
};
const withMember = async (stage: Stage, amount = 20n * seatStake): Promise<string> => {
  const dao = await createDao(stage);
  await memberOf(stage, dao, 'juror0', amount);
  return dao;
};
/** juror0 holds so many slots, and others behind. */
const enlistedWith = async (stage: Stage, slots = 3, others = 2): Promise<string> => {
  const dao = await withMember(stage);
  await stage.apply('juror0', 'disputes.enlist', await enlistmentOf(stage, dao, slots));
  for (let number = 1; number <= others; number++) {
    await memberOf(stage, dao, nameOf(number));
    await stage.apply(nameOf(number), 'disputes.enlist', await enlistmentOf(stage, dao));
  }
  return dao;
};
const leavingOf = async (stage: Stage, dao: string, slots: readonly number[]) => ({
  dao,
  slots,
  count: await countOf(stage, dao),
});

const termCases: readonly Case[] = [
  setCourt('by vote', 'applied', async (stage) => ({ dao: await createDao(stage), court: courtOf(stage) })),
  setCourt('where there was none', 'applied', async (stage) => ({
    dao: await withoutCourt(stage),
    court: courtOf(stage),
  })),
  setCourt(
    'by a founder',
    'disputes.notTheDao',
    async (stage) => ({ dao: await createDao(stage), court: courtOf(stage) }),
    'ada',
  ),
  setCourt('with slots for nothing', 'disputes.zeroAmount', async (stage) => ({
    dao: await createDao(stage),
    court: courtOf(stage, { seatStake: '0' }),
  })),
  setCourt('of no DAO', 'disputes.daoNotFound', async (stage) => {
    await createDao(stage);
    return { dao: unknownId, court: courtOf(stage) };
  }),
  setCourt('with a step shorter than a second', 'chain.malformed', async (stage) => ({
    dao: await createDao(stage),
    court: courtOf(stage, { revealMs: 999 }),
  })),
  setCourt('that takes more than everything from a juror', 'chain.malformed', async (stage) => ({
    dao: await createDao(stage),
    court: courtOf(stage, { lossPpm: 1_000_001 }),
  })),

  enlist('with one slot', 'applied', async (stage) => enlistmentOf(stage, await withMember(stage))),
  enlist('with sixteen slots', 'applied', async (stage) => enlistmentOf(stage, await withMember(stage), 16)),
  enlist('with a seventeenth slot', 'disputes.tooManySlots', async (stage) => {
    const dao = await withMember(stage);
    await stage.apply('juror0', 'disputes.enlist', await enlistmentOf(stage, dao, 16));
    return enlistmentOf(stage, dao);
  }),
  enlist('with no slot', 'chain.malformed', async (stage) => enlistmentOf(stage, await withMember(stage), 0)),
  enlist('without being a member', 'disputes.notMember', async (stage) =>
    enlistmentOf(stage, await createDao(stage)),
  ),
  enlist('where there is no court', 'disputes.noCourt', async (stage) => {
    const dao = await withoutCourt(stage);
    await memberOf(stage, dao, 'juror0');
    return enlistmentOf(stage, dao);
  }),
  enlist('for one unit less', 'disputes.bondDiffers', async (stage) => ({
    ...(await enlistmentOf(stage, await withMember(stage))),
    amount: (seatStake - 1n).toString(),
  })),
  enlist('without the money', 'chain.notCovered', async (stage) =>
    enlistmentOf(stage, await withMember(stage, seatStake - 1n)),
  ),
  enlist('at a place that is taken', 'disputes.slotsDiffer', async (stage) => {
    const dao = await withMember(stage);
    const early = await enlistmentOf(stage, dao);
    await memberOf(stage, dao, 'juror1');
    await stage.apply('juror1', 'disputes.enlist', early);
    return early;
  }),

  leave('with the last slot', 'applied', async (stage) =>
    leavingOf(stage, await enlistedWith(stage, 1, 0), [0]),
  ),
  leave('from the middle', 'applied', async (stage) => leavingOf(stage, await enlistedWith(stage), [1])),
  leave('with everything', 'applied', async (stage) =>
    leavingOf(stage, await enlistedWith(stage), [2, 1, 0]),
  ),
  leave('in a wrong order', 'disputes.slotsDiffer', async (stage) =>
    leavingOf(stage, await enlistedWith(stage), [0, 1]),
  ),
  leave('one slot twice', 'disputes.slotsDiffer', async (stage) =>
    leavingOf(stage, await enlistedWith(stage), [1, 1]),
  ),
  leave('by another count', 'disputes.slotsDiffer', async (stage) => ({
    ...(await leavingOf(stage, await enlistedWith(stage), [0])),
    count: 4,
  })),
  leave('with the slot of another', 'disputes.notEnlisted', async (stage) =>
    leavingOf(stage, await enlistedWith(stage), [3]),
  ),
  leave(
    'without having any',
    'disputes.notEnlisted',
    async (stage) => leavingOf(stage, await enlistedWith(stage), [0]),
    'ada',
  ),
  leave('while sitting in a jury', 'disputes.onDuty', async (stage) => {
    const one = await summoned(stage, await appealed(stage, 3));
    return leavingOf(stage, one.dao, [0]);
  }),
  leave('after the case, what is left', 'applied', async (stage) => {
    const one = await closed(stage, await judged(stage, await appealed(stage, 3), 'grant'));
    return leavingOf(stage, one.dao, [0]);
  }),
];

const openCases: readonly Case[] = [
  open('for acceptance, for free', 'applied', async (stage) =>
    openingOf(stage, await scored(stage), 'accept'),
  ),
  open('for another score, for free', 'applied', async (stage) =>
    openingOf(stage, await scored(stage), 'reopen'),
  ),
  open('for another score after acceptance', 'applied', async (stage) =>
    openingOf(stage, await accepted(stage), 'reopen'),
  ),
  open('for another score after a refusal by silence', 'applied', async (stage) => {
    const work = await scored(stage);
    const { scoredAt = 0, rule } = await storedWork(stage, work);
    await stage.nextBlockAt(scoredAt + rule.unacceptedMs);
    await stage.apply('anyone', 'contributions.settle', await settleOf(stage, work));
    const { time } = await stage.now();
    const epoch = Math.floor((time - stage.genesisTime) / daoOf(stage).policy.epochMs);
    return { ...openingOf(stage, work, 'reopen'), epoch };
  }),
  open(
    'for a refusal, by a member',
    'applied',
    async (stage) => openingOf(stage, await accepted(stage), 'refuse', bond),
    'ben',
  ),
  open(
    'for a refusal, for free',
    'disputes.bondDiffers',
    async (stage) => openingOf(stage, await accepted(stage), 'refuse'),
    'ben',
  ),
  open('with a bond that is not asked for', 'disputes.bondDiffers', async (stage) =>
    openingOf(stage, await scored(stage), 'accept', bond),
  ),
  open('a second time in the epoch, for free', 'disputes.bondDiffers', async (stage) => {
    const { dao } = await closed(stage, await judged(stage, await appealed(stage), 'deny'));
    const payload = submission(dao, 'work 2');
    const contribution = await stage.apply('newcomer', 'contributions.submit', payload);
    return openingOf(stage, await score(stage, { dao, contribution }), 'accept');
  }),
  open('a second time in the epoch, with a bond', 'applied', async (stage) => {
    const { dao } = await closed(stage, await judged(stage, await appealed(stage), 'deny'));
    const payload = submission(dao, 'work 2');
    const contribution = await stage.apply('newcomer', 'contributions.submit', payload);
    return openingOf(stage, await score(stage, { dao, contribution }), 'accept', bond);
  }),
  open(
    'by a member without the money',
    'chain.notCovered',
    async (stage) => {
      const work = await accepted(stage);
      await memberOf(stage, work.dao, 'poor', bond - 1n);
      return openingOf(stage, work, 'refuse', bond);
    },
    'poor',
  ),
  open(
    'by a stranger',
    'disputes.notMember',
    async (stage) => openingOf(stage, await accepted(stage), 'refuse', bond),
    'stranger',
  ),
  open('for acceptance of what is accepted', 'disputes.remedyDoesNotFit', async (stage) =>
    openingOf(stage, await accepted(stage), 'accept'),
  ),
  open('for a refusal of one’s own work', 'disputes.remedyDoesNotFit', async (stage) =>
    openingOf(stage, await accepted(stage), 'refuse'),
  ),
  open(
    'for acceptance of another’s work',
    'disputes.remedyDoesNotFit',
    async (stage) => openingOf(stage, await scored(stage), 'accept', bond),
    'ben',
  ),
  open('about work without a score', 'disputes.remedyDoesNotFit', async (stage) =>
    openingOf(stage, await submit(stage), 'reopen'),
  ),
  open('in the last millisecond', 'applied', async (stage) => {
    const work = await scored(stage);
    const { scoredAt = 0 } = await storedWork(stage, work);
    await stage.nextBlockAt(scoredAt + daoOf(stage).committee.windowMs);
    return { ...openingOf(stage, work, 'accept'), epoch: 1 };
  }),
  open('one millisecond late', 'disputes.tooLate', async (stage) => {
    const work = await scored(stage);
    const { scoredAt = 0 } = await storedWork(stage, work);
    await stage.nextBlockAt(scoredAt + daoOf(stage).committee.windowMs + 1);
    return { ...openingOf(stage, work, 'accept'), epoch: 1 };
  }),
  open('after its outcome, which gives time anew', 'applied', async (stage) => {
    const work = await untilOutcome(stage, await accepted(stage));
    await measure(stage, work, takenBack);
    return openingOf(stage, work, 'reopen');
  }),
  open('in another epoch', 'disputes.valuesDiffer', async (stage) => ({
    ...openingOf(stage, await scored(stage), 'accept'),
    epoch: 1,
  })),
  open('while a case is open', 'disputes.alreadyOpen', async (stage) =>
    openingOf(stage, await appealed(stage, 0), 'reopen', bond),
  ),
  open('about a score that was judged', 'disputes.alreadyJudged', async (stage) =>
    openingOf(stage, await closed(stage, await judged(stage, await appealed(stage), 'deny')), 'accept', bond),
  ),
  open(
    'again where no jury spoke',
    'applied',
    async (stage) =>
      openingOf(stage, await closed(stage, await appealed(stage, 0), 'summonBy'), 'accept', bond),
    'newcomer',
  ),
  open('about no contribution', 'disputes.workNotFound', async (stage) =>
    openingOf(stage, { dao: await createDao(stage), contribution: unknownId }, 'accept'),
  ),
  open('naming another author', 'disputes.workNotFound', async (stage) => ({
    ...openingOf(stage, await scored(stage), 'accept'),
    author: stage.address('ben'),
  })),
  open('of no DAO', 'disputes.daoNotFound', async (stage) =>
    openingOf(stage, { ...(await scored(stage)), dao: unknownId }, 'accept'),
  ),
  open('where there is no court', 'disputes.noCourt', async (stage) => {
    const dao = await withoutCourt(stage);
    return openingOf(stage, { dao, contribution: unknownId }, 'accept');
  }),

  evidence('by the author', 'applied', async (stage) => evidenceOf(stage, await appealed(stage, 0))),
  evidence('by the opener', 'applied', async (stage) => evidenceOf(stage, await disputed(stage, 0)), 'ben'),
  evidence(
    'by another',
    'disputes.notParty',
    async (stage) => evidenceOf(stage, await disputed(stage, 0)),
    'ada',
  ),
  evidence('in the last millisecond', 'applied', async (stage) => {
    const one = await appealed(stage, 0);
    await at(stage, one, 'evidenceEndsAt', -1);
    return evidenceOf(stage, one);
  }),
  evidence('one millisecond late', 'disputes.tooLate', async (stage) => {
    const one = await appealed(stage, 0);
    await at(stage, one, 'evidenceEndsAt');
    return evidenceOf(stage, one);
  }),
  evidence('for the thirty-third time', 'disputes.tooMuchEvidence', async (stage) => {
    const one = await appealed(stage, 0);
    for (let number = 0; number < 32; number++)
      await stage.apply('newcomer', 'disputes.giveEvidence', await evidenceOf(stage, one));
    return evidenceOf(stage, one);
  }),
  evidence('in another round', 'disputes.wrongRound', async (stage) => ({
    ...(await evidenceOf(stage, await appealed(stage, 0))),
    round: 1,
  })),
  evidence('after the end', 'disputes.alreadyClosed', async (stage) =>
    evidenceOf(stage, await closed(stage, await appealed(stage, 0), 'summonBy')),
  ),
  evidence('on another DAO', 'disputes.notFound', async (stage) => ({
    ...(await evidenceOf(stage, await appealed(stage, 0))),
    dao: unknownId,
  })),
  evidence('in no case', 'disputes.notFound', async (stage) => ({
    ...(await evidenceOf(stage, await appealed(stage, 0))),
    case: unknownId,
  })),

  claim('while the acceptance is disputed', 'contributions.disputed', async (stage) => {
    const one = await disputed(stage, 0);
    await stage.pass(60_000);
    return claimOf(stage, workOf(one));
  }),
  claim('while its author asks for another score', 'applied', async (stage) => {
    const work = await accepted(stage);
    await stage.apply('newcomer', 'disputes.open', openingOf(stage, work, 'reopen'));
    await stage.pass(60_000);
    return claimOf(stage, work);
  }),
  claim('after the dispute was denied', 'applied', async (stage) =>
    claimOf(stage, workOf(await closed(stage, await judged(stage, await disputed(stage), 'deny')))),
  ),
  settle('while a case is open', 'contributions.disputed', async (stage) => {
    const unacceptedMs = 30 * 86_400_000;
    const one = await appealed(stage, 0);
    const { scoredAt = 0 } = await storedWork(stage, one);
    await stage.nextBlockAt(scoredAt + unacceptedMs);
    return settleOf(stage, workOf(one));
  }),
];

export const courtCases: readonly Case[] = [
  ...termCases,
  ...openCases,
  ...courtJuryCases,
  ...courtRulingCases,
];
