/** Two bars for a vote, never one: turnout with its quorum mark, approval with its threshold mark. */
import type { ReactNode } from 'react';
import { formatPower, formatPpm, formatShare, type Token } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './VoteBars.module.css';
import { type Tally, type VoteRule, voteShares } from './voteShares.ts';

interface VoteBarsProps {
  readonly tally: Tally;
  /** The proposal's own rule, stored when it was made. */
  readonly rule: VoteRule;
  /** The unit of voting power. */
  readonly token: Token;
}

interface BarProps {
  readonly parts: readonly { readonly choice: 'for' | 'abstain' | 'against'; readonly share: number }[];
  readonly mark: number;
  readonly markWords: string;
}

function Bar({ parts, mark, markWords }: BarProps): ReactNode {
  return (
    <div className={classes.frame} aria-hidden="true">
      <div className={classes.bar}>
        {parts.map(
          ({ choice, share }) =>
            share > 0 && <span key={choice} data-choice={choice} style={{ width: `${share * 100}%` }} />,
        )}
      </div>
      <span className={classes.mark} style={{ insetInlineStart: `${mark * 100}%` }}>
        <span className={classes.markWords} data-edge={mark < 0.15 ? 'start' : mark > 0.85 ? 'end' : 'none'}>
          {markWords}
        </span>
      </span>
    </div>
  );
}

export function VoteBars({ tally, rule, token }: VoteBarsProps): ReactNode {
  const { t, language } = useWords();
  const shares = voteShares(tally, rule);
  const quorum = formatPpm(rule.quorumPpm, language);
  const threshold = formatPpm(rule.thresholdPpm, language);
  const choices = ['for', 'against', 'abstain'] as const;
  return (
    <div className={classes.bars}>
      <Bar
        parts={[
          { choice: 'for', share: shares.turnout.for },
          { choice: 'abstain', share: shares.turnout.abstain },
          { choice: 'against', share: shares.turnout.against },
        ]}
        mark={shares.turnout.mark}
        markWords={t('vote.quorumMark', { quorum })}
      />
      <p>
        <strong>{t('vote.turnout', { share: formatShare(shares.cast, rule.eligible, language) })}</strong>{' '}
        {t(shares.quorumMet ? 'vote.quorumMet' : 'vote.quorumNotMet', {
          counted: formatShare(shares.counted, rule.eligible, language),
          quorum,
        })}
      </p>
      <Bar
        parts={[
          { choice: 'for', share: shares.approval.for },
          { choice: 'against', share: shares.approval.against },
        ]}
        mark={shares.approval.mark}
        markWords={t('vote.thresholdMark', { threshold })}
      />
      <p>
        <strong>
          {tally.for + tally.against === 0n
            ? t('vote.noApproval')
            : t('vote.approval', { share: formatShare(tally.for, tally.for + tally.against, language) })}
        </strong>{' '}
        {t('vote.approvalRule')}
      </p>
      <ul className={classes.legend}>
        {choices.map((choice) => (
          <li key={choice}>
            <span data-choice={choice} aria-hidden="true" /> {t(`vote.${choice}`)}{' '}
            {formatPower(tally[choice], token, language)}
          </li>
        ))}
      </ul>
    </div>
  );
}
