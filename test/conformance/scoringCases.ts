/** Cases of scoring: commits and reveals, by whom, of what, and when. */
import { amountMax } from '#chain/limits.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import {
  attestationOf,
  commitFirst,
  commitmentTo,
  contentOf,
  createDao,
  openDao,
  revealOf,
  reveal as revealOne,
  storedWork,
  submission,
  submit as submitted,
  unbondAll,
  unknownId,
  type Work,
} from './steps.ts';

const commit = casesOf('scorers.commit', 'scorer1');
const reveal = casesOf('scorers.reveal', 'scorer1');
const hashFor = (work: Work) => ({ ...work, hash: contentOf('a commitment') });
const commitCases: readonly Case[] = [
  commit('by a scorer', 'applied', async (stage) => hashFor(await submitted(stage))),
  commit(
    'by a stranger',
    'scorers.notInCommittee',
    async (stage) => hashFor(await submitted(stage)),
    'stranger',
  ),
  commit('without a bond', 'scorers.notBonded', async (stage) => {
    const work = await submitted(stage);
    await unbondAll(stage, work.dao);
    return hashFor(work);
  }),
  commit('twice', 'scorers.alreadyCommitted', async (stage) => {
    const work = await submitted(stage);
    await stage.apply('scorer1', 'scorers.commit', hashFor(work));
    return hashFor(work);
  }),
  commit(
    'after the first reveal',
    'scorers.committingClosed',
    async (stage) => {
      const work = await submitted(stage);
      await commitFirst(stage, work, 3);
      await revealOne(stage, work, 'scorer1');
      return hashFor(work);
    },
    'scorer4',
  ),
  commit('in the last millisecond', 'applied', async (stage) => {
    const work = await submitted(stage);
    const { submittedAt, rule } = await storedWork(stage, work);
    await stage.nextBlockAt(submittedAt + rule.scoringMs);
    return hashFor(work);
  }),
  commit('one millisecond late', 'scorers.tooLate', async (stage) => {
    const work = await submitted(stage);
    const { submittedAt, rule } = await storedWork(stage, work);
    await stage.nextBlockAt(submittedAt + rule.scoringMs + 1);
    return hashFor(work);
  }),
  commit('to no contribution', 'scorers.notFound', async (stage) =>
    hashFor({ dao: await createDao(stage), contribution: unknownId }),
  ),
  commit('in the name of another DAO', 'scorers.notFound', async (stage) => {
    const { contribution } = await submitted(stage);
    return hashFor({ dao: await createDao(stage), contribution });
  }),
  commit('of no DAO', 'scorers.daoNotFound', async () =>
    hashFor({ dao: unknownId, contribution: unknownId }),
  ),
];

/** Work that the first three committed to, so that reveals are open. */
const committed = async (stage: Stage, count = 3): Promise<Work> => {
  const work = await submitted(stage);
  await commitFirst(stage, work, count);
  return work;
};
/** A reveal whose attestation or payment is changed after the commit. */
const changed =
  (attestation: Record<string, unknown>, pay: Record<string, unknown> = {}) =>
  async (stage: Stage) => {
    const said = await attestationOf(stage, await committed(stage));
    const payload = await revealOf(stage, 'scorer1', said, pay);
    return { ...payload, attestation: { ...payload.attestation, ...attestation } };
  };
const revealing = async (stage: Stage, work: Work, scorer = 'scorer1') =>
  revealOf(stage, scorer, await attestationOf(stage, work));

