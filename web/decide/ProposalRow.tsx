/** One proposal in a list: its title, its two bars, when it changes next, and the reader's vote. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Person } from '../components/Person.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { voteShares } from '../components/voteShares.ts';
import { formatPpm, formatShare } from '../formats.ts';
import { paths } from '../paths.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import classes from './ProposalRow.module.css';
import { type ProposalJson, stateNow, tallyOf, tones, voteRuleOf } from './verdict.ts';

interface ProposalRowProps {
  readonly proposal: ProposalJson;
  readonly nowMs: number;
  /** How the reader voted, if so. */
  readonly choice: 'for' | 'against' | 'abstain' | undefined;
}

const percent = (share: number): string => `${Math.min(1, share) * 100}%`;

export function ProposalRow({ proposal, nowMs, choice }: ProposalRowProps): ReactNode {
  const { t, language } = useWords();
  const state = stateNow(proposal, nowMs);
  const tally = tallyOf(proposal);
  const rule = voteRuleOf(proposal);
  const shares = voteShares(tally, rule);
  const approvalWhole = tally.for + tally.against;
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        <Link to={paths.proposal(proposal.dao, proposal.proposal)} className={classes.title}>
          {proposal.title}
        </Link>
        <span className={classes.by}>
          <Words
            id="proposals.by"
            values={{ track: t(`track.${proposal.track}`), author: <Person address={proposal.author} /> }}
          />
        </span>
      </div>
      <div className={classes.bars}>
        <span className={classes.bar} data-met={shares.quorumMet} aria-hidden="true">
          <span style={{ width: percent(shares.turnout.for + shares.turnout.abstain) }} />
          <i style={{ insetInlineStart: percent(shares.turnout.mark) }} />
        </span>
        <span className={classes.bar} data-met={shares.thresholdMet} aria-hidden="true">
          <span style={{ width: percent(shares.approval.for) }} />
          <i style={{ insetInlineStart: percent(shares.approval.mark) }} />
        </span>
        <span className="visually-hidden">
          {t('proposals.bars', {
            turnout: formatShare(shares.counted, rule.eligible, language),
            quorum: formatPpm(rule.quorumPpm, language),
            approval: formatShare(tally.for, approvalWhole, language),
            threshold: formatPpm(rule.thresholdPpm, language),
          })}
        </span>
      </div>
      <div className={classes.when}>
        <StateChip tone={tones[state]}>{t(`proposal.state.${state}`)}</StateChip>
        <span>
          {state === 'active' && (
            <Words id="proposals.ends" values={{ when: <Time timeMs={proposal.voteEnd} /> }} />
          )}
          {state === 'pending' && (
            <Words id="proposals.opens" values={{ when: <Time timeMs={proposal.voteStart} /> }} />
          )}
          {state === 'revealing' && (
            <Words id="proposals.opening" values={{ when: <Time timeMs={proposal.countingEndsAt} /> }} />
          )}
          {state !== 'active' && state !== 'pending' && state !== 'revealing' && (
            <Time timeMs={proposal.voteEnd} form="moment" />
          )}
        </span>
        {choice !== undefined && (
          <span className={classes.by}>{t('proposals.yourVote', { choice: t(`vote.${choice}`) })}</span>
        )}
      </div>
    </li>
  );
}
