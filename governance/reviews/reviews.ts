/** Reviews: people rate work that chance picked, blind and under seal, and what they say of the scores is on record. */

import { z } from 'zod';
import { codecOf, encodeValue } from '#chain/codec.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { type Address, address, bytes, type Id, id, integer, ppm, score } from '#chain/scalars.ts';
import { commitHash, dimensions } from '#scoring/attestation.ts';
import { type Axis, axes, ladder, tenths } from '../contributions/correction.ts';
import {
  type Contribution,
  contributions,
  correctionAt,
  corrections,
  workKind,
} from '../contributions/state.ts';
import { daos, epochAt, isDao, policies, roles } from '../daos/state.ts';
import { emptyRound } from '../scorers/round.ts';
import { rounds } from '../scorers/state.ts';
import { alphaPpm, ladderOf, withRatings } from './agreement.ts';
import { drawOf } from './draw.ts';
import {
  liftRecalibration,
  recalibrate,
  recalibration,
  recalibrations,
  recalibrationVocabulary,
  setRecalibration,
} from './recalibration.ts';
import {
  defaultSampling,
  emptyRecord,
  ratersMax,
  ratings,
  records,
  review,
  reviews,
  samplings,
  stratum,
} from './state.ts';

const about = { contribution: id, dao: id };
const { events, errors, transaction } = vocabulary(
  {
    samplingSet: z.strictObject({ dao: id, samplePpm: ppm }),
    opened: z.strictObject({ ...about, kind: workKind, stratum }),
    committed: z.strictObject({ ...about, reviewer: address }),
    rated: z.strictObject({ ...about, reviewer: address, ratings }),
  },
  {
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
    notFound: { status: 404, message: 'No work with these values is up for review.' },
    notDrawn: { status: 409, message: 'This work was not drawn for review.' },
    alreadyOpen: { status: 409, message: 'The review of this work is already open.' },
    notScored: { status: 409, message: 'This work has no score to be held against.' },
    notReviewer: { status: 403, message: 'Only a reviewer of the DAO may rate work.' },
    ownWork: { status: 403, message: 'Nobody rates their own work.' },
    alreadyCommitted: { status: 409, message: 'This reviewer has already sealed a rating of this work.' },
    full: { status: 409, message: 'Two reviewers have already sealed their ratings of this work.' },
    notCommitted: { status: 409, message: 'This reviewer sealed no rating of this work.' },
    alreadyRevealed: { status: 409, message: 'This reviewer has already opened the rating of this work.' },
    revealTooEarly: { status: 409, message: 'Ratings are opened once two reviewers have sealed theirs.' },
    commitDiffers: { status: 422, message: 'The ratings are not those that were sealed.' },
  },
);

const setSampling = transaction({
  doc: 'Set which share of scored work people review; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, samplePpm: ppm }),
  access: ({ payload: { dao } }) => ({ dao: daos.read(dao), sampling: samplings.write(dao) }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    cells.sampling.set({ samplePpm: payload.samplePpm });
    emit('samplingSet', payload);
  },
});

const open = transaction({
  doc: 'Put scored work that was drawn up for review; anyone may send it, and the chain draws again.',
  payload: z.strictObject(about),
  access: ({ payload: { contribution: key, dao } }) => ({
    contribution: contributions.read(key),
    round: rounds.read(key),
    sampling: samplings.read(dao),
    review: reviews.write(key),
  }),
  apply(cells, { payload, time, emit, reject }) {
    const { contribution: key, dao } = payload;
    const work = cells.contribution.get() ?? reject('notFound');
    if (work.dao !== dao) reject('notFound');
    if (cells.review.get() !== undefined) reject('alreadyOpen');
    if (work.scores === undefined) reject('notScored');
    const { samplePpm } = cells.sampling.get() ?? defaultSampling;
    const drawn = drawOf(key, work, cells.round.get() ?? emptyRound, samplePpm) ?? reject('notDrawn');
    const { kind } = work;
    cells.review.set({ dao, kind, stratum: drawn, openedAt: time, commits: [], reveals: [] });
    emit('opened', { contribution: key, dao, kind, stratum: drawn });
  },
});

