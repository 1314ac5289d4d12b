/** The vote that a juror sealed and the salt that opens it, kept in this browser. */
import { isVoteSecret, sealedVote, type VotePlace, type VoteSecret } from '#api/client/juryVotes.ts';
import type { Verdict } from '#governance/disputes/state.ts';
import { keep, kept } from '../session/kept.ts';

const keyOf = ({ case: id, round, juror }: VotePlace): string => `meritlane.vote.${id}.${round}.${juror}`;

/** The secret of a vote; undefined where this browser has none. */
export const keptVote = (place: VotePlace): VoteSecret | undefined => kept(keyOf(place), isVoteSecret);
/** Keeps a vote under a fresh salt and answers the hash that is committed to. */
export const sealVote = (place: VotePlace, vote: Verdict): string => {
  const { hash, ...secret } = sealedVote(place, vote);
  keep(keyOf(place), secret);
  return hash;
};
