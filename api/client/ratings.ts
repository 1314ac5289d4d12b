/** A reviewer's rating under a fresh salt: what is committed to and what opens it; safe in browsers. */
import { parseAddress } from '#chain/crypto/address.ts';
import { ratingCommitment } from '#governance/reviews/reviews.ts';
import { type Ratings, ratings } from '#governance/reviews/state.ts';
import { freshSalt, hasSalt } from './salts.ts';

/** What opens a rating; whoever knows it knows the rating. */
export interface RatingSecret {
  readonly ratings: Ratings;
  /** 32 bytes in hex. */
  readonly salt: string;
}

/** The secret to keep under the hash that `reviews.commit` carries; `reviewer` is `merit1…`. */
export const sealedRating = (
  contribution: string,
  reviewer: string,
  said: Ratings,
): { readonly secret: RatingSecret; readonly hash: string } => {
  const salt = freshSalt();
  const hash = ratingCommitment(parseAddress(reviewer), salt, { contribution, ratings: said });
  return { secret: { ratings: said, salt }, hash };
};

/** Whether something read from storage is a secret. */
export const isRatingSecret = (value: unknown): value is RatingSecret =>
  hasSalt(value) && 'ratings' in value && ratings.safeParse(value.ratings).success;
