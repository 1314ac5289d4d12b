/** What opens the ballots that were sealed in this browser, each under its seal: a ballot sealed again has two until one is on the chain. */
import { type BallotSecret, isBallotSecret, sealedBallot } from '#api/client/sealedBallots.ts';
import { keep, kept } from '../session/kept.ts';

const keyOf = (seal: string): string => `meritlane.ballot.${seal}`;

/** The secret of a seal; undefined where this browser has none. */
export const keptBallot = (seal: string): BallotSecret | undefined => kept(keyOf(seal), isBallotSecret);

/** Keeps a choice under a fresh salt and answers its seal. */
export const sealChoice = (proposal: string, voter: string, choice: BallotSecret['choice']): string => {
  const { seal, secret } = sealedBallot(proposal, voter, choice);
  keep(keyOf(seal), secret);
  return seal;
};
