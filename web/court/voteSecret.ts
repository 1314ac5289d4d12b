/** The vote that a juror sealed and the salt that opens it, kept in this browser. */
import { isVoteSecret, sealedVote, type VotePlace, type VoteSecret } from '#api/client/juryVotes.ts';
import type { Verdict } from '#governance/disputes/state.ts';
import { keep, kept } from '../session/kept.ts';

const keyOf = (hash: string): string => `meritlane.vote.${hash}`;

/** The secret of a vote; undefined where this browser has none. */
export const keptVote = (hash: string): VoteSecret | undefined => kept(keyOf(hash), isVoteSecret);
/** Keeps a vote under a fresh salt and answers the hash that is committed to. */
export const sealVote = (place: VotePlace, vote: Verdict): string => {
  const { hash, secret } = sealedVote(place, vote);
  keep(keyOf(hash), secret);
  return hash;
};
