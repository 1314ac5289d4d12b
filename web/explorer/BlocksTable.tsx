/** The blocks of the chain, newest first and live. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Hash } from '../components/Hash.tsx';
import { Height } from '../components/Height.tsx';
import { Time } from '../components/Time.tsx';
import { formatCount } from '../formats.ts';
import { useLiveStatus } from '../live.ts';
import { useWords } from '../words/words.ts';
import { useBlocks } from './explorerQueries.ts';

export function BlocksTable(): ReactNode {
  const { t, language } = useWords();
  const { state } = useLiveStatus();
  const found = useBlocks();
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card
      title={t('explorer.blocks')}
      note={t('explorer.blocksNote')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
      stale={state === 'notLive'}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <EmptyState>{t('explorer.noBlocks')}</EmptyState>
      ) : (
        <DataTable
          caption={t('explorer.blocksCaption')}
          rows={rows}
          rowId={({ height }) => String(height)}
          columns={[
            { id: 'height', head: t('explorer.height'), cell: ({ height }) => <Height height={height} /> },
            { id: 'when', head: t('explorer.when'), cell: ({ time }) => <Time timeMs={time} /> },
            {
              id: 'count',
              head: t('explorer.count'),
              align: 'end',
              cell: ({ transactions }) => formatCount(transactions, language),
            },
            {
              id: 'root',
              head: t('explorer.stateRoot'),
              wideOnly: true,
              cell: ({ stateRoot }) => <Hash hash={stateRoot} />,
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
