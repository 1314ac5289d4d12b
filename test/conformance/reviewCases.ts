/** Cases of reviews: which work is drawn, and ratings sealed and opened, by whom and when. */
import { contributions } from '#governance/contributions/state.ts';
import { drawOf } from '#governance/reviews/draw.ts';
import { ratingCommitment } from '#governance/reviews/reviews.ts';
import type { Ratings, Stratum } from '#governance/reviews/state.ts';
import { emptyRound } from '#governance/scorers/round.ts';
import { rounds } from '#governance/scorers/state.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import {
  contentOf,
  createDao,
  openDao,
  score,
  scored,
  submission,
  submit,
  unknownId,
  type Work,
} from './steps.ts';

const setSampling = casesOf('reviews.setSampling', 'dao');
const open = casesOf('reviews.open', 'anyone');
const commit = casesOf('reviews.commit');
const reveal = casesOf('reviews.reveal');

const ratings: Ratings = { quality: 3, impact: 1, value: 4 };
/** How work is drawn where as much is reviewed as can be. */
type Way = Stratum | 'none';
const saltOf = (reviewer: string) => contentOf(`rating of ${reviewer}`);
const wayOf = async (stage: Stage, { contribution }: Work): Promise<Way> => {
  const work = await stage.get(contributions.read(contribution));
  const round = (await stage.get(rounds.read(contribution))) ?? emptyRound;
  return (work === undefined ? undefined : drawOf(contribution, work, round, 1_000_000)) ?? 'none';
};
/** Scored work of a DAO that reviews as much as it can, drawn in this way. */
const drawn = async (stage: Stage, way: Way = 'uniform', author = 'newcomer') => {
  const dao = await openDao(stage);
  await stage.apply('dao', 'reviews.setSampling', { dao, samplePpm: 1_000_000 });
  for (let number = 0; ; number++) {
    const contribution = await stage.apply(author, 'contributions.submit', submission(dao, `work ${number}`));
    const work = await score(stage, { dao, contribution });
    if ((await wayOf(stage, work)) === way) return work;
  }
};
/** The same, up for review. */
export const opened = async (stage: Stage, way?: Way, author?: string): Promise<Work> => {
  const work = await drawn(stage, way, author);
  await stage.apply('anyone', 'reviews.open', work);
  return work;
};
const sealOf = (stage: Stage, work: Work, reviewer = 'ada', said = ratings) => ({
  ...work,
  hash: ratingCommitment(stage.account(reviewer), saltOf(reviewer), {
    contribution: work.contribution,
    ratings: said,
  }),
});
const openingOf = (work: Work, reviewer = 'ada', said = ratings) => ({
  ...work,
  kind: 'code',
  ratings: said,
  salt: saltOf(reviewer),
});
/** Work drawn uniformly that ada and ben rated so. */
export const ratedBy = async (stage: Stage, said: readonly [Ratings, Ratings]): Promise<Work> => {
  const work = await opened(stage);
  const both = [['ada', said[0]] as const, ['ben', said[1]] as const];
  for (const [reviewer, one] of both)
    await stage.apply(reviewer, 'reviews.commit', sealOf(stage, work, reviewer, one));
  for (const [reviewer, one] of both)
    await stage.apply(reviewer, 'reviews.reveal', openingOf(work, reviewer, one));
  return work;
};
/** Work that these reviewers sealed a rating of. */
const sealedBy = async (stage: Stage, reviewers: readonly string[] = ['ada', 'ben'], way?: Way) => {
  const work = await opened(stage, way);
  for (const reviewer of reviewers)
    await stage.apply(reviewer, 'reviews.commit', sealOf(stage, work, reviewer));
  return work;
};
const asReviewer = async (stage: Stage, dao: string, name: string) =>
  stage.apply('dao', 'daos.setRoles', {
    dao,
    account: stage.address(name),
    roles: ['member', 'reviewer'],
  });

