/** One block: what it holds, and the header that its signature covers. */
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { BlockJson } from '#api/client/answers.ts';
import { statusQuery, useChainNow } from '../answers/chainClock.ts';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { FactList } from '../components/FactList.tsx';
import { Hash } from '../components/Hash.tsx';
import { Page } from '../components/Page.tsx';
import { ProofSteps } from '../components/ProofSteps.tsx';
import { Time } from '../components/Time.tsx';
import { BlockPhases } from '../explorer/BlockPhases.tsx';
import { blockQuery, genesisQuery, lanesQuery } from '../explorer/explorerQueries.ts';
import { KindWords } from '../explorer/KindWords.tsx';
import { StatusChip } from '../explorer/StatusChip.tsx';
import { isMissing } from '../faults.ts';
import { formatCount, formatHeight } from '../formats.ts';
import { useLiveStatus } from '../live.ts';
import { paths } from '../paths.ts';
import { blockSteps, checkBlock } from '../proofs/checkBlock.ts';
import { trustAtFirstContact } from '../proofs/trustedGenesis.ts';
import { useProofSteps } from '../proofs/useProofSteps.ts';
import { formatRelative } from '../times.ts';
import { useWords } from '../words/words.ts';

function BlockTransactions({ block }: { readonly block: BlockJson }): ReactNode {
  const { t } = useWords();
  const { transactions } = block;
  return (
    <Card title={t('block.transactions')} flush={transactions.length > 0}>
      {transactions.length === 0 ? (
        <EmptyState>{t('block.empty')}</EmptyState>
      ) : (
        <DataTable
          caption={t('block.transactionsCaption')}
          rows={transactions}
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
            { id: 'index', head: t('explorer.number'), align: 'end', cell: ({ index }) => index + 1 },
            {
              id: 'result',
              head: t('explorer.result'),
              cell: ({ status }) => <StatusChip status={status} />,
            },
            { id: 'id', head: t('tx.id'), cell: ({ id }) => <Hash hash={id} to={paths.transaction(id)} /> },
          ]}
        />
      )}
    </Card>
  );
}

function BlockHeader({ block }: { readonly block: BlockJson }): ReactNode {
  const { t, language } = useWords();
  const hasParent = block.height > 0;
  return (
    <Card title={t('block.header')} note={t('block.headerNote')}>
      <FactList
        facts={[
          { id: 'time', name: t('block.time'), value: <Time timeMs={block.time} form="moment" /> },
          { id: 'hash', name: t('block.hash'), value: <Hash hash={block.hash} /> },
          {
            id: 'parent',
            name: t('block.parent'),
            value: hasParent ? <Hash hash={block.parent} to={paths.block(block.height - 1)} /> : '–',
          },
          ...(block.ordered === undefined
            ? []
            : [{ id: 'ordered', name: t('block.ordered'), value: formatCount(block.ordered, language) }]),
          { id: 'root', name: t('block.stateRoot'), value: <Hash hash={block.stateRoot} /> },
          {
            id: 'signature',
            name: t('block.signature'),
            value: block.signature === '' ? t('block.noSignature') : <Hash hash={block.signature} />,
          },
          { id: 'chain', name: t('explorer.chainId'), value: <Hash hash={block.chainId} /> },
          { id: 'engine', name: t('block.engine'), value: block.engine },
        ]}
      />
    </Card>
  );
}

function HeaderCheck({ block }: { readonly block: BlockJson }): ReactNode {
  const { t } = useWords();
  const status = useQuery(statusQuery).data;
  const genesis = useQuery(genesisQuery);
  const given = genesis.data?.genesis;
  const trusted = status === undefined ? undefined : trustAtFirstContact(status).hash;
  const verdict = useMemo(
    () => (given === undefined || trusted === undefined ? undefined : checkBlock(block, given, trusted)),
    [block, given, trusted],
  );
  const { steps } = useProofSteps(verdict, blockSteps);
  return (
    <Card
      title={t('block.check')}
      note={t('block.checkNote')}
      error={genesis.error}
      onRetry={() => void genesis.refetch()}
    >
      <ProofSteps steps={steps} />
    </Card>
  );
}

export function BlockPage(): ReactNode {
  const { t, language } = useWords();
  const { height: asked = '' } = useParams({ strict: false }) as { readonly height?: string };
  const height = Number(asked);
  const nowMs = useChainNow();
  const live = useLiveStatus();
  const found = useQuery(blockQuery(height));
  const report = useQuery(lanesQuery).data?.items.find((one) => one.height === height);
  const block = found.data;
  const written = formatHeight(height);
  const crumbs = <Link to={paths.explorer}>{t('explorer.title')}</Link>;
  const title = t('block.title', { height: written });
  if (block === undefined) {
    return (
      <Page
        title={title}
        answer={isMissing(found.error) ? t('block.unknown', { height: written }) : title}
        crumbs={crumbs}
      >
        <Card
          title={t('block.header')}
          busy={found.isPending}
          error={found.error}
          onRetry={() => void found.refetch()}
        />
      </Page>
    );
  }
  const when = formatRelative(block.time, Math.max(block.time, nowMs ?? block.time), language);
  const applied = block.transactions.filter(({ status }) => status === 'applied').length;
  return (
    <Page
      title={title}
      answer={
        height === 0
          ? t('block.answerGenesis', { height: written, when })
          : t('block.answer', { height: written, count: block.transactions.length, applied })
      }
      crumbs={crumbs}
      {...(height === 0 ? {} : { note: t('block.made', { when }) })}
      action={
        <Group gap="sm">
          {height > 0 && (
            <Button component={Link} to={paths.block(height - 1)} variant="default" size="sm">
              {t('block.previous')}
            </Button>
          )}
          {height < (live.height ?? height) && (
            <Button component={Link} to={paths.block(height + 1)} variant="default" size="sm">
              {t('block.next')}
            </Button>
          )}
        </Group>
      }
      side={
        <>
          <BlockHeader block={block} />
          <HeaderCheck block={block} />
        </>
      }
    >
      <BlockTransactions block={block} />
      {report !== undefined && <BlockPhases report={report} />}
    </Page>
  );
}
