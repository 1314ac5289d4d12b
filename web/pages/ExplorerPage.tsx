/** The explorer: what the chain did last, block by block. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { statusQuery, useChainNow } from '../answers/chainClock.ts';
import { Card } from '../components/Card.tsx';
import { FactList } from '../components/FactList.tsx';
import { Hash } from '../components/Hash.tsx';
import { Page } from '../components/Page.tsx';
import { Time } from '../components/Time.tsx';
import { BlocksTable } from '../explorer/BlocksTable.tsx';
import { useBlocks } from '../explorer/explorerQueries.ts';
import { SearchBox } from '../explorer/SearchBox.tsx';
import { TransactionsTable } from '../explorer/TransactionsTable.tsx';
import { formatHeight } from '../formats.ts';
import { paths } from '../paths.ts';
import { formatRelative } from '../times.ts';
import { useWords } from '../words/words.ts';

function ChainFacts(): ReactNode {
  const { t } = useWords();
  const found = useQuery(statusQuery);
  const status = found.data;
  return (
    <Card
      title={t('explorer.chain')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
    >
      {status !== undefined && (
        <FactList
          facts={[
            { id: 'chain', name: t('explorer.chainId'), value: <bdi>{status.name}</bdi> },
            {
              id: 'genesis',
              name: t('explorer.genesis'),
              value: <Hash hash={status.genesisHash} to={paths.block(0)} />,
            },
            {
              id: 'began',
              name: t('explorer.began'),
              value: <Time timeMs={status.genesisTime} form="moment" />,
            },
            { id: 'root', name: t('explorer.stateRoot'), value: <Hash hash={status.stateRoot} /> },
            { id: 'engine', name: t('explorer.engine'), value: status.engine },
            { id: 'sequencers', name: t('explorer.sequencers'), value: status.sequencers.length },
            { id: 'waiting', name: t('explorer.waiting'), value: status.mempool },
          ]}
        />
      )}
    </Card>
  );
}

/** How the engine beside this node stands; nothing where the node orders alone. */
function EngineFacts(): ReactNode {
  const { t } = useWords();
  const comet = useQuery(statusQuery).data?.comet;
  if (comet === undefined) return null;
  const state = !comet.running ? 'stopped' : comet.catchingUp === true ? 'catchingUp' : 'running';
  return (
    <Card title={t('explorer.ordering')} note={t('explorer.orderingNote')}>
      <FactList
        facts={[
          {
            id: 'engine',
            name: t('explorer.cometState'),
            value: t(`explorer.comet.${state}`, { version: comet.version ?? '' }),
          },
          { id: 'peers', name: t('explorer.cometPeers'), value: comet.peers ?? 0 },
          { id: 'height', name: t('explorer.cometHeight'), value: formatHeight(comet.height ?? 0) },
          { id: 'underWay', name: t('explorer.cometUnderWay'), value: comet.underWay },
          { id: 'starts', name: t('explorer.cometStarts'), value: comet.starts },
        ]}
      />
    </Card>
  );
}

export function ExplorerPage(): ReactNode {
  const { t, language } = useWords();
  const nowMs = useChainNow();
  const newest = useBlocks().data?.pages[0]?.items[0];
  const answer =
    newest === undefined
      ? t('explorer.answerNone')
      : t('explorer.answer', {
          height: formatHeight(newest.height),
          count: newest.transactions,
          when: formatRelative(newest.time, Math.max(newest.time, nowMs ?? newest.time), language),
        });
  return (
    <Page
      title={t('explorer.title')}
      answer={answer}
      crumbs={t('explorer.title')}
      note={t('explorer.note')}
      action={<SearchBox />}
      side={
        <>
          <Card title={t('explorer.deeper')}>
            <p className="small">{t('explorer.lanesNote')}</p>
            <Button component={Link} to={paths.lanes} variant="default" size="sm" mb="md">
              {t('explorer.toLanes')}
            </Button>
            <p className="small">{t('explorer.proofNote')}</p>
            <Button component={Link} to={paths.proof} variant="default" size="sm">
              {t('explorer.toProof')}
            </Button>
          </Card>
          <ChainFacts />
          <EngineFacts />
        </>
      }
    >
      <BlocksTable />
      <TransactionsTable />
    </Page>
  );
}
