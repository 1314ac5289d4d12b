/** Cases of contributions: submitted, accepted, claimed, settled, and the rules that pay them. */
import { daoPayload } from '#test/support/testDao.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import {
  aboutWork,
  accepted,
  claimOf,
  createDao,
  daoOf,
  scored,
  settleOf,
  storedWork,
  submission,
  submit as submitted,
  unknownId,
} from './steps.ts';

const submit = casesOf('contributions.submit', 'newcomer');
const accept = casesOf('contributions.accept');
const claim = casesOf('contributions.claim', 'anyone');
const settle = casesOf('contributions.settle', 'anyone');
const setRule = casesOf('contributions.setRule', 'dao');
const setAllowance = casesOf('contributions.setAllowance', 'dao');

const closedPolicy = { open: false, epochMs: 86_400_000 };
const ruleOf = (dao: string, changes: Record<string, unknown> = {}) => ({
  dao,
  kind: 'code',
  rule: { ...daoPayload().rules[0]?.rule, ...changes },
});
const allowanceOf = (dao: string, newcomersPerEpoch = '9') => ({ dao, newcomersPerEpoch });
/** Scored work that nobody accepted, when its escrow may return. */
const overdue = async (stage: Stage) => {
  const work = await scored(stage);
  const { scoredAt = 0, rule } = await storedWork(stage, work);
  await stage.nextBlockAt(scoredAt + rule.unacceptedMs);
  return work;
};
/** Accepted work whose stream has run for this long. */
const streaming = async (stage: Stage, ms: number) => {
  const work = await accepted(stage);
  const { acceptedAt = 0 } = await storedWork(stage, work);
  await stage.nextBlockAt(acceptedAt + ms);
  return work;
};

const submitCases: readonly Case[] = [
  submit('to an open DAO', 'applied', async (stage) => submission(await createDao(stage))),
  submit(
    'to a closed DAO by a member',
    'applied',
    async (stage) => submission(await createDao(stage, { policy: closedPolicy })),
    'ada',
  ),
  submit('to a closed DAO by a stranger', 'contributions.membersOnly', async (stage) =>
    submission(await createDao(stage, { policy: closedPolicy })),
  ),
  submit('of a kind without a rule', 'contributions.kindNotPaid', async (stage) =>
    submission(await createDao(stage, { rules: daoOf(stage).rules.slice(0, 1) }), 'work', 'document'),
  ),
  submit('the same content twice', 'contributions.alreadySubmitted', async (stage) => {
    const { dao } = await submitted(stage, 'ada');
    return submission(dao);
  }),
  submit('the same content to two DAOs', 'applied', async (stage) => {
    await submitted(stage);
    return submission(await createDao(stage));
  }),
  submit('to no DAO', 'contributions.daoNotFound', async () => submission(unknownId)),
  submit('a title that is too long', 'chain.malformed', async (stage) => ({
    ...submission(await createDao(stage)),
    title: 'a'.repeat(201),
  })),
];

const acceptCases: readonly Case[] = [
  accept('scored work', 'applied', async (stage) => aboutWork(stage, await scored(stage))),
  accept(
    'a founder’s work by another',
    'applied',
    async (stage) => aboutWork(stage, await scored(stage, 'ada'), 'ada'),
    'ben',
  ),
  accept(
    'without the role',
    'contributions.notReviewer',
    async (stage) => aboutWork(stage, await scored(stage)),
    'stranger',
  ),
  accept('own work', 'contributions.ownWork', async (stage) =>
    aboutWork(stage, await scored(stage, 'ada'), 'ada'),
  ),
  accept('before it is scored', 'contributions.notScored', async (stage) =>
    aboutWork(stage, await submitted(stage)),
  ),
  accept(
    'twice',
    'contributions.alreadyAccepted',
    async (stage) => aboutWork(stage, await accepted(stage)),
    'ben',
  ),
  accept('after its escrow returned', 'contributions.alreadySettled', async (stage) => {
    const work = await overdue(stage);
    await stage.apply('anyone', 'contributions.settle', await settleOf(stage, work));
    return aboutWork(stage, work);
  }),
  accept('late, but before anyone settled it', 'applied', async (stage) =>
    aboutWork(stage, await overdue(stage)),
  ),
  accept('naming another author', 'contributions.notFound', async (stage) =>
    aboutWork(stage, await scored(stage), 'ben'),
  ),
  accept('naming another DAO', 'contributions.notFound', async (stage) => ({
    ...aboutWork(stage, await scored(stage)),
    dao: unknownId,
  })),
  accept('no contribution', 'contributions.notFound', async (stage) => ({
    ...aboutWork(stage, await scored(stage)),
    contribution: unknownId,
  })),
];

