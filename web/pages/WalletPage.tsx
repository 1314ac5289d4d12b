/** The reader's wallet: what is held, staked and on its way back; send, stake, and the address to receive at. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { CopyButton } from '../components/CopyButton.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { StartButton } from '../components/StartButton.tsx';
import { AgreementsCard } from '../flows/AgreementsCard.tsx';
import { OpenStreamCard } from '../flows/OpenStreamCard.tsx';
import { PayoutPayments } from '../flows/PayoutsCard.tsx';
import { StreamsCard } from '../flows/StreamsCard.tsx';
import { transfersQuery, unbondingsQuery, useHoldings } from '../funds/fundsQueries.ts';
import { HoldingsTable } from '../funds/HoldingsTable.tsx';
import { MoveCard } from '../funds/MoveCard.tsx';
import { Transfers } from '../funds/Transfers.tsx';
import { Unbondings } from '../funds/Unbondings.tsx';
import { Amounts } from '../rewards/Amounts.tsx';
import { useTokens } from '../rewards/rewardQueries.ts';
import { useSession } from '../session/session.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import classes from './WalletPage.module.css';

export function WalletPage(): ReactNode {
  const { t } = useWords();
  const session = useSession();
  if (session.state === 'here') return <Wallet account={session.viewer.address} />;
  return (
    <Page title={t('shell.wallet')} answer={t('shell.wallet')}>
      <Card title={t('wallet.balances')} busy={session.state === 'loading'}>
        <EmptyState action={<StartButton />}>{t('wallet.noAccount')}</EmptyState>
      </Card>
    </Page>
  );
}

function Wallet({ account }: { readonly account: string }): ReactNode {
  const { t } = useWords();
  const { holdings, pending, error, retry } = useHoldings(account);
  const transfers = useQuery(transfersQuery(account)).data ?? [];
  const tokenOf = useTokens([
    ...holdings.map(({ token }) => token.token),
    ...transfers.map(({ token }) => token),
  ]);
  const held = holdings.filter(({ free, staked }) => free + staked > 0n);
  const unbondings = useQuery(unbondingsQuery(account)).data ?? [];
  // What is on its way back belongs to the account all the while.
  const onItsWay = (token: string): bigint =>
    unbondings.reduce((sum, item) => (item.token === token ? sum + BigInt(item.amount) : sum), 0n);
  const sums = held.map(({ token: { token }, free, staked }) => ({
    token,
    amount: free + staked + onItsWay(token),
  }));
  const answer =
    held.length === 0 ? (
      t('wallet.answerNone')
    ) : (
      <Words id="wallet.answer" values={{ amount: <Amounts sums={sums} tokenOf={tokenOf} tone="money" /> }} />
    );
  return (
    <Page
      title={t('shell.wallet')}
      answer={pending ? t('shell.wallet') : answer}
      note={t('wallet.note')}
      side={
        <>
          {held.length > 0 && <MoveCard holdings={held} holder={account} />}
          {held.length > 0 && <OpenStreamCard holdings={held} />}
          <Card title={t('wallet.receive')} note={t('wallet.receiveNote')}>
            <p className={classes.address}>
              <code>{account}</code>
              <CopyButton text={account} label={t('common.copyAddress')} />
            </p>
          </Card>
        </>
      }
    >
      <Card title={t('wallet.balances')} busy={pending} error={error} onRetry={retry}>
        {held.length === 0 ? (
          <EmptyState>{t('wallet.empty')}</EmptyState>
        ) : (
          <HoldingsTable caption={t('wallet.balances')} holdings={held} />
        )}
      </Card>
      <Unbondings account={account} tokenOf={tokenOf} />
      <StreamsCard
        of={{ payee: account }}
        title={t('streams.incoming')}
        note={t('streams.incomingNote')}
        empty={t('streams.incomingEmpty')}
      />
      <StreamsCard
        of={{ payer: account }}
        title={t('streams.outgoing')}
        note={t('streams.outgoingNote')}
        empty={t('streams.outgoingEmpty')}
      />
      <AgreementsCard
        of={{ payee: account }}
        title={t('agreements.incoming')}
        note={t('agreements.incomingNote')}
        empty={t('agreements.incomingEmpty')}
      />
      <AgreementsCard
        of={{ reviewer: account }}
        title={t('agreements.reviewing')}
        note={t('agreements.reviewingNote')}
        empty={t('agreements.reviewingEmpty')}
      />
      <PayoutPayments account={account} />
      <Transfers account={account} tokenOf={tokenOf} />
    </Page>
  );
}
