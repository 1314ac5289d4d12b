/** What a proposal's numbers mean now: its state by the chain's clock and the sentence that answers the page. */
import {
  countingEndsAt,
  depositGoesTo,
  executableAt,
  expiresAt,
  type Proposal,
  stateOf,
  type Tally,
  type Votes,
  votingEndsAt,
} from '#governance/proposals/proposalState.ts';
import type { Tone } from '../components/StateChip.tsx';
import { type VoteRule, voteShares } from '../components/voteShares.ts';
import { formatPpm, formatShare } from '../formats.ts';
import type { client } from '../node.ts';
import { formatRelative } from '../times.ts';
import type { Language } from '../words/language.ts';
import type { Translate } from '../words/words.ts';

/** A proposal as the node answers it. */
export type ProposalJson = Awaited<ReturnType<typeof client.query.proposals.getProposal>>;
export type ProposalStateName = ProposalJson['state'];

export const tones: Readonly<Record<ProposalStateName, Tone>> = {
  pending: 'neutral',
  active: 'pending',
  revealing: 'pending',
  canceled: 'neutral',
  vetoed: 'wrong',
  defeated: 'wrong',
  succeeded: 'right',
  queued: 'pending',
  expired: 'warning',
  executed: 'right',
};

const sumsOf = (tally: ProposalJson['tally']): Tally => ({
  for: BigInt(tally.for),
  against: BigInt(tally.against),
  abstain: BigInt(tally.abstain),
});
export const tallyOf = ({ tally }: ProposalJson): Tally => sumsOf(tally);
const votesOf = ({ tally, lateTally, extraTally }: ProposalJson): Votes => ({
  all: sumsOf(tally),
  late: sumsOf(lateTally),
  extra: sumsOf(extraTally),
});
/** With the quorum that the votes so far ask for. */
export const voteRuleOf = ({ totalPower, quorumNowPpm, thresholdPpm }: ProposalJson): VoteRule => ({
  eligible: BigInt(totalPower),
  quorumPpm: quorumNowPpm,
  thresholdPpm,
});
/** Its state depends on the tally and on time, not on what power is made of. */
const storedOf = ({ mix: _, spendMax: __, totalPower, deposit, ...proposal }: ProposalJson): Proposal => ({
  ...proposal,
  totalPower: BigInt(totalPower),
  deposit: BigInt(deposit),
});

/** Where its deposit goes now; undefined while it is held. */
export const depositTo = (proposal: ProposalJson, nowMs: number) =>
  depositGoesTo(storedOf(proposal), votesOf(proposal), nowMs);

/**
 * The state now. The node's answer is as of its newest block, and an idle chain makes none when a vote ends; facts that
 * only a transaction changes are taken as they are.
 */
export const stateNow = (proposal: ProposalJson, nowMs: number | undefined): ProposalStateName =>
  nowMs === undefined ? proposal.state : stateOf(storedOf(proposal), votesOf(proposal), nowMs);

/** Whether its actions may run now. */
export const isDue = (proposal: ProposalJson, nowMs: number): boolean =>
  stateNow(proposal, nowMs) === 'queued' && nowMs >= executableAt(storedOf(proposal), votesOf(proposal));

/** The sentence that answers the page. */
export function verdictOf(proposal: ProposalJson, nowMs: number, t: Translate, language: Language): string {
  const tally = tallyOf(proposal);
  const rule = voteRuleOf(proposal);
  const shares = voteShares(tally, rule);
  const stored = storedOf(proposal);
  const relative = (timeMs: number): string => formatRelative(timeMs, nowMs, language);
  const words = {
    approval: formatShare(tally.for, tally.for + tally.against, language),
    counted: formatShare(shares.counted, rule.eligible, language),
    quorum: formatPpm(rule.quorumPpm, language),
    threshold: formatPpm(rule.thresholdPpm, language),
  };
  const votes = votesOf(proposal);
  const ends = { ...words, when: relative(votingEndsAt(stored, votes)) };
  const objection = {
    against: formatShare(tally.against, rule.eligible, language),
    limit: formatPpm(proposal.objectionPpm ?? 0, language),
  };
  const isOptimistic = proposal.objectionPpm !== undefined;
  switch (stateNow(proposal, nowMs)) {
    case 'pending':
      return t('proposal.answer.pending', { when: relative(stored.voteStart) });
    case 'revealing':
      return t('proposal.answer.revealing', { ...words, when: relative(countingEndsAt(stored, votes)) });
    case 'active':
      if (proposal.revealMs !== undefined) return t('proposal.answer.sealed', ends);
      if (isOptimistic)
        return t(proposal.passing ? 'proposal.answer.unopposed' : 'proposal.answer.opposed', {
          ...ends,
          ...objection,
        });
      if (shares.cast === 0n) return t('proposal.answer.noVotes', ends);
      if (!shares.quorumMet) return t('proposal.answer.belowQuorum', ends);
      if (tally.for === tally.against && tally.for > 0n) return t('proposal.answer.tie', ends);
      return t(shares.thresholdMet ? 'proposal.answer.passing' : 'proposal.answer.belowThreshold', ends);
    case 'queued':
      return nowMs < executableAt(stored, votes)
        ? t('proposal.answer.timelocked', { ...words, when: relative(executableAt(stored, votes)) })
        : t('proposal.answer.ready', { ...words, when: relative(expiresAt(stored, votes)) });
    case 'executed':
      return t('proposal.answer.executed', { ...words, when: relative(stored.executedAt ?? nowMs) });
    case 'canceled':
      return t('proposal.answer.canceled', { when: relative(stored.canceledAt ?? nowMs) });
    case 'vetoed':
      return t('proposal.answer.vetoed', { when: relative(stored.vetoedAt ?? nowMs) });
    case 'defeated':
      if (isOptimistic) return t('proposal.answer.objected', objection);
      if (shares.quorumMet && tally.for === tally.against) return t('proposal.answer.defeatedTie');
      return t(
        shares.quorumMet ? 'proposal.answer.defeatedThreshold' : 'proposal.answer.defeatedQuorum',
        words,
      );
    case 'succeeded':
      return t('proposal.answer.succeeded', words);
    case 'expired':
      return t('proposal.answer.expired', words);
  }
}
