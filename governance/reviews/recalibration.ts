/** Correcting scores by ratings: members say by vote how much it takes and how far it goes, and anyone does it, once an epoch. */

import { z } from 'zod';
import { collection } from '#chain/access.ts';
import { vocabulary } from '#chain/module.ts';
import { id, integer, ppm } from '#chain/scalars.ts';
import {
  type Axis,
  axes,
  type Correction,
  correction,
  middleOf,
  plainLadder,
} from '../contributions/correction.ts';
import { correctionAt, corrections, workKind } from '../contributions/state.ts';
import { daos, epochAt, isDao, policies } from '../daos/state.ts';
import { epoch } from '../treasury/state.ts';
import { alphaPpm, ladderOf } from './agreement.ts';
import { emptyRecord, type RatingRecord, records } from './state.ts';

export const recalibration = z.strictObject({
  /** Work drawn uniformly that two people rated, of the kind and axis, before its scores are corrected. */
  unitsMin: integer(1, 1_000_000),
  /** Krippendorff’s alpha that their ratings need at least. */
  alphaMinPpm: ppm,
  /** How far a correction moves the middle of a tenth at most, in points of the score. */
  shiftMax: integer(1, 5_000),
});
export type Recalibration = z.output<typeof recalibration>;
/** Absent where a DAO corrects nothing. */
export const recalibrations = collection('reviews.recalibrations', [id], recalibration, { frozen: true });

const about = { dao: id, kind: workKind };
const { events, errors, transaction } = vocabulary(
  {
    recalibrationSet: z.strictObject({ dao: id, rule: recalibration }),
    recalibrationLifted: z.strictObject({ dao: id }),
    /** Work submitted from the epoch on is paid by it. */
    recalibrated: z.strictObject({ ...about, fromEpoch: epoch, correction }),
  },
  {
    recalibrationOff: { status: 409, message: 'This DAO does not correct scores by ratings.' },
    wrongEpoch: { status: 409, message: 'This epoch is not running now.' },
    alreadyRecalibrated: { status: 409, message: 'Scores of the next epoch are already corrected.' },
    tooFewRatings: { status: 409, message: 'On no axis are there enough ratings that agree well enough.' },
  },
);
export const recalibrationVocabulary = { events, errors };

/**
 * The ladder of an axis within its bound: what people would have given in each tenth, moved from the middle of the tenth by
 * `shiftMax` at most. A tenth that nobody rated keeps its middle as far as its neighbours let it. Undefined where ratings are
 * too few or agree too little.
 */
export const boundedLadder = (
  kept: Readonly<RatingRecord>,
  { unitsMin, alphaMinPpm, shiftMax }: Readonly<Recalibration>,
): number[] | undefined => {
  const ratings = kept.ratings.reduce((sum, count) => sum + count, 0);
  const alpha = alphaPpm(kept.coincidences);
  if (ratings < 2 * unitsMin || alpha === undefined || alpha < BigInt(alphaMinPpm)) return undefined;
  const rated = ladderOf(kept).map((rung, tenth) => {
    const middle = middleOf(tenth);
    return Math.max(middle - shiftMax, Math.min(rung, middle + shiftMax));
  });
  const isRated = (tenth: number): boolean => (kept.ratings[tenth] ?? 0) > 0;
  let below = 0;
  return rated.map((rung, tenth) => {
    const next = rated.findIndex((_, one) => one > tenth && isRated(one));
    const above = next < 0 ? 10_000 : (rated[next] ?? 10_000);
    below = isRated(tenth) ? rung : Math.max(below, Math.min(middleOf(tenth), above));
    return below;
  });
};

/** The correction that ratings so far give, axis by axis; undefined where no axis has enough of them. */
export const correctionBy = (
  keptOf: (axis: Axis) => Readonly<RatingRecord> | undefined,
  rule: Readonly<Recalibration>,
): Correction | undefined => {
  const [quality, impact, value] = axes.map((axis) => boundedLadder(keptOf(axis) ?? emptyRecord(), rule));
  if (quality === undefined && impact === undefined && value === undefined) return undefined;
  return {
    quality: quality ?? [...plainLadder],
    impact: impact ?? [...plainLadder],
    value: value ?? [...plainLadder],
  };
};

export const setRecalibration = transaction({
  doc: 'Correct scores by ratings from the next epochs on, within a bound; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, rule: recalibration }),
  access: ({ payload: { dao } }) => ({ dao: daos.read(dao), rule: recalibrations.write(dao) }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('reviews.daoNotFound');
    if (!isDao(payload.dao, sender)) reject('reviews.notTheDao');
    cells.rule.set(payload.rule);
    emit('recalibrationSet', payload);
  },
});

export const liftRecalibration = transaction({
  doc: 'Correct no scores any more, from the next block on; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id }),
  access: ({ payload: { dao } }) => ({
    dao: daos.read(dao),
    rule: recalibrations.write(dao),
    corrections: workKind.options.map((kind) => corrections.write(dao, kind)),
  }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('reviews.daoNotFound');
    if (!isDao(payload.dao, sender)) reject('reviews.notTheDao');
    if (cells.rule.get() === undefined) reject('recalibrationOff');
    cells.rule.delete();
    for (const one of cells.corrections) one.delete();
    emit('recalibrationLifted', payload);
  },
});

const ladderAccess = ({ dao, kind }: { dao: string; kind: z.output<typeof workKind> }) => ({
  quality: records.read(dao, kind, 'quality'),
  impact: records.read(dao, kind, 'impact'),
  value: records.read(dao, kind, 'value'),
});

export const recalibrate = transaction({
  doc: 'Correct the scores of work submitted from the next epoch on by the ratings so far; anyone may send it, once an epoch and kind.',
  payload: z.strictObject({ ...about, epoch }),
  access: ({ payload }) => ({
    policy: policies.read(payload.dao),
    rule: recalibrations.read(payload.dao),
    correction: corrections.write(payload.dao, payload.kind),
    ...ladderAccess(payload),
  }),
  apply(cells, { payload, time, genesisTime, emit, reject }) {
    const { dao, kind } = payload;
    const { epochMs } = cells.policy.get() ?? reject('reviews.daoNotFound');
    const rule = cells.rule.get() ?? reject('recalibrationOff');
    if (epochAt(time, genesisTime, epochMs) !== payload.epoch) reject('wrongEpoch');
    const stored = cells.correction.get();
    const fromEpoch = payload.epoch + 1;
    if (stored?.fromEpoch === fromEpoch) reject('alreadyRecalibrated');
    const next = correctionBy((axis) => cells[axis].get(), rule) ?? reject('tooFewRatings');
    const before = correctionAt(stored, payload.epoch);
    cells.correction.set({ fromEpoch, correction: next, ...(before === undefined ? {} : { before }) });
    emit('recalibrated', { dao, kind, fromEpoch, correction: next });
  },
});
