/** Reputation by kind of work, now and as it fades. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { formatPoints } from '../formats.ts';
import { formatDuration } from '../times.ts';
import { useWords } from '../words/words.ts';
import { reputationQuery } from './powerQueries.ts';

interface FadingProps {
  readonly dao: string;
  readonly account: string;
}

export function FadingCard({ dao, account }: FadingProps): ReactNode {
  const { t, language } = useWords();
  const found = useQuery(reputationQuery(dao, account));
  const points = (value: string): string => formatPoints(BigInt(value), language);
  const kinds = found.data?.kinds.filter(({ now }) => now !== '0') ?? [];
  const halfLifeMs = found.data?.halfLifeMs;
  return (
    <Card
      title={t('power.decay')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
      flush={kinds.length > 0}
      {...(halfLifeMs === undefined
        ? {}
        : { note: t('power.decayNote', { halfLife: formatDuration(halfLifeMs, language) }) })}
    >
      {kinds.length === 0 ? (
        <EmptyState>{t('power.noReputation')}</EmptyState>
      ) : (
        <DataTable
          caption={t('power.decay')}
          rows={kinds}
          rowId={({ kind }) => kind}
          columns={[
            { id: 'kind', head: t('power.kind'), cell: ({ kind }) => t(`kind.${kind}`) },
            { id: 'now', head: t('power.now'), align: 'end', cell: ({ now }) => points(now) },
            { id: 'in30', head: t('power.in30'), align: 'end', cell: ({ in30Days }) => points(in30Days) },
            { id: 'in90', head: t('power.in90'), align: 'end', cell: ({ in90Days }) => points(in90Days) },
          ]}
        />
      )}
    </Card>
  );
}
