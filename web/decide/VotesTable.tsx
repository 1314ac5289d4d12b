/** Who voted how, with which power and for which reason. */
import type { ReactNode } from 'react';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { formatPower, type Token } from '../formats.ts';
import { useWords } from '../words/words.ts';
import { useVotes } from './proposalQueries.ts';

interface VotesTableProps {
  readonly proposal: string;
  readonly token: Token;
}

/** The vote of each voter that counts: the newest, which stands first. */
function countedVotes<Row extends { readonly voter: string }>(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ voter }) => !seen.has(voter) && seen.add(voter));
}

export function VotesTable({ proposal, token }: VotesTableProps): ReactNode {
  const { t, language } = useWords();
  const votes = useVotes(proposal);
  const all = votes.data?.pages.flatMap(({ items }) => items) ?? [];
  const counted = new Set(countedVotes(all));
  const changed = new Set(all.filter((vote) => !counted.has(vote)).map(({ voter }) => voter));
  return (
    <PagedTable
      title={t('proposal.votes')}
      found={votes}
      choose={countedVotes}
      empty={t('proposal.noVotes')}
      caption={t('proposal.votesCaption')}
      rowId={({ voter }) => voter}
      columns={[
        { id: 'voter', head: t('proposal.voter'), cell: ({ voter }) => <Person address={voter} /> },
        {
          id: 'choice',
          head: t('proposal.choice'),
          cell: ({ voter, choice }) =>
            `${t(`vote.${choice}`)}${changed.has(voter) ? ` (${t('proposal.changed')})` : ''}`,
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
  );
}
