/** The states a proposal went and goes through, and the rule it carries. */
import type { ReactNode } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { FactList } from '../components/FactList.tsx';
import { Hash } from '../components/Hash.tsx';
import { Height } from '../components/Height.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { Timeline, type TimelineEntry } from '../components/Timeline.tsx';
import { formatAmount, formatPower, formatPpm, type Token } from '../formats.ts';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';
import { ProposalOffice, SettleButton } from './ProposalOffice.tsx';
import { depositTo, type ProposalJson, stateNow } from './verdict.ts';

interface FactsProps {
  readonly proposal: ProposalJson;
  readonly nowMs: number;
}

export function ProposalTimeline({ proposal, nowMs }: FactsProps): ReactNode {
  const { t } = useWords();
  const state = stateNow(proposal, nowMs);
  const { createdAt, editedAt, voteStart, voteEnd, votingEndsAt, countingEndsAt } = proposal;
  const { executableAt, expiresAt } = proposal;
  const ended = proposal.canceledAt ?? proposal.vetoedAt ?? proposal.executedAt;
  const steps = [
    { id: 'created', words: t('proposal.created'), timeMs: createdAt },
    ...(editedAt === undefined ? [] : [{ id: 'edited', words: t('proposal.edited'), timeMs: editedAt }]),
    { id: 'opens', words: t('proposal.votingOpens'), timeMs: voteStart },
    {
      id: 'ends',
      words: t(votingEndsAt > voteEnd ? 'proposal.votingEndsLater' : 'proposal.votingEnds'),
      timeMs: votingEndsAt,
    },
    ...(countingEndsAt > votingEndsAt
      ? [{ id: 'opened', words: t('proposal.ballotsOpened'), timeMs: countingEndsAt }]
      : []),
    ...(proposal.actionCount === 0 || state === 'defeated'
      ? []
      : [
          { id: 'run', words: t('proposal.mayRun'), timeMs: executableAt },
          { id: 'expires', words: t('proposal.expires'), timeMs: expiresAt },
        ]),
  ].filter(({ timeMs }) => ended === undefined || timeMs <= ended);
  const entries: TimelineEntry[] = steps.map(({ id, words, timeMs }) => ({
    id,
    words,
    state: timeMs <= nowMs ? 'past' : 'future',
    when: <Time timeMs={timeMs} form="moment" />,
  }));
  const past = entries.filter((entry) => entry.state === 'past').length;
  // Where it stands now comes between what was and what will be.
  const here: TimelineEntry = {
    id: 'now',
    state: 'now',
    words: t(`proposal.state.${state}`),
    ...(ended === undefined ? {} : { when: <Time timeMs={ended} form="moment" /> }),
  };
  return <Timeline entries={[...entries.slice(0, past), here, ...entries.slice(past)]} />;
}

export function ProposalFacts({ proposal, nowMs, token }: FactsProps & { readonly token: Token }): ReactNode {
  const { t, language } = useWords();
  const own = useToken(proposal.dao);
  const { quorumNowPpm, thresholdPpm, objectionPpm, spendMax, totalPower, vetoers } = proposal;
  const amount = formatAmount(proposal.deposit, own, language);
  const depositWords = (): string => {
    if (proposal.deposit === '0') return t('proposal.noDeposit');
    if (proposal.depositHeld === '0') return t('proposal.depositOver', { amount });
    const isDue = depositTo(proposal, nowMs) !== undefined;
    return t(isDue ? 'proposal.depositDue' : 'proposal.depositHeld', { amount });
  };
  return (
    <Card title={t('proposal.facts')}>
      <FactList
        facts={[
          { id: 'track', name: t('proposal.track'), value: t(`track.${proposal.track}`) },
          {
            id: 'rule',
            name: t('proposal.rule'),
            value:
              objectionPpm === undefined
                ? t('proposal.ruleValue', {
                    quorum: formatPpm(quorumNowPpm, language),
                    threshold: formatPpm(thresholdPpm, language),
                  })
                : t('proposal.objectionValue', { share: formatPpm(objectionPpm, language) }),
          },
          ...(spendMax === undefined
            ? []
            : [
                {
                  id: 'spendMax',
                  name: t('proposal.spendMax'),
                  value: t('proposal.atMost', { amount: formatAmount(spendMax, own, language) }),
                },
              ]),
          {
            id: 'vetoers',
            name: t('proposal.vetoers'),
            value:
              vetoers.length === 0
                ? t('proposal.nobody')
                : vetoers.map((role) => t(`role.${role}`)).join(language === 'zh' ? '、' : ', '),
          },
          {
            id: 'eligible',
            name: t('proposal.eligible'),
            value: `${formatPower(BigInt(totalPower), token, language)} ${token.symbol}`,
          },
          {
            id: 'snapshot',
            name: t('proposal.snapshot'),
            value: <Height height={proposal.snapshotHeight} />,
          },
          { id: 'author', name: t('proposal.author'), value: <Person address={proposal.author} /> },
          { id: 'deposit', name: t('proposal.deposit'), value: depositWords() },
          {
            id: 'id',
            name: t('proposal.id'),
            value: <Hash hash={proposal.proposal} to={paths.transaction(proposal.proposal)} />,
          },
        ]}
      />
      <ProposalOffice proposal={proposal} nowMs={nowMs} />
      <SettleButton proposal={proposal} nowMs={nowMs} />
    </Card>
  );
}
