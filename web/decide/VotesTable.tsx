/** Who voted how, with which power and for which reason. */
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { formatPower, type Token } from '../formats.ts';
import { useWords } from '../words/words.ts';
import { useVotes } from './proposalQueries.ts';

interface VotesTableProps {
  readonly proposal: string;
  readonly token: Token;
}

export function VotesTable({ proposal, token }: VotesTableProps): ReactNode {
  const { t, language } = useWords();
  const votes = useVotes(proposal);
  const rows = votes.data?.votes ?? [];
  return (
    <Card
      title={t('proposal.votes')}
      busy={votes.isPending}
      error={votes.error}
      onRetry={() => void votes.refetch()}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <EmptyState>{t('proposal.noVotes')}</EmptyState>
      ) : (
        <DataTable
          caption={t('proposal.votesCaption')}
          rows={rows}
          rowId={({ voter }) => voter}
          columns={[
            { id: 'voter', head: t('proposal.voter'), cell: ({ voter }) => <Person address={voter} /> },
            {
              id: 'choice',
              head: t('proposal.choice'),
              cell: ({ voter, choice }) => (
                <>
                  {t(`vote.${choice}`)}
                  {votes.data?.changed.has(voter) === true && ` (${t('proposal.changed')})`}
                </>
              ),
            },
            {
              id: 'power',
              head: t('proposal.power'),
              align: 'end',
              cell: ({ power }) => formatPower(BigInt(power), token, language),
            },
            { id: 'reason', head: t('proposal.reason'), cell: ({ reason }) => <bdi>{reason}</bdi> },
            { id: 'when', head: t('proposal.when'), cell: ({ time }) => <Time timeMs={time} /> },
          ]}
        />
      )}
    </Card>
  );
}
