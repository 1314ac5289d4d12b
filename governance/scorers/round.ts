/** Rules of a scoring round: when reveals open, how many make a quorum, what the scores are. */

import type { z } from 'zod';
import type { Address } from '#chain/scalars.ts';
import { lowerMedian } from '#scoring/attestation.ts';
import type { committee, Round } from './state.ts';

type Committee = z.output<typeof committee>;

/** 2f + 1 of n = 3f + 1. */
export const quorumOf = (members: number): number => 2 * Math.floor((members - 1) / 3) + 1;

/** When reveals open: once all have committed, or `revealAfterMs` after the (2f + 1)th commit; undefined before that. */
export const revealsOpenAt = (
  { commits }: Pick<Round, 'commits'>,
  { members, revealAfterMs }: Committee,
): number | undefined => {
  const last = commits.at(-1);
  if (last !== undefined && commits.length >= members.length) return last.at;
  const quorum = commits[quorumOf(members.length) - 1];
  return quorum === undefined ? undefined : quorum.at + revealAfterMs;
};

export const validReveals = ({ reveals }: Round) => reveals.filter(({ valid }) => valid);

/** The lower median of the valid reveals, dimension by dimension. */
export const medianScores = (round: Round): number[] => {
  const valid = validReveals(round);
  return [0, 1, 2, 3].map((dimension) => lowerMedian(valid.map(({ scores }) => scores[dimension] ?? 0)));
};

export const hasCommitted = ({ commits }: Pick<Round, 'commits'>, scorer: Address) =>
  commits.find((commit) => commit.scorer === scorer);
export const emptyRound: Round = { commits: [], reveals: [] };
