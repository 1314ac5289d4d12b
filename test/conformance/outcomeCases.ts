/** Cases of outcomes: what became of accepted work, committed to and revealed, by whom and when. */
import { scorerNames } from '#test/support/testDao.ts';
import {
  honestFacts,
  measure,
  outcomeCommitmentTo,
  outcomeRevealOf,
  takenBack,
  untilOutcome,
} from './outcomeSteps.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import {
  accepted,
  claimOf,
  contentOf,
  createDao,
  daoOf,
  score,
  scored,
  submit,
  unbondAll,
  unknownId,
  type Work,
} from './steps.ts';

const commit = casesOf('outcomes.commit', 'scorer1');
const reveal = casesOf('outcomes.reveal', 'scorer1');
const claim = casesOf('contributions.claim', 'anyone');

const hashFor = (work: Work) => ({ ...work, hash: contentOf('a commitment') });
const due = async (stage: Stage, ms = 0) => untilOutcome(stage, await accepted(stage), ms);
/** Work under a rule that holds `vestingPpm` of its pay. */
const heldBy = async (stage: Stage, vestingPpm: number) => {
  const rules = daoOf(stage).rules.map((one) => ({
    ...one,
    rule: { ...one.rule, streamPpm: 600_000 - vestingPpm, vestingPpm },
  }));
  const work = await score(stage, await submit(stage, 'newcomer', { rules }));
  const author = stage.address('newcomer');
  await stage.apply('ada', 'contributions.accept', { ...work, author });
  return untilOutcome(stage, work);
};
/** Work whose outcome the first `count` scorers committed to, so that reveals are open. */
const committed = async (stage: Stage, count = 4, facts = honestFacts): Promise<Work> => {
  const work = await due(stage);
  for (const scorer of scorerNames.slice(0, count))
    await stage.apply(scorer, 'outcomes.commit', await outcomeCommitmentTo(stage, work, scorer, facts));
  if (count < scorerNames.length) await stage.pass(2_000);
  return work;
};
const revealed = async (stage: Stage, count: number, facts = honestFacts): Promise<Work> => {
  const work = await committed(stage, 4, facts);
  for (const scorer of scorerNames.slice(0, count))
    await stage.apply(scorer, 'outcomes.reveal', await outcomeRevealOf(stage, work, scorer, facts));
  return work;
};
/** A reveal of which parts are changed after the commit. */
const changed = (changes: Record<string, unknown>) => async (stage: Stage) => ({
  ...(await outcomeRevealOf(stage, await committed(stage))),
  ...changes,
});

const commitCases: readonly Case[] = [
  commit('in the first millisecond', 'applied', async (stage) => hashFor(await due(stage))),
  commit('one millisecond early', 'outcomes.tooEarly', async (stage) => hashFor(await due(stage, -1))),
  commit('in the last millisecond', 'applied', async (stage) => hashFor(await due(stage, 3_600_000))),
  commit('one millisecond late', 'outcomes.tooLate', async (stage) => hashFor(await due(stage, 3_600_001))),
  commit('of work that nobody accepted', 'outcomes.notAccepted', async (stage) =>
    hashFor(await scored(stage)),
  ),
  commit('where nothing is held', 'outcomes.nothingHeld', async (stage) => hashFor(await heldBy(stage, 0))),
  commit('where one part in a million is held', 'applied', async (stage) => hashFor(await heldBy(stage, 1))),
  commit('twice', 'outcomes.alreadyCommitted', async (stage) => {
    const work = await committed(stage, 1);
    return hashFor(work);
  }),
  commit(
    'after the first reveal',
    'outcomes.committingClosed',
    async (stage) => {
      const work = await committed(stage, 3);
      await stage.apply('scorer1', 'outcomes.reveal', await outcomeRevealOf(stage, work));
      return hashFor(work);
    },
    'scorer4',
  ),
  commit('once it is measured', 'outcomes.alreadyMeasured', async (stage) =>
    hashFor(await revealed(stage, 3)),
  ),
  commit('by a stranger', 'outcomes.notInCommittee', async (stage) => hashFor(await due(stage)), 'stranger'),
  commit('without a bond', 'outcomes.notBonded', async (stage) => {
    const work = await due(stage);
    await unbondAll(stage, work.dao);
    return hashFor(work);
  }),
  commit('of no contribution', 'outcomes.notFound', async (stage) =>
    hashFor({ dao: await createDao(stage), contribution: unknownId }),
  ),
  commit('in the name of another DAO', 'outcomes.notFound', async (stage) => {
    const { contribution } = await due(stage);
    return hashFor({ dao: await createDao(stage), contribution });
  }),
  commit('of no DAO', 'outcomes.daoNotFound', async () =>
    hashFor({ dao: unknownId, contribution: unknownId }),
  ),
];