const claimCases: readonly Case[] = [
  claim('a part of the stream', 'applied', async (stage) => claimOf(stage, await streaming(stage, 1_000))),
  claim('when the stream has ended', 'applied', async (stage) =>
    claimOf(stage, await streaming(stage, 600_000)),
  ),
  claim('twice when the stream has ended', 'contributions.nothingToClaim', async (stage) => {
    const work = await streaming(stage, 600_000);
    await stage.apply('anyone', 'contributions.claim', await claimOf(stage, work));
    return claimOf(stage, work);
  }),
  claim('before it is accepted', 'contributions.notAccepted', async (stage) =>
    claimOf(stage, await scored(stage)),
  ),
  claim('for another account', 'contributions.notFound', async (stage) => {
    const work = await streaming(stage, 1_000);
    return { ...(await claimOf(stage, work)), author: stage.address('stranger') };
  }),
  claim('of another amount', 'contributions.notFound', async (stage) => ({
    ...(await claimOf(stage, await streaming(stage, 1_000))),
    amount: '1',
  })),
  claim('of no contribution', 'contributions.notFound', async (stage) => ({
    ...(await claimOf(stage, await streaming(stage, 1_000))),
    contribution: unknownId,
  })),
];

const settleCases: readonly Case[] = [
  settle('when nobody accepted it in time', 'applied', async (stage) =>
    settleOf(stage, await overdue(stage)),
  ),
  settle('one millisecond early', 'contributions.notDue', async (stage) => {
    const work = await scored(stage);
    const { scoredAt = 0, rule } = await storedWork(stage, work);
    await stage.nextBlockAt(scoredAt + rule.unacceptedMs - 1);
    return settleOf(stage, work);
  }),
  settle('twice', 'contributions.alreadySettled', async (stage) => {
    const work = await overdue(stage);
    await stage.apply('anyone', 'contributions.settle', await settleOf(stage, work));
    return settleOf(stage, work);
  }),
  settle('accepted work', 'contributions.alreadySettled', async (stage) =>
    settleOf(stage, await streaming(stage, 1_000)),
  ),
  settle('while it may still be scored', 'contributions.notDue', async (stage) => {
    const work = await submitted(stage);
    const { submittedAt, rule } = await storedWork(stage, work);
    await stage.nextBlockAt(submittedAt + rule.scoringMs);
    return settleOf(stage, work);
  }),
  settle('what no quorum scored in time', 'applied', async (stage) => {
    const work = await submitted(stage);
    const { submittedAt, rule } = await storedWork(stage, work);
    await stage.nextBlockAt(submittedAt + rule.scoringMs + 1);
    return settleOf(stage, work);
  }),
  settle('with another content', 'contributions.notFound', async (stage) => ({
    ...(await settleOf(stage, await overdue(stage))),
    contentId: unknownId,
  })),
  settle('into the budget of another epoch', 'contributions.notFound', async (stage) => ({
    ...(await settleOf(stage, await overdue(stage))),
    epoch: 1,
  })),
  settle('into the budget of another kind', 'contributions.notFound', async (stage) => ({
    ...(await settleOf(stage, await overdue(stage))),
    kind: 'document',
  })),
  settle('no contribution', 'contributions.notFound', async (stage) => ({
    ...(await settleOf(stage, await overdue(stage))),
    contribution: unknownId,
  })),
];

export const contributionCases: readonly Case[] = [
  ...submitCases,
  ...acceptCases,
  ...claimCases,
  ...settleCases,
  setRule('by vote', 'applied', async (stage) => ruleOf(await createDao(stage), { rate: '5' })),
  setRule(
    'by a founder alone',
    'contributions.notTheDao',
    async (stage) => ruleOf(await createDao(stage)),
    'ada',
  ),
  setRule('of no DAO', 'contributions.daoNotFound', async (stage) => {
    await createDao(stage);
    return ruleOf(unknownId);
  }),
  setRule('shares that sum to less', 'contributions.sharesDoNotSum', async (stage) =>
    ruleOf(await createDao(stage), { streamPpm: 599_999 }),
  ),
  setRule('weights that sum to more', 'contributions.sharesDoNotSum', async (stage) =>
    ruleOf(await createDao(stage), { weights: [250_000, 250_000, 250_000, 250_001] }),
  ),
  setRule('three weights', 'chain.malformed', async (stage) =>
    ruleOf(await createDao(stage), { weights: [250_000, 250_000, 500_000] }),
  ),
  setAllowance('by vote', 'applied', async (stage) => allowanceOf(await createDao(stage))),
  setAllowance('to nothing', 'applied', async (stage) => allowanceOf(await createDao(stage), '0')),
  setAllowance(
    'by a founder alone',
    'contributions.notTheDao',
    async (stage) => allowanceOf(await createDao(stage)),
    'ada',
  ),
  setAllowance('of no DAO', 'contributions.daoNotFound', async (stage) => {
    await createDao(stage);
    return allowanceOf(unknownId);
  }),
];
