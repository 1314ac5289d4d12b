/** "Think this is wrong?": check first, then a challenge with what it can cost. */
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { scorersQuery, useToken } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { usePulse } from '../components/usePulse.ts';
import { formatAmount, formatScore, shortAddress } from '../formats.ts';
import { client } from '../node.ts';
import { Transact } from '../transact/Transact.tsx';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { answersSame, type CheckedHere } from './checkHere.ts';
import type { ContributionJson, RoundJson } from './contributionQueries.ts';
import { useChainClock } from './useChainClock.ts';

interface ChallengeCardProps {
  readonly work: ContributionJson;
  readonly round: RoundJson;
  /** What this device computed, once it did. */
  readonly checked: CheckedHere | undefined;
}

/** Fast enough for a window that closes. */
const pulseMs = 1000;

export function ChallengeCard({ work, round, checked }: ChallengeCardProps): ReactNode {
  const { t, language } = useWords();
  const token = useToken(work.dao);
  const nowMs = usePulse(pulseMs, useChainClock());
  const bond = useQuery(scorersQuery(work.dao)).data?.committee.challengeBond;
  const reveals = round.reveals.filter(({ valid }) => valid);
  const [chosen, setChosen] = useState<string>();
  const [opened, setOpened] = useState(false);
  const [outcome, setOutcome] = useState<'lost' | 'won'>();
  const differing = reveals.find(({ scores }) => checked !== undefined && !answersSame(checked, scores));
  const reveal = reveals.find(({ scorer }) => scorer === chosen) ?? differing ?? reveals[0];
  const until = round.challengeableUntil;
  if (reveal === undefined || bond === undefined) return null;
  const closed = until !== undefined && nowMs > until;
  const here = checked === undefined ? 'unchecked' : answersSame(checked, reveal.scores) ? 'same' : 'differs';
  return (
    <Card title={t('contribution.challenge')} note={t('contribution.challenge.note')}>
      {until !== undefined && (
        <p className="small">
          <Words
            id={closed ? 'contribution.challenge.closed' : 'contribution.challenge.until'}
            values={{ when: <Time timeMs={until} form="moment" /> }}
          />
        </p>
      )}
      {outcome !== undefined && (
        <p role="status">
          <StateChip tone={outcome === 'won' ? 'right' : 'wrong'}>
            {t(`contribution.challenge.${outcome}`)}
          </StateChip>
        </p>
      )}
      {!closed && (
        <>
          <NativeSelect
            label={t('contribution.challenge.scorer')}
            value={reveal.scorer}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={reveals.map(({ scorer, scores }) => ({
              value: scorer,
              label: `${shortAddress(scorer)}: ${scores.map(formatScore).join(' · ')}`,
            }))}
          />
          <Button
            mt="sm"
            fullWidth
            variant={here === 'differs' ? 'filled' : 'default'}
            onClick={() => setOpened(true)}
          >
            {t('contribution.challenge.button')}
          </Button>
        </>
      )}
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="scorers.challenge"
        payload={() => client.challenge(work.contribution, reveal.scorer)}
        title={t('contribution.challenge.title')}
        happens={t('contribution.challenge.happens', { name: shortAddress(reveal.scorer) })}
        costs={t('contribution.challenge.costs', {
          bond: formatAmount(bond, token, language),
          here: t(`contribution.challenge.${here}`),
        })}
        rule={t('contribution.challenge.features')}
        onDone={({ events }) =>
          setOutcome(events.some(({ name }) => name === 'scorers.slashed') ? 'won' : 'lost')
        }
      />
    </Card>
  );
}
