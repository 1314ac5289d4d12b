/** The states a proposal went and goes through, and the rule it carries. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { memberQuery } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { FactList } from '../components/FactList.tsx';
import { Hash } from '../components/Hash.tsx';
import { Height } from '../components/Height.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { Timeline, type TimelineEntry } from '../components/Timeline.tsx';
import { formatPower, formatPpm, type Token } from '../formats.ts';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { type ProposalJson, stateNow } from './verdict.ts';

interface FactsProps {
  readonly proposal: ProposalJson;
  readonly nowMs: number;
}

export function ProposalTimeline({ proposal, nowMs }: FactsProps): ReactNode {
  const { t } = useWords();
  const state = stateNow(proposal, nowMs);
  const { createdAt, voteStart, voteEnd, executableAt, expiresAt, executedAt, canceledAt } = proposal;
  const ended = canceledAt ?? executedAt;
  const steps = [
    { id: 'created', words: t('proposal.created'), timeMs: createdAt },
    { id: 'opens', words: t('proposal.votingOpens'), timeMs: voteStart },
    { id: 'ends', words: t('proposal.votingEnds'), timeMs: voteEnd },
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
  const { quorumPpm, thresholdPpm, totalPower } = proposal;
  return (
    <Card title={t('proposal.facts')}>
      <FactList
        facts={[
          { id: 'track', name: t('proposal.track'), value: t(`track.${proposal.track}`) },
          {
            id: 'rule',
            name: t('proposal.rule'),
            value: t('proposal.ruleValue', {
              quorum: formatPpm(quorumPpm, language),
              threshold: formatPpm(thresholdPpm, language),
            }),
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
          { id: 'deposit', name: t('proposal.deposit'), value: t('proposal.noDeposit') },
          {
            id: 'id',
            name: t('proposal.id'),
            value: <Hash hash={proposal.proposal} to={paths.transaction(proposal.proposal)} />,
          },
        ]}
      />
      <CancelButton proposal={proposal} nowMs={nowMs} />
    </Card>
  );
}

/** Shown to whom the chain would let cancel now. */
function CancelButton({ proposal, nowMs }: FactsProps): ReactNode {
  const { t } = useWords();
  const viewer = useViewer();
  const member = useQuery({
    ...memberQuery(proposal.dao, viewer?.address ?? ''),
    enabled: viewer !== undefined,
  });
  const [opened, setOpened] = useState(false);
  const state = stateNow(proposal, nowMs);
  const guardian = member.data?.roles.includes('guardian') === true;
  const open = state === 'pending' || state === 'active';
  const may = open ? guardian || viewer?.address === proposal.author : guardian && state === 'queued';
  return (
    <>
      {may && (
        <Button variant="default" onClick={() => setOpened(true)}>
          {t('proposal.cancel')}
        </Button>
      )}
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="proposals.cancel"
        payload={{ proposal: proposal.proposal, dao: proposal.dao }}
        title={t('proposal.cancel')}
        happens={t('proposal.cancelHappens', { title: proposal.title })}
        rule={t('proposal.cancelRule')}
      />
    </>
  );
}