const revealCases: readonly Case[] = [
  reveal('the first', 'applied', async (stage) => revealing(stage, await committed(stage))),
  reveal(
    'the third, which pays',
    'applied',
    async (stage) => {
      const work = await committed(stage);
      for (const scorer of ['scorer1', 'scorer2']) await revealOne(stage, work, scorer);
      return revealing(stage, work, 'scorer3');
    },
    'scorer3',
  ),
  reveal(
    'the third, where the epoch was never opened: the work is worth nothing',
    'applied',
    async (stage) => {
      const dao = await createDao(stage);
      const contribution = await stage.apply('newcomer', 'contributions.submit', submission(dao));
      const work = { dao, contribution };
      await commitFirst(stage, work, 3);
      for (const scorer of ['scorer1', 'scorer2']) await revealOne(stage, work, scorer);
      return revealing(stage, work, 'scorer3');
    },
    'scorer3',
  ),
  reveal(
    'the third, of a founder’s work',
    'applied',
    async (stage) => {
      const work = await submitted(stage, 'ada');
      await commitFirst(stage, work, 3);
      for (const scorer of ['scorer1', 'scorer2']) await revealOne(stage, work, scorer);
      const said = await attestationOf(stage, work);
      return revealOf(stage, 'scorer3', said, { author: stage.address('ada') });
    },
    'scorer3',
  ),
  reveal(
    'the fourth, after the score',
    'applied',
    async (stage) => {
      const work = await committed(stage, 4);
      for (const scorer of ['scorer1', 'scorer2', 'scorer3']) await revealOne(stage, work, scorer);
      return revealing(stage, work, 'scorer4');
    },
    'scorer4',
  ),
  reveal(
    'by a stranger',
    'scorers.notInCommittee',
    async (stage) => revealing(stage, await committed(stage)),
    'stranger',
  ),
  reveal('without a bond', 'scorers.notBonded', async (stage) => {
    const work = await committed(stage);
    await unbondAll(stage, work.dao);
    return revealing(stage, work);
  }),
  reveal(
    'never committed',
    'scorers.notCommitted',
    async (stage) => revealing(stage, await committed(stage), 'scorer4'),
    'scorer4',
  ),
  reveal('twice', 'scorers.alreadyRevealed', async (stage) => {
    const work = await committed(stage);
    await revealOne(stage, work, 'scorer1');
    return revealing(stage, work);
  }),
  reveal('of other content', 'scorers.wrongContent', changed({ contentId: unknownId })),
  reveal('of another model', 'scorers.wrongModel', changed({ modelHash: unknownId })),
  reveal('of another extractor', 'scorers.wrongModel', changed({ extractorHash: unknownId })),
  reveal(
    'of another position in the history',
    'scorers.wrongPosition',
    changed({ asOf: { height: 1, index: 0 } }),
  ),
  reveal('of another epoch', 'scorers.wrongPosition', changed({ epoch: 7 })),
  reveal('other scores than committed to', 'scorers.commitDiffers', changed({ scores: [1, 2, 3, 4] })),
  reveal('another hash of features', 'scorers.commitDiffers', changed({ featuresHash: unknownId })),
  reveal('a score above the highest', 'chain.malformed', changed({ scores: [10_001, 0, 0, 0] })),
  reveal('another cap', 'scorers.wrongPay', changed({}, { amountMax: '1' })),
  reveal('the largest amount as cap', 'scorers.wrongPay', changed({}, { amountMax: amountMax.toString() })),
  reveal('another kind', 'scorers.wrongPay', changed({}, { kind: 'document' })),
  reveal('a higher fee', 'scorers.wrongPay', changed({}, { fee: '1000001' })),
  reveal('paying another account', 'scorers.wrongPay', async (stage) => {
    const said = await attestationOf(stage, await committed(stage));
    return revealOf(stage, 'scorer1', said, { author: stage.address('scorer1') });
  }),
  reveal('before the quorum has committed', 'scorers.revealTooEarly', async (stage) => {
    const work = await submitted(stage);
    await commitFirst(stage, work, 2);
    return revealing(stage, work);
  }),
  reveal('two seconds after the third commit', 'applied', async (stage) => {
    const work = await committed(stage);
    await stage.nextBlockAt((await stage.now()).time + 1);
    return revealing(stage, work);
  }),
  reveal('in the last millisecond', 'applied', async (stage) => {
    const work = await committed(stage);
    const { submittedAt, rule } = await storedWork(stage, work);
    await stage.nextBlockAt(submittedAt + rule.scoringMs);
    return revealing(stage, work);
  }),
  reveal('one millisecond late', 'scorers.tooLate', async (stage) => {
    const work = await committed(stage);
    const { submittedAt, rule } = await storedWork(stage, work);
    await stage.nextBlockAt(submittedAt + rule.scoringMs + 1);
    return revealing(stage, work);
  }),
  reveal('after its own expiry', 'scorers.tooLate', async (stage) => {
    const work = await submitted(stage);
    const { time } = await stage.now();
    const said = { ...(await attestationOf(stage, work)), expiry: time + 1_000 };
    for (const scorer of ['scorer1', 'scorer2', 'scorer3'])
      await stage.apply(scorer, 'scorers.commit', commitmentTo(stage, scorer, said));
    await stage.pass(3_000);
    return revealOf(stage, 'scorer1', said);
  }),
  reveal('of no contribution', 'scorers.notFound', changed({ contribution: unknownId })),
  reveal('in the name of another DAO', 'scorers.wrongContent', async (stage) => {
    const said = await attestationOf(stage, await committed(stage));
    return revealOf(stage, 'scorer1', { ...said, dao: await openDao(stage) });
  }),
  reveal('of no DAO', 'scorers.daoNotFound', changed({ dao: unknownId })),
];

export const scoringCases: readonly Case[] = [...commitCases, ...revealCases];
