/** What a closed case paid, returned and took, person by person. */
import type { ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import type { Token } from '../formats.ts';
import { useWords } from '../words/words.ts';
import { useLosses, usePayments, useReturns } from './courtQueries.ts';

interface MoneyTablesProps {
  readonly id: string;
  readonly token: Token;
}

export function MoneyTables({ id, token }: MoneyTablesProps): ReactNode {
  const { t } = useWords();
  const lists = [
    { name: 'paid', found: usePayments(id) },
    { name: 'losses', found: useLosses(id) },
    { name: 'returns', found: useReturns(id) },
  ] as const;
  return lists.map(({ name, found }) => (
    <PagedTable
      key={name}
      title={t(`court.${name}`)}
      found={found}
      empty={t(`court.${name}.empty`)}
      caption={t(`court.${name}`)}
      rowId={({ transaction, event }) => `${transaction}.${event}`}
      columns={[
        { id: 'who', head: t('court.who'), cell: ({ account }) => <Person address={account} /> },
        {
          id: 'amount',
          head: t('court.amount'),
          align: 'end',
          cell: ({ amount }) => <Amount amount={amount} token={token} />,
        },
      ]}
    />
  ));
}
