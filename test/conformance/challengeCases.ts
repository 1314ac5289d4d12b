/** Cases of challenges: of lies and of the truth, in time and late, with everything that may be wrong in one. */
import { type Case, casesOf, type Stage } from './stage.ts';
import {
  challengeOf,
  commitFirst,
  daoOf,
  falseScores,
  fundWatcher,
  reveal as revealOne,
  score,
  storedWork,
  submit as submitted,
  unknownId,
  type Work,
} from './steps.ts';

const challenge = casesOf('scorers.challenge', 'watcher');

/** Scored work of which scorer1 lied, and a watcher who can challenge. */
const lied = async (stage: Stage, count = 4): Promise<Work> => {
  const work = await score(stage, await submitted(stage), { scorer1: falseScores }, count);
  await fundWatcher(stage, work.dao);
  return work;
};
/** A challenge of scorer1's lie with something changed. */
const challenging =
  (changes: (stage: Stage) => Record<string, unknown> = () => ({})) =>
  async (stage: Stage) => ({
    ...(await challengeOf(stage, await lied(stage), 'scorer1')),
    ...changes(stage),
  });

export const challengeCases: readonly Case[] = [
  challenge('of a lie that the others outvoted', 'applied', challenging()),
  challenge('of a lie without which no quorum stands', 'applied', async (stage) =>
    challengeOf(stage, await lied(stage, 3), 'scorer1'),
  ),
  challenge('of a lie before the quorum', 'applied', async (stage) => {
    const work = await submitted(stage);
    await commitFirst(stage, work, 3, { scorer1: falseScores });
    await revealOne(stage, work, 'scorer1', falseScores);
    await fundWatcher(stage, work.dao);
    return challengeOf(stage, work, 'scorer1');
  }),
  challenge('of the truth loses its bond', 'applied', async (stage) =>
    challengeOf(stage, await lied(stage), 'scorer2'),
  ),
  challenge(
    'of the truth without the bond',
    'chain.notCovered',
    async (stage) => challengeOf(stage, await lied(stage), 'scorer2'),
    'stranger',
  ),
  challenge('in the last millisecond', 'applied', async (stage) => {
    const work = await lied(stage);
    const { scoredAt = 0 } = await storedWork(stage, work);
    await stage.nextBlockAt(scoredAt + daoOf(stage).committee.windowMs);
    return challengeOf(stage, work, 'scorer1');
  }),
  challenge('one millisecond late', 'scorers.windowClosed', async (stage) => {
    const work = await lied(stage);
    const { scoredAt = 0 } = await storedWork(stage, work);
    await stage.nextBlockAt(scoredAt + daoOf(stage).committee.windowMs + 1);
    return challengeOf(stage, work, 'scorer1');
  }),
  challenge('twice', 'scorers.notRevealed', async (stage) => {
    const work = await lied(stage);
    await stage.apply('watcher', 'scorers.challenge', await challengeOf(stage, work, 'scorer1'));
    return challengeOf(stage, work, 'scorer1');
  }),
  challenge('of a scorer who revealed nothing', 'scorers.notRevealed', async (stage) =>
    challengeOf(stage, await lied(stage, 3), 'scorer4'),
  ),
  challenge('of oneself', 'scorers.ownScore', challenging(), 'scorer1'),
  challenge(
    'with other features',
    'scorers.featuresDiffer',
    challenging(() => ({ features: [12, 21] })),
  ),
  challenge(
    'with another salt',
    'scorers.featuresDiffer',
    challenging(() => ({ salt: unknownId })),
  ),
  challenge('with the rows of other features', 'scorers.rowsInvalid', async (stage) => {
    const payload = await challenging()(stage);
    return { ...payload, rows: payload.rows.map((row) => ({ ...row, to: row.to - 1 })) };
  }),
  challenge('with one row', 'scorers.rowsInvalid', async (stage) => {
    const payload = await challenging()(stage);
    return { ...payload, rows: payload.rows.slice(0, 1) };
  }),
  challenge('with one row twice', 'scorers.rowsInvalid', async (stage) => {
    const payload = await challenging()(stage);
    return { ...payload, rows: [...payload.rows.slice(0, 1), ...payload.rows.slice(0, 1)] };
  }),
  challenge(
    'naming less than the bond',
    'scorers.bondDiffers',
    challenging(() => ({ bond: '1' })),
  ),
  challenge(
    'naming less than the escrow',
    'scorers.bondDiffers',
    challenging(() => ({ escrowed: '1' })),
  ),
  challenge(
    'with less at stake',
    'scorers.bondDiffers',
    challenging(() => ({ challengeBond: '9999999' })),
  ),
  challenge(
    'naming another author',
    'scorers.notFound',
    challenging((stage) => ({ author: stage.address('ben') })),
  ),
  challenge(
    'naming another model',
    'scorers.notFound',
    challenging(() => ({ modelHash: unknownId })),
  ),
  challenge(
    'naming another epoch',
    'scorers.notFound',
    challenging(() => ({ epoch: 3 })),
  ),
  challenge(
    'of no contribution',
    'scorers.notFound',
    challenging(() => ({ contribution: unknownId })),
  ),
  challenge(
    'of no DAO',
    'scorers.daoNotFound',
    challenging(() => ({ dao: unknownId })),
  ),
];
