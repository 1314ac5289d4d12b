/** Funding requests and the stake behind them: the DAO’s rule, the requests, and sums of support by half-life and step. */

import { z } from 'zod';
import { accumulator, accumulators, collection } from '#chain/access.ts';
import { address, amount, divideFloor, id, integer, signedSum, text, timeMs } from '#chain/scalars.ts';
import { type Change, type Standing, standingsAt, stepsPerHalfLife } from './growth.ts';

/** What the constitution says about requests. */
export const convictionRule = z.strictObject({
  /** What requests are paid in. */
  token: id,
  /** How long conviction takes to half of what it comes to; a request keeps that of its day. */
  halfLifeMs: integer(stepsPerHalfLife * 1_000, 31_536_000_000),
  /** ρ: the larger, the more conviction every request needs. */
  weightPpm: integer(1, 1_000_000),
  /** β: a request for this share of the treasury or more is never paid. */
  maxRatioPpm: integer(1, 1_000_000),
  /** Support that even the smallest request needs. */
  minimumStake: amount,
});
type ConvictionRule = z.output<typeof convictionRule>;
/** Absent where a DAO pays no requests by conviction. */
export const convictionRules = collection('conviction.rules', [id], convictionRule, { frozen: true });

/** What is asked for. */
export const about = { dao: id, token: id, amount, beneficiary: address };
export const request = z.strictObject({
  ...about,
  title: text(140, 1),
  author: address,
  createdAt: timeMs,
  halfLifeMs: convictionRule.shape.halfLifeMs,
  fundedAt: timeMs.optional(),
  canceledAt: timeMs.optional(),
});
export type Request = z.output<typeof request>;
export const requests = collection('conviction.requests', [id], request);

const stake = z.strictObject({ amount });
/** What an account has behind a request: key is request, account. */
export const supports = collection('conviction.supports', [id, address], stake);
/** What an account has behind all requests of a DAO, ended ones included until it takes that back: key is DAO, account. */
export const backings = collection('conviction.backings', [id, address], stake);
/** What all have behind a request; the written support of an account justifies each change. */
export const supported = accumulator('conviction.supported', [id], { signed: true });

const halfLifeMax = 0xffff_ffff;
/** A half-life of a request as a transaction carries it, counted from the first millisecond; the next one is a number too. */
export const halfLifeNumber = integer(0, halfLifeMax - 1);
const stepNames = Array.from({ length: stepsPerHalfLife }, (_, step) => `s${step}`);
/**
 * By how much support changed in each step of a half-life of a request. Conviction is linear in support, so supporters only
 * add here, each in the step of the day, and whoever wants to know adds up.
 */
export const changes = accumulators(
  'conviction.changes',
  [id, integer(0, halfLifeMax)],
  z.strictObject(Object.fromEntries(stepNames.map((name) => [name, signedSum]))) as unknown as z.ZodType<
    Record<string, bigint>
  >,
  stepNames,
  { signed: true },
);

/** Support that is older than this has its full conviction: less than its 2^32nd part is missing. */
const windowHalfLives = 32;
/** The half-lives that conviction is added up from, the oldest first. */
export const windowOf = (halfLife: number): number[] => {
  const first = Math.max(0, halfLife - windowHalfLives);
  return Array.from({ length: halfLife - first + 1 }, (_, i) => first + i);
};

type Clock = Pick<Request, 'createdAt' | 'halfLifeMs'>;
/** The step of a request at a header time. */
export const stepAt = ({ createdAt, halfLifeMs }: Clock, time: number): number =>
  Number((BigInt(time - createdAt) * BigInt(stepsPerHalfLife)) / BigInt(halfLifeMs));
/** The header time at which a step of a request begins. */
export const timeOfStep = ({ createdAt, halfLifeMs }: Clock, step: number): number =>
  createdAt - Number(divideFloor(BigInt(step) * -BigInt(halfLifeMs), BigInt(stepsPerHalfLife)));
export const halfLifeOf = (step: number): number => Math.floor(step / stepsPerHalfLife);
/** The name of the sum that a step adds to. */
export const stepName = (step: number): string => `s${step % stepsPerHalfLife}`;

/** A transaction names the half-life that runs when it is signed, and is good in the next one too. */
export const signedFor = (halfLife: number): readonly [number, number] => [halfLife, halfLife + 1];

/**
 * Where a request stands at some steps, the newest last, by what all have behind it now and what changed in the half-lives
 * of the window that led there.
 * @param changesIn the sums of a half-life
 */
export const standingsOf = (
  total: bigint,
  changesIn: (halfLife: number) => Readonly<Record<string, bigint>>,
  steps: readonly number[],
): Standing[] => {
  const all = windowOf(halfLifeOf(steps.at(-1) ?? 0)).flatMap((halfLife) => {
    const sums = changesIn(halfLife);
    return stepNames.flatMap((name, i): Change[] => {
      const amount = sums[name] ?? 0n;
      return amount === 0n ? [] : [{ step: halfLife * stepsPerHalfLife + i, amount }];
    });
  });
  const before = all.reduce((left, { amount }) => left - amount, total);
  return standingsAt(all, before, steps);
};

/** When a request stopped gathering; undefined while it is open. */
export const endOf = ({ fundedAt, canceledAt }: Request): number | undefined => fundedAt ?? canceledAt;

/** The parts of a threshold that a rule gives. */
export const termsOf = ({ weightPpm, maxRatioPpm, minimumStake }: ConvictionRule) => ({
  weight: 10n * BigInt(weightPpm),
  maxRatio: 10n * BigInt(maxRatioPpm),
  minimumStake,
});
