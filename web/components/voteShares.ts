/** The arithmetic of the two vote bars: turnout on its quorum, approval on its threshold. */

/** Voting power given to each choice. */
export interface Tally {
  readonly for: bigint;
  readonly against: bigint;
  readonly abstain: bigint;
}

/** The rule a proposal carries since its creation. */
export interface VoteRule {
  /** All power that could vote, at the snapshot. */
  readonly eligible: bigint;
  readonly quorumPpm: number;
  readonly thresholdPpm: number;
}

/** Both bars; widths and marks are shares 0 … 1 of their bar. */
export interface VoteShares {
  readonly turnout: {
    readonly for: number;
    readonly abstain: number;
    readonly against: number;
    readonly mark: number;
  };
  readonly approval: { readonly for: number; readonly against: number; readonly mark: number };
  /** All votes, the turnout's numerator. */
  readonly cast: bigint;
  /** For and abstain: what counts toward the quorum. */
  readonly counted: bigint;
  readonly quorumMet: boolean;
  readonly thresholdMet: boolean;
}

const million = 1_000_000n;

/** The turnout bar ends at 1.6 × quorum, so that the mark stands where the eye looks; a larger turnout widens it. */
const quorumScalePpm = 1_600_000n;

const share = (part: bigint, whole: bigint): number =>
  whole <= 0n ? 0 : Number((part * million) / whole) / 1_000_000;

/** Computes both bars from the tally and the proposal's own rule; bars are drawn by it, verdicts by exact integers. */
export function voteShares(tally: Tally, rule: VoteRule): VoteShares {
  const cast = tally.for + tally.against + tally.abstain;
  const counted = tally.for + tally.abstain;
  const quorum = BigInt(rule.quorumPpm) * rule.eligible;
  // Bars are scaled in ppm of eligible power, times a million, so that nothing is lost to division.
  const scaled = (quorum * quorumScalePpm) / million;
  const castScaled = cast * million;
  const end = scaled > castScaled ? scaled : castScaled;
  const decided = tally.for + tally.against;
  return {
    turnout: {
      for: share(tally.for * million, end),
      abstain: share(tally.abstain * million, end),
      against: share(tally.against * million, end),
      mark: share(quorum, end),
    },
    approval: {
      for: share(tally.for, decided),
      against: share(tally.against, decided),
      mark: rule.thresholdPpm / 1_000_000,
    },
    cast,
    counted,
    quorumMet: counted > 0n && counted * million >= quorum,
    // A tie keeps the status quo, whatever the threshold.
    thresholdMet: tally.for > tally.against && tally.for * million >= BigInt(rule.thresholdPpm) * decided,
  };
}
