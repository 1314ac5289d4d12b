/** What voting power is made of in a DAO: stake, reputation and membership, each counted against its own total. */

import { z } from 'zod';
import { collection } from '#chain/access.ts';
import { id, ppm, sum } from '#chain/scalars.ts';

const parts = {
  /** Share of all power that goes by stake. */
  tokensPpm: ppm,
  /** Share that goes by reputation. */
  reputationPpm: ppm,
  /** Share that goes by head: one member, one vote. */
  membersPpm: ppm,
};
/** What the constitution says about power. */
export const powerRule = z.strictObject({
  ...parts,
  /** The last share of the voting time, in which power received from others counts in no new or changed ballot. */
  cutOffPpm: ppm,
});
export type PowerRule = z.output<typeof powerRule>;
export const powerRules = collection('power.rules', [id], powerRule, { frozen: true });
/** Of a DAO that never set another: stake alone, and delegates vote until the close. */
export const defaultRule: PowerRule = {
  tokensPpm: 1_000_000,
  reputationPpm: 0,
  membersPpm: 0,
  cutOffPpm: 0,
};
export const ruleSums = ({ tokensPpm, reputationPpm, membersPpm }: PowerRule): boolean =>
  tokensPpm + reputationPpm + membersPpm === 1_000_000;

/** A mix as a proposal keeps it, with the totals of its snapshot. */
export const mix = z.strictObject({ ...parts, staked: sum, reputation: sum, members: sum });
type Mix = z.output<typeof mix>;

/** One part per million of all power in a mix, so that the smallest holder still counts: all is 10^18. */
const perMillionth = 1_000_000_000_000n;
const part = (own: bigint, share: number, total: bigint): bigint =>
  total === 0n ? 0n : (own * BigInt(share) * perMillionth) / total;

/** The mix of a proposal; undefined where stake alone counts, in its own units. */
export const mixOf = (rule: PowerRule, totals: Pick<Mix, 'staked' | 'reputation' | 'members'>) => {
  const { tokensPpm, reputationPpm, membersPpm } = rule;
  return tokensPpm === 1_000_000 ? undefined : { tokensPpm, reputationPpm, membersPpm, ...totals };
};
/** All power there is: a part that nobody has counts for nobody, and not in the total. */
export const totalOf = (mixed: Mix | undefined, staked: bigint): bigint => {
  if (mixed === undefined) return staked;
  const { tokensPpm, reputationPpm, membersPpm, reputation, members } = mixed;
  const shares = [
    mixed.staked === 0n ? 0 : tokensPpm,
    reputation === 0n ? 0 : reputationPpm,
    members === 0n ? 0 : membersPpm,
  ];
  return BigInt(shares.reduce((total, share) => total + share, 0)) * perMillionth;
};
/** What an amount of stake counts. */
export const powerOfStake = (mixed: Mix | undefined, staked: bigint): bigint =>
  mixed === undefined ? staked : part(staked, mixed.tokensPpm, mixed.staked);
/** What a person counts beside stake; it cannot be lent. */
export const powerOfPerson = (mixed: Mix | undefined, reputation: bigint, seat: bigint): bigint =>
  mixed === undefined
    ? 0n
    : part(reputation, mixed.reputationPpm, mixed.reputation) + part(seat, mixed.membersPpm, mixed.members);
