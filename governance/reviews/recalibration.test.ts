/** Corrections: the ladder of ratings within its bound, and what it makes of scores and pay, epoch by epoch. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DevStage } from '#test/conformance/devStage.ts';
import { corrects } from '#test/conformance/recalibrationCases.ts';
import { plannedBudgets, score, storedWork, submission } from '#test/conformance/steps.ts';
import { corrected, middleOf, plainLadder, tenths } from '../contributions/correction.ts';
import { amountOfScores } from '../contributions/payment.ts';
import { epochEndsAt, policies } from '../daos/state.ts';
import { boundedLadder } from './recalibration.ts';
import { emptyRecord, levels, type RatingRecord } from './state.ts';

const rule = { unitsMin: 1, alphaMinPpm: 0, shiftMax: 1_000 };
/** Ratings and their sums by tenth, of people who agree in all of them. */
const recordOf = (
  byTenth: Readonly<Record<number, readonly [ratings: number, sum: number]>>,
): RatingRecord => {
  const record = emptyRecord();
  const part = (place: 0 | 1) => record.ratings.map((_, tenth) => byTenth[tenth]?.[place] ?? 0);
  const coincidences = record.coincidences.map((_, place) => (place % (levels + 1) === 0 ? 2 : 0));
  return { ...record, units: levels, coincidences, ratings: part(0), sums: part(1) };
};

describe('a bounded ladder', () => {
  it('moves rated tenths by the bound at most, and others as far as their neighbours need', () => {
    // People give 4 of 4 in the second tenth and 2 of 4 in the fifth: 10,000 pools with 5,000 to 7,500.
    const kept = recordOf({ 1: [2, 8], 4: [2, 4] });
    expect(boundedLadder(kept, rule)).toEqual([
      500, 2_500, 2_500, 3_500, 5_500, 5_500, 6_500, 7_500, 8_500, 9_500,
    ]);
  });

  it('is the scale itself where people give what the model gave', () => {
    const kept = recordOf({ 2: [2, 2], 7: [2, 6] });
    expect(boundedLadder(kept, rule)).toEqual(plainLadder);
  });

  it('is none below the ratings or the agreement that it takes', () => {
    const kept = recordOf({ 1: [2, 8] });
    expect(boundedLadder(kept, { ...rule, unitsMin: 2 })).toBeUndefined();
    expect(boundedLadder(kept, { ...rule, alphaMinPpm: 1_000_000 })).toBeDefined();
    expect(boundedLadder(emptyRecord(), rule)).toBeUndefined();
  });

  it('never falls, stays within its bound, and keeps the order of scores', () => {
    const tenth = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 100 }));
    fc.assert(
      fc.property(
        fc.array(tenth, { minLength: tenths, maxLength: tenths }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 0, max: 9_999 }),
        (list, shiftMax, one) => {
          const kept = recordOf(
            Object.fromEntries(
              list.map(([ratings, share], place) => [
                place,
                [ratings, Math.floor((4 * ratings * share) / 100)],
              ]),
            ),
          );
          const ladder = boundedLadder(kept, { ...rule, shiftMax });
          if (ladder === undefined) return;
          for (const [place, rung] of ladder.entries()) {
            expect(rung).toBeGreaterThanOrEqual(ladder[place - 1] ?? 0);
            expect(rung).toBeLessThanOrEqual(10_000);
            if ((kept.ratings[place] ?? 0) > 0)
              expect(Math.abs(rung - middleOf(place))).toBeLessThanOrEqual(shiftMax);
          }
          expect(corrected(ladder, one + 1)).toBeGreaterThanOrEqual(corrected(ladder, one));
          expect(corrected(ladder, 0)).toBe(0);
          expect(corrected(ladder, 10_000)).toBe(10_000);
        },
      ),
    );
  });
});

it('changes no score by the plain ladder', () => {
  for (let one = 0; one <= 10_000; one++) expect(corrected(plainLadder, one)).toBe(one);
});

it('draws straight lines between the middles of tenths', () => {
  const ladder = plainLadder.map((middle) => middle / 2);
  expect([250, 500, 1_000, 1_500, 9_500, 9_750, 10_000].map((one) => corrected(ladder, one))).toEqual([
    125, 250, 500, 750, 4_750, 7_375, 10_000,
  ]);
});

it('pays work of the next epoch by it, work of this epoch as before, and none once it is lifted', async () => {
  const stage = new DevStage();
  const dao = await corrects(stage);
  const submit = (name: string) => stage.apply('newcomer', 'contributions.submit', submission(dao, name));
  const { epochMs = 0 } = (await stage.get(policies.read(dao))) ?? {};
  await stage.apply('anyone', 'reviews.recalibrate', { dao, kind: 'code', epoch: 0 });
  const before = await submit('of this epoch');
  await stage.nextBlockAt(epochEndsAt(0, stage.genesisTime, epochMs));
  await stage.apply('keeper', 'treasury.openEpoch', { dao, epoch: 1, budgets: plannedBudgets() });
  const after = await submit('of the next');
  await stage.apply('dao', 'reviews.liftRecalibration', { dao });
  const last = await submit('after the end of it');
  const termsOf = async (contribution: string) => storedWork(stage, { dao, contribution });
  expect((await termsOf(before)).correction).toBeUndefined();
  expect((await termsOf(last)).correction).toBeUndefined();
  const work = await termsOf(after);
  // The one work has 6,400 in quality and people gave 0 and 1 of 4: 1,250, so the bound of 1,000 decides.
  expect(work.correction?.quality[6]).toBe(5_500);
  const plain = { rule: work.rule };
  const scores = [6_400, 5_000, 6_400, 6_400];
  expect(amountOfScores(work, scores, 1n << 90n)).toBeLessThan(amountOfScores(plain, scores, 1n << 90n));
  await score(stage, { dao, contribution: after });
  const { amount, scores: given = [] } = await termsOf(after);
  expect(amount).toBe(amountOfScores(work, given, 1n << 90n));
  expect(amount).not.toBe(amountOfScores(plain, given, 1n << 90n));
});
