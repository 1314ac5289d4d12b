/** The treasury of a DAO: where its money is, what each budget still has, and where it went. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useChainNow } from '../answers/chainClock.ts';
import { daoQuery, treasuryQuery, useDaoId, useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { type Fact, FactList } from '../components/FactList.tsx';
import { Page } from '../components/Page.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { ExitCard } from '../exits/ExitCard.tsx';
import { AgreementsCard } from '../flows/AgreementsCard.tsx';
import { LimitCard } from '../flows/LimitCard.tsx';
import { PayoutsCard } from '../flows/PayoutsCard.tsx';
import { StreamsCard } from '../flows/StreamsCard.tsx';
import { formatAmount, formatCount, type Token } from '../formats.ts';
import { paths } from '../paths.ts';
import { formatRelative } from '../times.ts';
import { Budgets, type TreasuryJson } from '../treasury/Budgets.tsx';
import { FlowsCard } from '../treasury/FlowsCard.tsx';
import { useDaoRewards, VotedPayments, WorkPayments } from '../treasury/Payments.tsx';
import { epochsCovered, plannedOf } from '../treasury/runway.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';

interface FiguresProps {
  readonly treasury: TreasuryJson;
  readonly token: Token;
}

function Figures({ treasury, token }: FiguresProps): ReactNode {
  const { t, language } = useWords();
  const { dao, balance, budgets, epochEndsAt, newcomersLeft } = treasury;
  const account = useQuery(daoQuery(dao)).data?.account;
  const total = useDaoRewards(dao).data?.pages[0]?.totals.find((one) => one.token === treasury.token);
  const epochs = epochsCovered(BigInt(balance), budgets);
  const amount = (value: bigint | string): ReactNode => <Amount amount={value} token={token} />;
  const facts: Fact[] = [
    { id: 'balance', name: t('treasuryPage.balance'), value: amount(balance) },
    { id: 'plan', name: t('treasuryPage.perEpoch'), value: amount(plannedOf(budgets)) },
    { id: 'newcomers', name: t('treasuryPage.newcomers'), value: amount(newcomersLeft) },
    { id: 'ends', name: t('treasuryPage.epochEnds'), value: <Time timeMs={epochEndsAt} /> },
    ...(total === undefined
      ? []
      : [
          {
            id: 'paid',
            name: t('treasuryPage.paid'),
            value: (
              <Words
                id="treasuryPage.paidOf"
                values={{ amount: amount(total.amount), payments: total.payments }}
              />
            ),
          },
        ]),
    ...(account === undefined
      ? []
      : [{ id: 'account', name: t('treasuryPage.account'), value: <Person address={account} copy /> }]),
  ];
  return (
    <Card title={t('treasuryPage.facts')}>
      <FactList facts={facts} />
      {epochs !== undefined && (
        <p className="small">{t('treasuryPage.why', { epochs: formatCount(epochs, language) })}</p>
      )}
    </Card>
  );
}

export function TreasuryPage(): ReactNode {
  const { t, language } = useWords();
  const dao = useDaoId();
  const token = useToken(dao);
  const nowMs = useChainNow();
  const found = useQuery(treasuryQuery(dao));
  const account = useQuery(daoQuery(dao)).data?.account;
  const treasury = found.data;
  if (treasury === undefined) {
    return (
      <Page
        title={t('treasuryPage.title')}
        answer={t('treasuryPage.answerWait')}
        crumbs={t('treasuryPage.title')}
      >
        <Card
          title={t('treasuryPage.budgets')}
          busy={found.isPending}
          error={found.error}
          onRetry={() => void found.refetch()}
        />
      </Page>
    );
  }
  const { balance, budgets, epoch, epochEndsAt, opened } = treasury;
  const epochs = epochsCovered(BigInt(balance), budgets);
  const written = formatAmount(balance, token, language);
  return (
    <Page
      title={t('treasuryPage.title')}
      answer={
        epochs === undefined
          ? t('treasuryPage.answerNoPlan', { balance: written })
          : t('treasuryPage.answer', { balance: written, epochs: Number(epochs) })
      }
      crumbs={t('treasuryPage.title')}
      note={t('treasuryPage.note', {
        epoch,
        when: formatRelative(epochEndsAt, nowMs ?? epochEndsAt, language),
      })}
      action={
        <Button component={Link} to={paths.newProposal(dao)}>
          {t('treasuryPage.propose')}
        </Button>
      }
      side={
        <>
          <Figures treasury={treasury} token={token} />
          <LimitCard dao={dao} token={token} />
          <ExitCard dao={dao} token={token} />
        </>
      }
    >
      <Card title={t('treasuryPage.budgets')} note={t('treasuryPage.budgetsNote')}>
        {budgets.length === 0 && <EmptyState>{t('treasuryPage.noBudgets')}</EmptyState>}
        {budgets.length > 0 && !opened && <p className="small">{t('treasuryPage.notOpened')}</p>}
        <Budgets budgets={budgets} token={token} />
      </Card>
      <FlowsCard dao={dao} />
      <WorkPayments dao={dao} token={token} />
      <VotedPayments dao={dao} token={token} />
      {account !== undefined && (
        <>
          <StreamsCard
            of={{ payer: account }}
            title={t('streams.treasury')}
            note={t('streams.treasuryNote')}
            empty={t('streams.treasuryEmpty')}
          />
          <AgreementsCard
            of={{ payer: account }}
            title={t('agreements.treasury')}
            note={t('agreements.treasuryNote')}
            empty={t('agreements.treasuryEmpty')}
          />
          <PayoutsCard payer={account} />
        </>
      )}
    </Page>
  );
}
