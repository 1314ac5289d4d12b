/** A juror's vote under a fresh salt: what is committed to and what opens it; safe in browsers. */
import { parseAddress } from '#chain/crypto/address.ts';
import { voteHash } from '#governance/disputes/rules.ts';
import type { Verdict } from '#governance/disputes/state.ts';
import { freshSalt, hasSalt } from './salts.ts';

/** Which vote of whom. */
export interface VotePlace {
  readonly case: string;
  readonly round: number;
  /** `merit1…` */
  readonly juror: string;
}
/** What opens a vote; whoever knows it knows the vote. */
export interface VoteSecret {
  readonly vote: Verdict;
  /** 32 bytes in hex. */
  readonly salt: string;
}

/**
 * The secret to keep, and the hash that `disputes.commitVote` carries. Each is kept under its own hash: a try that seemed lost
 * may be the one that reached the chain.
 */
export const sealedVote = (
  place: VotePlace,
  vote: Verdict,
): { readonly hash: string; readonly secret: VoteSecret } => {
  const salt = freshSalt();
  const hash = voteHash(place.case, place.round, parseAddress(place.juror), vote, salt);
  return { hash, secret: { vote, salt } };
};

/** Whether something read from storage is a secret. */
export const isVoteSecret = (value: unknown): value is VoteSecret =>
  hasSalt(value) && 'vote' in value && (value.vote === 'grant' || value.vote === 'deny');
