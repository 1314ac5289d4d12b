/** The newest transactions of the chain, or those of one sender's list. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Height } from '../components/Height.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';
import { useTransactions } from './explorerQueries.ts';
import { KindWords } from './KindWords.tsx';
import { StatusChip } from './StatusChip.tsx';

export function TransactionsTable(): ReactNode {
  const { t } = useWords();
  const found = useTransactions();
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card
      title={t('explorer.transactions')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <EmptyState>{t('explorer.noTransactions')}</EmptyState>
      ) : (
        <DataTable
          caption={t('explorer.transactionsCaption')}
          rows={rows}
          rowId={({ id }) => id}
          columns={[
            {
              id: 'what',
              head: t('explorer.what'),
              cell: ({ id, kind }) => (
                <Link to={paths.transaction(id)}>
                  <KindWords kind={kind} />
                </Link>
              ),
            },
            { id: 'by', head: t('explorer.by'), cell: ({ sender }) => <Person address={sender} /> },
            {
              id: 'result',
              head: t('explorer.result'),
              cell: ({ status }) => <StatusChip status={status} />,
            },
            {
              id: 'height',
              head: t('explorer.height'),
              align: 'end',
              cell: ({ height }) => <Height height={height} />,
            },
            {
              id: 'when',
              head: t('explorer.when'),
              wideOnly: true,
              cell: ({ time }) => <Time timeMs={time} />,
            },
          ]}
          {...(found.hasNextPage
            ? {
                more: (
                  <Button
                    variant="default"
                    size="sm"
                    loading={found.isFetchingNextPage}
                    onClick={() => void found.fetchNextPage()}
                  >
                    {t('common.showMore')}
                  </Button>
                ),
              }
            : {})}
        />
      )}
    </Card>
  );
}