export const reviewCases: readonly Case[] = [
  setSampling('by vote', 'applied', async (stage) => ({ dao: await createDao(stage), samplePpm: 50_000 })),
  setSampling('to nothing', 'applied', async (stage) => ({ dao: await createDao(stage), samplePpm: 0 })),
  setSampling('to more than all', 'chain.malformed', async (stage) => ({
    dao: await createDao(stage),
    samplePpm: 1_000_001,
  })),
  setSampling(
    'by a founder alone',
    'reviews.notTheDao',
    async (stage) => ({ dao: await createDao(stage), samplePpm: 1 }),
    'ada',
  ),
  setSampling('of no DAO', 'reviews.daoNotFound', async (stage) => {
    await createDao(stage);
    return { dao: unknownId, samplePpm: 1 };
  }),

  open('drawn uniformly', 'applied', (stage) => drawn(stage)),
  open('drawn by what it earns', 'applied', (stage) => drawn(stage, 'payout')),
  open('not drawn', 'reviews.notDrawn', (stage) => drawn(stage, 'none')),
  open('twice', 'reviews.alreadyOpen', (stage) => opened(stage)),
  open('before it is scored', 'reviews.notScored', (stage) => submit(stage)),
  open('no contribution', 'reviews.notFound', async (stage) => ({
    dao: await createDao(stage),
    contribution: unknownId,
  })),
  open('in the name of another DAO', 'reviews.notFound', async (stage) => {
    const { contribution } = await drawn(stage);
    return { dao: await createDao(stage), contribution };
  }),

  commit('by a reviewer', 'applied', async (stage) => sealOf(stage, await opened(stage))),
  commit(
    'by the second reviewer',
    'applied',
    async (stage) => sealOf(stage, await sealedBy(stage, ['ada']), 'ben'),
    'ben',
  ),
  commit('twice', 'reviews.alreadyCommitted', async (stage) => sealOf(stage, await sealedBy(stage, ['ada']))),
  commit(
    'by a third',
    'reviews.full',
    async (stage) => {
      const work = await sealedBy(stage);
      await asReviewer(stage, work.dao, 'chen');
      return sealOf(stage, work, 'chen');
    },
    'chen',
  ),
  commit(
    'by a stranger',
    'reviews.notReviewer',
    async (stage) => sealOf(stage, await opened(stage), 'stranger'),
    'stranger',
  ),
  commit(
    'by the author',
    'reviews.ownWork',
    async (stage) => {
      const work = await opened(stage);
      await asReviewer(stage, work.dao, 'newcomer');
      return sealOf(stage, work, 'newcomer');
    },
    'newcomer',
  ),
  commit('of what is not up for review', 'reviews.notFound', async (stage) =>
    sealOf(stage, await scored(stage)),
  ),
  commit('in the name of another DAO', 'reviews.notFound', async (stage) => ({
    ...sealOf(stage, await opened(stage)),
    dao: unknownId,
  })),

  reveal('the first', 'applied', async (stage) => openingOf(await sealedBy(stage))),
  reveal(
    'the second, of work drawn by what it earns',
    'applied',
    async (stage) => {
      const work = await sealedBy(stage, ['ada', 'ben'], 'payout');
      await stage.apply('ada', 'reviews.reveal', openingOf(work));
      return openingOf(work, 'ben');
    },
    'ben',
  ),
  reveal(
    'the second, of work drawn uniformly',
    'applied',
    async (stage) => {
      const work = await sealedBy(stage);
      await stage.apply('ada', 'reviews.reveal', openingOf(work));
      return openingOf(work, 'ben');
    },
    'ben',
  ),
  reveal('before two are sealed', 'reviews.revealTooEarly', async (stage) =>
    openingOf(await sealedBy(stage, ['ada'])),
  ),
  reveal('twice', 'reviews.alreadyRevealed', async (stage) => {
    const work = await sealedBy(stage);
    await stage.apply('ada', 'reviews.reveal', openingOf(work));
    return openingOf(work);
  }),
  reveal(
    'what was not sealed',
    'reviews.notCommitted',
    async (stage) => openingOf(await sealedBy(stage), 'stranger'),
    'stranger',
  ),
  reveal('other ratings', 'reviews.commitDiffers', async (stage) => ({
    ...openingOf(await sealedBy(stage)),
    ratings: { ...ratings, value: 0 },
  })),
  reveal('a level too high', 'chain.malformed', async (stage) => ({
    ...openingOf(await sealedBy(stage)),
    ratings: { ...ratings, value: 5 },
  })),
  reveal('a level below none', 'chain.malformed', async (stage) => ({
    ...openingOf(await sealedBy(stage)),
    ratings: { ...ratings, value: -1 },
  })),
  reveal('on the record of another kind', 'reviews.notFound', async (stage) => ({
    ...openingOf(await sealedBy(stage)),
    kind: 'document',
  })),
  reveal('of what is not up for review', 'reviews.notFound', async (stage) => openingOf(await scored(stage))),
];