const sealed = z.strictObject({ contribution: id, ratings });
const sealedCodec = codecOf(sealed);
/** The hash that a reviewer commits to. */
export const ratingCommitment = (reviewer: Address, salt: string, said: z.output<typeof sealed>): Id =>
  commitHash(fromHex(reviewer), fromHex(salt), encodeValue(sealedCodec, said));

const commit = transaction({
  doc: 'Seal a rating of work that is up for review; a reviewer of the DAO who is not its author sends it.',
  payload: z.strictObject({ ...about, hash: id }),
  access: ({ sender, payload: { contribution: key, dao } }) => ({
    own: roles.read(dao, sender),
    contribution: contributions.read(key),
    review: reviews.write(key),
  }),
  apply(cells, { sender, payload, emit, reject }) {
    const { contribution: key, dao, hash } = payload;
    const before = cells.review.get() ?? reject('notFound');
    if (before.dao !== dao) reject('notFound');
    if (cells.own.get()?.roles.includes('reviewer') !== true) reject('notReviewer');
    const work = cells.contribution.get() ?? reject('notFound');
    if (work.author === sender) reject('ownWork');
    if (before.commits.some(({ reviewer }) => reviewer === sender)) reject('alreadyCommitted');
    if (before.commits.length === ratersMax) reject('full');
    cells.review.set({ ...before, commits: [...before.commits, { reviewer: sender, hash }] });
    emit('committed', { contribution: key, dao, reviewer: sender });
  },
});

const scoreOn = (work: Contribution, axis: Axis): number => work.scores?.[dimensions.indexOf(axis)] ?? 0;
const recordAccess = (dao: Id, kind: z.output<typeof workKind>) => ({
  quality: records.write(dao, kind, 'quality'),
  impact: records.write(dao, kind, 'impact'),
  value: records.write(dao, kind, 'value'),
});

const reveal = transaction({
  doc: 'Open a sealed rating once two are sealed; the second puts both on record; the reviewer sends it.',
  payload: z.strictObject({ ...about, kind: workKind, ratings, salt: bytes(32) }),
  access: ({ payload: { contribution: key, dao, kind } }) => ({
    contribution: contributions.read(key),
    review: reviews.write(key),
    ...recordAccess(dao, kind),
  }),
  apply(cells, { sender, payload, emit, reject }) {
    const { contribution: key, dao, kind, ratings: said, salt } = payload;
    const before = cells.review.get() ?? reject('notFound');
    if (before.dao !== dao || before.kind !== kind) reject('notFound');
    const work = cells.contribution.get() ?? reject('notFound');
    if (work.scores === undefined) reject('notScored');
    const committed = before.commits.find(({ reviewer }) => reviewer === sender) ?? reject('notCommitted');
    if (before.reveals.some(({ reviewer }) => reviewer === sender)) reject('alreadyRevealed');
    if (before.commits.length < ratersMax) reject('revealTooEarly');
    if (ratingCommitment(sender, salt, { contribution: key, ratings: said }) !== committed.hash)
      reject('commitDiffers');
    const reveals = [...before.reveals, { reviewer: sender, ratings: said }];
    cells.review.set({ ...before, reveals });
    emit('rated', { contribution: key, dao, reviewer: sender, ratings: said });
    const [one, other] = reveals;
    if (one === undefined || other === undefined) return;
    const isUniform = before.stratum === 'uniform';
    for (const axis of axes) {
      const kept = cells[axis].get() ?? emptyRecord();
      const uniformScore = isUniform ? scoreOn(work, axis) : undefined;
      cells[axis].set(withRatings(kept, axis, [one.ratings, other.ratings], uniformScore));
    }
  },
});

