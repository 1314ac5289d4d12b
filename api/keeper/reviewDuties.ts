/** What falls due by time around reviews: work that chance picked, and the correction of scores for each next epoch. */
import { contributions, corrections, workKind } from '#governance/contributions/state.ts';
import { epochAt, epochEndsAt, policies } from '#governance/daos/state.ts';
import { drawOf } from '#governance/reviews/draw.ts';
import { correctionBy, recalibrations } from '#governance/reviews/recalibration.ts';
import { defaultSampling, records, reviews, samplings } from '#governance/reviews/state.ts';
import { emptyRound } from '#governance/scorers/round.ts';
import { rounds } from '#governance/scorers/state.ts';
import { type Duty, namedBy } from './duty.ts';

/** Puts work up for review that chance picked. */
const openReviews: Duty = {
  name: 'reviews',
  events: ['scorers.scored'],
  caseOf: namedBy('contribution'),
  look(state, contribution) {
    const stored = state.get(contributions.read(contribution));
    if (stored === undefined || state.get(reviews.read(contribution)) !== undefined) return 'done';
    const { dao } = stored;
    const { samplePpm } = state.get(samplings.read(dao)) ?? defaultSampling;
    const round = state.get(rounds.read(contribution)) ?? emptyRound;
    if (drawOf(contribution, stored, round, samplePpm) === undefined) return 'done';
    return { send: { kind: 'reviews.open', payload: { contribution, dao } } };
  },
};

/** Corrects scores by what people rated, once an epoch where that changes anything. */
const recalibrateScores: Duty = {
  name: 'recalibrations',
  events: ['reviews.recalibrationSet', 'reviews.rated'],
  caseOf: namedBy('dao'),
  look(state, dao) {
    const rule = state.get(recalibrations.read(dao));
    const policy = state.get(policies.read(dao));
    if (rule === undefined || policy === undefined) return 'done';
    const epoch = epochAt(state.time, state.genesisTime, policy.epochMs);
    let isWaiting = false;
    for (const kind of workKind.options) {
      const stored = state.get(corrections.read(dao, kind));
      const next = correctionBy((axis) => state.get(records.read(dao, kind, axis)), rule);
      if (next === undefined || JSON.stringify(next) === JSON.stringify(stored?.correction)) continue;
      if (stored?.fromEpoch !== epoch + 1)
        return { send: { kind: 'reviews.recalibrate', payload: { dao, kind, epoch } } };
      isWaiting = true;
    }
    return isWaiting ? { at: epochEndsAt(epoch, state.genesisTime, policy.epochMs) } : 'done';
  },
};

export const reviewDuties: readonly Duty[] = [openReviews, recalibrateScores];
