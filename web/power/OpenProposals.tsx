/** The proposals that are open, with what the reader's vote counts on each. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { powerQuery } from '../decide/proposalQueries.ts';
import { formatPower, formatShare } from '../formats.ts';
import { paths } from '../paths.ts';
import { daoProposalsQuery } from '../session/forYou.ts';
import { useWords } from '../words/words.ts';

interface OpenProps {
  readonly dao: string;
  readonly account: string;
}

export function OpenProposals({ dao, account }: OpenProps): ReactNode {
  const { t, language } = useWords();
  const token = useToken(dao);
  const found = useQuery(daoProposalsQuery(dao));
  const open = (found.data?.items ?? []).filter(
    ({ state }) => state === 'active' || state === 'pending' || state === 'revealing',
  );
  const powers = useQueries({ queries: open.map(({ proposal }) => powerQuery(proposal, account)) });
  const rows = open.map((proposal, place) => ({ ...proposal, own: powers[place]?.data }));
  return (
    <Card
      title={t('power.open')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <EmptyState>{t('power.openNone')}</EmptyState>
      ) : (
        <DataTable
          caption={t('power.open')}
          rows={rows}
          rowId={({ proposal }) => proposal}
          columns={[
            {
              id: 'proposal',
              head: t('power.proposal'),
              cell: ({ proposal, title }) => (
                <Link to={paths.proposal(dao, proposal)}>
                  <bdi>{title}</bdi>
                </Link>
              ),
            },
            {
              id: 'counts',
              head: t('power.openCounts'),
              align: 'end',
              cell: ({ own }) =>
                own === undefined || own.mix !== undefined
                  ? ''
                  : formatPower(BigInt(own.power), token, language),
            },
            {
              id: 'share',
              head: t('members.share'),
              align: 'end',
              cell: ({ own }) =>
                own === undefined ? '' : formatShare(BigInt(own.power), BigInt(own.totalPower), language),
            },
            {
              id: 'voted',
              head: t('power.openVoted'),
              cell: ({ own }) =>
                own?.choice === undefined ? t('power.openNotVoted') : t(`vote.${own.choice}`),
            },
          ]}
        />
      )}
    </Card>
  );
}
