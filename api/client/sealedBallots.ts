/** A sealed ballot under a fresh salt: what is committed to and what opens it; safe in browsers. */
import { parseAddress } from '#chain/crypto/address.ts';
import { ballotSeal } from '#governance/proposals/ballotSeal.ts';
import { choice as choices } from '#governance/proposals/proposalState.ts';
import type { PayloadJson } from './jsonTypes.ts';
import { freshSalt, hasSalt } from './salts.ts';

/** What opens a ballot; whoever knows it knows the choice. */
export interface BallotSecret {
  readonly choice: PayloadJson<'proposals.openBallot'>['choice'];
  /** 32 bytes in hex. */
  readonly salt: string;
}

/**
 * The secret to keep, and the seal that `proposals.sealBallot` carries. Who seals again keeps both secrets until the new
 * seal is on the chain.
 * @param voter `merit1…`
 */
export const sealedBallot = (
  proposal: string,
  voter: string,
  choice: BallotSecret['choice'],
): { readonly seal: string; readonly secret: BallotSecret } => {
  const salt = freshSalt();
  return { seal: ballotSeal(proposal, parseAddress(voter), choice, salt), secret: { choice, salt } };
};

/** Whether something read from storage is a secret. */
export const isBallotSecret = (value: unknown): value is BallotSecret =>
  hasSalt(value) && 'choice' in value && choices.options.some((one) => one === value.choice);
