/** The blocks of the chain, newest first and live. */
import type { ReactNode } from 'react';
import { Hash } from '../components/Hash.tsx';
import { Height } from '../components/Height.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Time } from '../components/Time.tsx';
import { formatCount } from '../formats.ts';
import { useLiveStatus } from '../live.ts';
import { useWords } from '../words/words.ts';
import { useBlocks } from './explorerQueries.ts';

export function BlocksTable(): ReactNode {
  const { t, language } = useWords();
  const { state } = useLiveStatus();
  return (
    <PagedTable
      title={t('explorer.blocks')}
      note={t('explorer.blocksNote')}
      stale={state === 'notLive'}
      found={useBlocks()}
      empty={t('explorer.noBlocks')}
      caption={t('explorer.blocksCaption')}
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
    />
  );
}