const revealCases: readonly Case[] = [
  reveal('the first', 'applied', async (stage) => outcomeRevealOf(stage, await committed(stage))),
  reveal(
    'the third, which releases a part and returns the rest',
    'applied',
    async (stage) => outcomeRevealOf(stage, await revealed(stage, 2), 'scorer3'),
    'scorer3',
  ),
  reveal(
    'the third, of work that was taken back: all that is held returns',
    'applied',
    async (stage) => outcomeRevealOf(stage, await revealed(stage, 2, takenBack), 'scorer3', takenBack),
    'scorer3',
  ),
  reveal(
    'the fourth, once it is measured',
    'outcomes.alreadyMeasured',
    async (stage) => outcomeRevealOf(stage, await revealed(stage, 3), 'scorer4'),
    'scorer4',
  ),
  reveal('twice', 'outcomes.alreadyRevealed', async (stage) =>
    outcomeRevealOf(stage, await revealed(stage, 1)),
  ),
  reveal('what was not committed to', 'outcomes.notCommitted', async (stage) =>
    outcomeRevealOf(stage, await due(stage)),
  ),
  reveal('other facts', 'outcomes.commitDiffers', changed({ facts: { ...honestFacts, standing: 40 } })),
  reveal('with another salt', 'outcomes.commitDiffers', changed({ salt: unknownId })),
  reveal(
    'more lines than there are',
    'outcomes.factsDoNotFit',
    changed({ facts: { ...honestFacts, reverted: 11 } }),
  ),
  reveal('less than nothing', 'chain.malformed', changed({ facts: { ...honestFacts, adopters: -1 } })),
  reveal(
    'more lines than can be',
    'chain.malformed',
    changed({ facts: { ...honestFacts, lines: 1_000_000_001 } }),
  ),
  reveal('into the budget of another epoch', 'outcomes.notFound', changed({ epoch: 1 })),
  reveal('into the budget of another kind', 'outcomes.notFound', changed({ kind: 'document' })),
  reveal('naming less than is held', 'outcomes.notFound', changed({ heldMax: '1' })),
  reveal('of no contribution', 'outcomes.notFound', changed({ contribution: unknownId })),
  reveal('of no DAO', 'outcomes.daoNotFound', changed({ dao: unknownId })),
  reveal('of work that nobody accepted', 'outcomes.notAccepted', async (stage) =>
    outcomeRevealOf(stage, await scored(stage)),
  ),
  reveal('before its time', 'outcomes.tooEarly', async (stage) =>
    outcomeRevealOf(stage, await accepted(stage)),
  ),
  reveal('in the last millisecond', 'applied', async (stage) =>
    outcomeRevealOf(stage, await untilOutcome(stage, await committed(stage), 3_600_000)),
  ),
  reveal('one millisecond late', 'outcomes.tooLate', async (stage) =>
    outcomeRevealOf(stage, await untilOutcome(stage, await committed(stage), 3_600_001)),
  ),
  reveal('before the quorum has committed', 'outcomes.revealTooEarly', async (stage) =>
    outcomeRevealOf(stage, await committed(stage, 2)),
  ),
  reveal(
    'by a stranger',
    'outcomes.notInCommittee',
    async (stage) => outcomeRevealOf(stage, await committed(stage)),
    'stranger',
  ),
  reveal('without a bond', 'outcomes.notBonded', async (stage) => {
    const work = await committed(stage);
    await unbondAll(stage, work.dao);
    return outcomeRevealOf(stage, work);
  }),
];

const claimCases: readonly Case[] = [
  claim('what a measured outcome released', 'applied', async (stage) => {
    const work = await due(stage);
    await stage.apply('anyone', 'contributions.claim', await claimOf(stage, work));
    await measure(stage, work);
    return claimOf(stage, work);
  }),
  claim(
    'what is held, in the last millisecond of its outcome',
    'contributions.nothingToClaim',
    async (stage) => {
      const work = await due(stage);
      await stage.apply('anyone', 'contributions.claim', await claimOf(stage, work));
      await untilOutcome(stage, work, 3_600_000);
      return claimOf(stage, work);
    },
  ),
  claim('what nobody measured in time', 'applied', async (stage) => {
    const work = await due(stage);
    await stage.apply('anyone', 'contributions.claim', await claimOf(stage, work));
    await untilOutcome(stage, work, 3_600_001);
    return claimOf(stage, work);
  }),
];

export const outcomeCases: readonly Case[] = [...commitCases, ...revealCases, ...claimCases];