const getReview = query({
  doc: 'The review of a contribution: who sealed a rating, and what was opened.',
  path: '/contributions/{contribution}/review',
  params: z.strictObject({ contribution: id }),
  result: review.extend({ contribution: id }),
  notFound: 'reviews.notFound',
  read({ get }, { contribution: key }) {
    const stored = get(reviews.read(key));
    return stored === undefined ? undefined : { contribution: key, ...stored };
  },
});

const getAgreement = query({
  doc: 'What reviewers say of the scores of a DAO: how far they agree with each other, and their ratings by tenth of the score.',
  path: '/daos/{dao}/agreement',
  params: z.strictObject({ dao: id }),
  result: z.strictObject({
    dao: id,
    samplePpm: ppm,
    /** By which rule ratings correct scores; absent where they do not. */
    recalibration: recalibration.optional(),
    axes: z
      .array(
        z.strictObject({
          kind: workKind,
          axis: z.enum(axes),
          /** Work that two people rated. */
          units: integer(0, 1_000_000_000),
          /** Krippendorff’s alpha in parts per million; absent where nothing differs. */
          alphaPpm: z.int().optional(),
          /** Ratings of work drawn uniformly. */
          ratings: z.array(integer(0, 1_000_000_000)).length(tenths),
          /** What people would have given in each tenth of the score, 0 … 10,000; empty before the first rating. */
          ladder: z.array(score).max(tenths),
          /** What the middle of each tenth counts as in work submitted now; absent where scores count as they are. */
          correction: ladder.optional(),
          /** The same for work submitted from the next epoch on, where that is decided. */
          nextCorrection: ladder.optional(),
        }),
      )
      .max(axes.length * workKind.options.length),
  }),
  notFound: 'reviews.daoNotFound',
  read({ get, time, genesisTime }, { dao }) {
    const policy = get(policies.read(dao));
    if (policy === undefined) return undefined;
    const { samplePpm } = get(samplings.read(dao)) ?? defaultSampling;
    const rule = get(recalibrations.read(dao));
    const now = epochAt(time, genesisTime, policy.epochMs);
    const rows = workKind.options.flatMap((kind) => {
      const stored = get(corrections.read(dao, kind));
      const inForce = correctionAt(stored, now);
      const next = stored !== undefined && stored.fromEpoch > now ? stored.correction : undefined;
      return axes.map((axis) => {
        const kept = get(records.read(dao, kind, axis)) ?? emptyRecord();
        const alpha = alphaPpm(kept.coincidences);
        return {
          kind,
          axis,
          units: kept.units,
          ...(alpha === undefined ? {} : { alphaPpm: Number(alpha) }),
          ratings: [...kept.ratings],
          ladder: ladderOf(kept),
          ...(inForce === undefined ? {} : { correction: [...inForce[axis]] }),
          ...(next === undefined ? {} : { nextCorrection: [...next[axis]] }),
        };
      });
    });
    return { dao, samplePpm, ...(rule === undefined ? {} : { recalibration: rule }), axes: rows };
  },
});

export const reviewsModule = defineModule({
  name: 'reviews',
  doc: 'People rate work that chance picked, blind and under seal; how far they agree, and with the scores, is on record.',
  state: [samplings, reviews, records, recalibrations],
  events: { ...events, ...recalibrationVocabulary.events },
  errors: { ...errors, ...recalibrationVocabulary.errors },
  transactions: { setSampling, open, commit, reveal, setRecalibration, liftRecalibration, recalibrate },
  queries: { getReview, getAgreement },
  lists: {
    reviews: {
      doc: 'Work up for review, newest first.',
      path: '/reviews',
      event: 'opened',
      filters: ['dao', 'kind', 'stratum'],
      item: 'getReview',
    },
    ratings: {
      doc: 'Opened ratings, newest first.',
      path: '/ratings',
      event: 'rated',
      filters: ['contribution', 'dao', 'reviewer'],
    },
  },
});
