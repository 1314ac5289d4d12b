/** The newest transactions of the chain. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Height } from '../components/Height.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';
import { useTransactions } from './explorerQueries.ts';
import { KindWords } from './KindWords.tsx';
import { StatusChip } from './StatusChip.tsx';

export function TransactionsTable(): ReactNode {
  const { t } = useWords();
  return (
    <PagedTable
      title={t('explorer.transactions')}
      found={useTransactions()}
      empty={t('explorer.noTransactions')}
      caption={t('explorer.transactionsCaption')}
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
    />
  );
}
