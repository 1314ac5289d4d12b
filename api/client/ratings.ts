/** A reviewer's rating under a fresh salt: what is committed to and what opens it; safe in browsers. */
import { z } from 'zod';
import { parseAddress } from '#chain/crypto/address.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { ratingCommitment } from '#governance/reviews/reviews.ts';
import { type Ratings, ratings } from '#governance/reviews/state.ts';

/** What opens a rating; whoever knows it knows the rating. */
const ratingSecret = z.strictObject({ ratings, salt: z.string().regex(/^[0-9a-f]{64}$/) });
export type RatingSecret = z.output<typeof ratingSecret>;
const saltBytes = 32;

/** The secret to keep, and the hash that `reviews.commit` carries; `reviewer` is `merit1…`. */
export const sealedRating = (
  contribution: string,
  reviewer: string,
  said: Ratings,
): { readonly secret: RatingSecret; readonly hash: string } => {
  const salt = toHex(crypto.getRandomValues(new Uint8Array(saltBytes)));
  const hash = ratingCommitment(parseAddress(reviewer), salt, { contribution, ratings: said });
  return { secret: { ratings: said, salt }, hash };
};

/** A secret read from storage; undefined for anything else. */
export const readRatingSecret = (value: unknown): RatingSecret | undefined =>
  ratingSecret.safeParse(value).data;
