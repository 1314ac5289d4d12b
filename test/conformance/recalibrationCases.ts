/** Cases of correcting scores by ratings: who decides it, when it is done, and what it takes. */
import { ratedBy } from './reviewCases.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, openDao, unknownId } from './steps.ts';

const set = casesOf('reviews.setRecalibration', 'dao');
const lift = casesOf('reviews.liftRecalibration', 'dao');
const recalibrate = casesOf('reviews.recalibrate', 'anyone');

const rule = { unitsMin: 1, alphaMinPpm: 0, shiftMax: 1_000 };
const low = { quality: 0, impact: 1, value: 2 };
const high = { quality: 1, impact: 2, value: 3 };
/** A DAO that corrects scores, with one work that two people rated. */
export const corrects = async (stage: Stage, changes = {}): Promise<string> => {
  const { dao } = await ratedBy(stage, [low, high]);
  await stage.apply('dao', 'reviews.setRecalibration', { dao, rule: { ...rule, ...changes } });
  return dao;
};
const now = (dao: string) => ({ dao, kind: 'code', epoch: 0 });

export const recalibrationCases: readonly Case[] = [
  set('by vote', 'applied', async (stage) => ({ dao: await createDao(stage), rule })),
  set(
    'by a founder alone',
    'reviews.notTheDao',
    async (stage) => ({ dao: await createDao(stage), rule }),
    'ada',
  ),
  set('of no DAO', 'reviews.daoNotFound', async (stage) => {
    await createDao(stage);
    return { dao: unknownId, rule };
  }),
  ...(
    [
      ['from no rating', { unitsMin: 0 }, 'chain.malformed'],
      ['from as many as can be asked', { unitsMin: 1_000_000 }, 'applied'],
      ['from more than can be asked', { unitsMin: 1_000_001 }, 'chain.malformed'],
      ['at perfect agreement', { alphaMinPpm: 1_000_000 }, 'applied'],
      ['at more than that', { alphaMinPpm: 1_000_001 }, 'chain.malformed'],
      ['by nothing', { shiftMax: 0 }, 'chain.malformed'],
      ['by half the scale', { shiftMax: 5_000 }, 'applied'],
      ['by more than half', { shiftMax: 5_001 }, 'chain.malformed'],
    ] as const
  ).map(([name, changes, expected]) =>
    set(name, expected, async (stage) => ({ dao: await createDao(stage), rule: { ...rule, ...changes } })),
  ),

  lift('by vote', 'applied', async (stage) => ({ dao: await corrects(stage) })),
  lift('with a correction in force', 'applied', async (stage) => {
    const dao = await corrects(stage);
    await stage.apply('anyone', 'reviews.recalibrate', now(dao));
    return { dao };
  }),
  lift('where there is none', 'reviews.recalibrationOff', async (stage) => ({ dao: await createDao(stage) })),
  lift(
    'by a founder alone',
    'reviews.notTheDao',
    async (stage) => {
      const dao = await createDao(stage);
      await stage.apply('dao', 'reviews.setRecalibration', { dao, rule });
      return { dao };
    },
    'ada',
  ),
  lift('of no DAO', 'reviews.daoNotFound', async (stage) => {
    await createDao(stage);
    return { dao: unknownId };
  }),

  recalibrate('by anyone', 'applied', async (stage) => now(await corrects(stage))),
  recalibrate('twice in an epoch', 'reviews.alreadyRecalibrated', async (stage) => {
    const dao = await corrects(stage);
    await stage.apply('anyone', 'reviews.recalibrate', now(dao));
    return now(dao);
  }),
  recalibrate('where ratings correct nothing', 'reviews.recalibrationOff', async (stage) =>
    now((await ratedBy(stage, [low, high])).dao),
  ),
  recalibrate('by fewer works than it takes', 'reviews.tooFewRatings', async (stage) =>
    now(await corrects(stage, { unitsMin: 2 })),
  ),
  recalibrate('by ratings that agree too little', 'reviews.tooFewRatings', async (stage) =>
    now(await corrects(stage, { alphaMinPpm: 1 })),
  ),
  recalibrate('a kind that nobody rated', 'reviews.tooFewRatings', async (stage) => ({
    ...now(await corrects(stage)),
    kind: 'document',
  })),
  recalibrate('for the epoch after', 'reviews.wrongEpoch', async (stage) => ({
    ...now(await corrects(stage)),
    epoch: 1,
  })),
  recalibrate('of no DAO', 'reviews.daoNotFound', async (stage) => {
    await openDao(stage);
    return now(unknownId);
  }),
];
