/** The newest transfers of an account, with their sign and the other side. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import type { TokenOf } from '../rewards/rewardQueries.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { type TransferJson, transfersQuery } from './fundsQueries.ts';

interface TransfersProps {
  readonly account: string;
  readonly tokenOf: TokenOf;
}

export function Transfers({ account, tokenOf }: TransfersProps): ReactNode {
  const { t } = useWords();
  const found = useQuery(transfersQuery(account));
  const items = found.data ?? [];
  const isSent = ({ sender }: TransferJson): boolean => sender === account;
  return (
    <Card
      title={t('wallet.transfers')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
    >
      {items.length === 0 ? (
        <EmptyState>{t('wallet.noTransfers')}</EmptyState>
      ) : (
        <DataTable
          caption={t('wallet.transfers')}
          rows={items}
          rowId={(item) => `${item.id}.${item.event}`}
          columns={[
            { id: 'when', head: t('rewards.when'), cell: ({ time }) => <Time timeMs={time} /> },
            {
              id: 'other',
              head: t('wallet.other'),
              cell: (item) => (
                <Words
                  id={isSent(item) ? 'wallet.sentTo' : 'wallet.receivedFrom'}
                  values={{ person: <Person address={isSent(item) ? item.account : item.sender} /> }}
                />
              ),
            },
            {
              id: 'amount',
              head: t('rewards.amount'),
              align: 'end',
              cell: (item) => (
                <Amount
                  amount={isSent(item) ? -BigInt(item.amount) : item.amount}
                  token={tokenOf(item.token)}
                  form="signed"
                />
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
