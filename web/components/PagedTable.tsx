/** A list in pages as a card with a table: skeleton, error, a sentence where it is empty, and "Show more". */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import { Card } from './Card.tsx';
import { type Column, DataTable } from './DataTable.tsx';
import { EmptyState } from './EmptyState.tsx';

/** The part of an infinite query that the table reads. */
interface PagedQuery<Row> {
  readonly data: { readonly pages: readonly { readonly items: readonly Row[] }[] } | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
  readonly refetch: () => unknown;
}

interface PagedTableProps<Row> {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  /** Shows the chip "Not live". */
  readonly stale?: boolean;
  readonly found: PagedQuery<Row>;
  /** What of all rows is shown; every row unless given. */
  readonly choose?: (rows: readonly Row[]) => readonly Row[];
  /** What will stand here, where nothing does yet. */
  readonly empty: ReactNode;
  /** Names the table for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rowId: (row: Row) => string;
}

export function PagedTable<Row>(props: PagedTableProps<Row>): ReactNode {
  const { title, note, stale = false, found, choose, empty, caption, columns, rowId } = props;
  const { t } = useWords();
  const all = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const rows = choose?.(all) ?? all;
  const more = found.hasNextPage && (
    <Button
      variant="default"
      size="sm"
      loading={found.isFetchingNextPage}
      onClick={() => void found.fetchNextPage()}
    >
      {t('common.showMore')}
    </Button>
  );
  return (
    <Card
      title={title}
      note={note}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
      stale={stale}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <EmptyState action={more === false ? undefined : more}>
          {more === false ? empty : t('common.noneYet')}
        </EmptyState>
      ) : (
        <DataTable
          caption={caption}
          rows={rows}
          rowId={rowId}
          columns={columns}
          {...(more === false ? {} : { more })}
        />
      )}
    </Card>
  );
}
