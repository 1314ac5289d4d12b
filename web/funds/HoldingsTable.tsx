/** What an account has of each token, free and staked. */
import type { ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { useWords } from '../words/words.ts';
import type { Holding } from './fundsQueries.ts';

interface HoldingsTableProps {
  readonly caption: string;
  readonly holdings: readonly Holding[];
}

export function HoldingsTable({ caption, holdings }: HoldingsTableProps): ReactNode {
  const { t } = useWords();
  return (
    <DataTable
      caption={caption}
      rows={holdings}
      rowId={({ token }) => token.token}
      columns={[
        { id: 'token', head: t('wallet.token'), cell: ({ token }) => <bdi>{token.name}</bdi> },
        {
          id: 'free',
          head: t('wallet.free'),
          align: 'end',
          cell: ({ token, free }) => <Amount amount={free} token={token} />,
        },
        {
          id: 'staked',
          head: t('wallet.staked'),
          align: 'end',
          cell: ({ token, staked }) => <Amount amount={staked} token={token} />,
        },
      ]}
    />
  );
}
