/** My power and why: stake, reputation, membership, what is lent and received, and what counts for open proposals. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { daoQuery, useDaoId } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { StartButton } from '../components/StartButton.tsx';
import { formatShare } from '../formats.ts';
import { paths } from '../paths.ts';
import { FadingCard } from '../power/FadingCard.tsx';
import { LentCard, ReceivedCard } from '../power/LoanCards.tsx';
import { OpenProposals } from '../power/OpenProposals.tsx';
import { memberPowerQuery } from '../power/powerQueries.ts';
import { TrackPowers, WhyCard } from '../power/WhyCard.tsx';
import { useSession } from '../session/session.ts';
import { useWords } from '../words/words.ts';

export function PowerPage(): ReactNode {
  const { t } = useWords();
  const session = useSession();
  const dao = useDaoId();
  if (session.state === 'here') return <OwnPower dao={dao} account={session.viewer.address} />;
  return (
    <Page title={t('power.title')} answer={t('power.title')}>
      <Card title={t('power.why')} busy={session.state === 'loading'}>
        <EmptyState action={<StartButton />}>{t('power.noAccount')}</EmptyState>
      </Card>
    </Page>
  );
}

interface OwnProps {
  readonly dao: string;
  readonly account: string;
}

function OwnPower({ dao, account }: OwnProps): ReactNode {
  const { t, language } = useWords();
  const found = useQuery(memberPowerQuery(dao, account));
  const name = useQuery(daoQuery(dao)).data?.name;
  const power = found.data;
  // What a vote counts when it takes back what is lent, on the track where others lend most.
  const most = power?.tracks.reduce((best, one) => (BigInt(one.power) > best ? BigInt(one.power) : best), 0n);
  const answer = (): string => {
    if (power === undefined || most === undefined || name === undefined) return t('power.title');
    if (most === 0n && power.lent === undefined) return t('power.answerNone', { dao: name });
    if (most === 0n) return t('power.answerLent', { dao: name });
    return t('power.answer', { dao: name, share: formatShare(most, BigInt(power.totalPower), language) });
  };
  return (
    <Page
      title={t('power.title')}
      answer={answer()}
      note={t('power.note')}
      action={
        <Button component={Link} to={paths.delegates(dao)}>
          {t('power.toDelegates')}
        </Button>
      }
      side={
        power !== undefined && (
          <>
            <LentCard power={power} />
            <ReceivedCard power={power} />
          </>
        )
      }
    >
      <Card
        title={t('power.why')}
        busy={found.isPending}
        error={found.error}
        onRetry={() => void found.refetch()}
      >
        {power !== undefined && <WhyCard power={power} />}
      </Card>
      {power !== undefined && <TrackPowers power={power} />}
      <OpenProposals dao={dao} account={account} />
      <FadingCard dao={dao} account={account} />
    </Page>
  );
}
