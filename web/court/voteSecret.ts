/** The vote that a juror sealed and the salt that opens it, kept in this browser until the case is over. */
import { parseAddress } from '#chain/crypto/address.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { voteHash } from '#governance/disputes/rules.ts';
import type { Verdict } from '#governance/disputes/state.ts';

/** Which vote of whom. */
export interface VotePlace {
  readonly case: string;
  readonly round: number;
  /** `merit1…` */
  readonly juror: string;
}
interface VoteSecret {
  readonly vote: Verdict;
  readonly salt: string;
}

const saltBytes = 32;
const keyOf = ({ case: id, round, juror }: VotePlace): string => `meritlane.vote.${id}.${round}.${juror}`;
const isSecret = (value: unknown): value is VoteSecret =>
  typeof value === 'object' &&
  value !== null &&
  'vote' in value &&
  (value.vote === 'grant' || value.vote === 'deny') &&
  'salt' in value &&
  typeof value.salt === 'string' &&
  /^[0-9a-f]{64}$/.test(value.salt);

/** The secret of a vote; undefined where this browser has none. */
export const keptVote = (place: VotePlace): VoteSecret | undefined => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(place)) ?? 'null');
    return isSecret(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
};
/** Keeps a vote under a fresh salt and answers the hash that is committed to. */
export const sealVote = (place: VotePlace, vote: Verdict): string => {
  const salt = toHex(crypto.getRandomValues(new Uint8Array(saltBytes)));
  localStorage.setItem(keyOf(place), JSON.stringify({ vote, salt }));
  return voteHash(place.case, place.round, parseAddress(place.juror), vote, salt);
};
