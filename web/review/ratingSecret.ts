/** What opens the ratings that were sealed in this browser, each under the hash that was committed to. */
import { isRatingSecret, type RatingSecret, sealedRating } from '#api/client/ratings.ts';
import type { Ratings } from '#governance/reviews/state.ts';
import { keep, kept } from '../session/kept.ts';

const keyOf = (hash: string): string => `meritlane.rating.${hash}`;

/** The secret of a rating; undefined where this browser has none. */
export const keptRating = (hash: string): RatingSecret | undefined => kept(keyOf(hash), isRatingSecret);

/** Keeps a rating under a fresh salt and answers the hash that is committed to. */
export const sealRating = (contribution: string, reviewer: string, ratings: Ratings): string => {
  const { secret, hash } = sealedRating(contribution, reviewer, ratings);
  keep(keyOf(hash), secret);
  return hash;
};
