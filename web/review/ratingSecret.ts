/** The rating that a reviewer sealed and the salt that opens it, kept in this browser. */
import { type RatingSecret, readRatingSecret, sealedRating } from '#api/client/ratings.ts';
import type { Ratings } from '#governance/reviews/state.ts';

const keyOf = (contribution: string, reviewer: string): string =>
  `meritlane.rating.${contribution}.${reviewer}`;

/** The secret of a rating; undefined where this browser has none. */
export const keptRating = (contribution: string, reviewer: string): RatingSecret | undefined => {
  try {
    return readRatingSecret(JSON.parse(localStorage.getItem(keyOf(contribution, reviewer)) ?? 'null'));
  } catch {
    return undefined;
  }
};
/** Keeps a rating under a fresh salt and answers the hash that is committed to. */
export const sealRating = (contribution: string, reviewer: string, ratings: Ratings): string => {
  const { secret, hash } = sealedRating(contribution, reviewer, ratings);
  localStorage.setItem(keyOf(contribution, reviewer), JSON.stringify(secret));
  return hash;
};
