/** Money that waits for its outcome: of which work, how much, and until when. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { Time } from '../components/Time.tsx';
import { paths } from '../paths.ts';
import type { ContributionItem } from '../session/forYou.ts';
import { useWords } from '../words/words.ts';
import { heldBy } from '../work/chainMoney.ts';
import type { TokenOf } from './rewardQueries.ts';

interface HeldCardProps {
  readonly items: readonly ContributionItem[];
  readonly tokenOf: TokenOf;
  readonly nowMs: number;
}

/** Draws nothing where nothing is held. */
export function HeldCard({ items, tokenOf, nowMs }: HeldCardProps): ReactNode {
  const { t } = useWords();
  const rows = items
    .map((item) => ({ item, held: heldBy(item, nowMs) }))
    .filter(({ held }) => held > 0n)
    .sort((one, other) => (one.item.outcomeFrom ?? 0) - (other.item.outcomeFrom ?? 0));
  if (rows.length === 0) return null;
  return (
    <Card title={t('rewards.heldTitle')} note={t('outcome.formula')}>
      <DataTable
        caption={t('rewards.heldTitle')}
        rows={rows}
        rowId={({ item }) => item.contribution}
        columns={[
          {
            id: 'title',
            head: t('rewards.for'),
            cell: ({ item }) => (
              <Link to={paths.contribution(item.dao, item.contribution)}>
                <bdi>{item.title}</bdi>
              </Link>
            ),
          },
          {
            id: 'when',
            head: t('rewards.heldWhen'),
            cell: ({ item }) => <Time timeMs={item.outcomeFrom ?? 0} form="moment" />,
          },
          {
            id: 'held',
            head: t('rewards.held'),
            align: 'end',
            cell: ({ item, held }) => <Amount amount={held} token={tokenOf(item.dao)} />,
          },
        ]}
      />
    </Card>
  );
}
