/** The proposals of a DAO: what needs the reader's vote, what is open, what waits, what is done. */
import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useChainNow } from '../answers/chainClock.ts';
import { useDaoId } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import classes from '../decide/ProposalRow.module.css';
import { ProposalRow } from '../decide/ProposalRow.tsx';
import { powerQuery, useProposals } from '../decide/proposalQueries.ts';
import { type ProposalJson, stateNow } from '../decide/verdict.ts';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.ts';
import { useWords, type WordId } from '../words/words.ts';

type Group = 'needsYou' | 'open' | 'waiting' | 'done';
const groups: readonly Group[] = ['needsYou', 'open', 'waiting', 'done'];

/** Ids of open proposals the reader may vote on and has not, and the choices made on the others. */
function useOwnVotes(open: readonly ProposalJson[]) {
  const viewer = useViewer();
  const address = viewer?.address;
  const answers = useQueries({
    queries: open.map(({ proposal }) => ({
      ...powerQuery(proposal, address ?? ''),
      enabled: address !== undefined,
    })),
  });
  return new Map(answers.flatMap(({ data }) => (data === undefined ? [] : [[data.proposal, data] as const])));
}

export function ProposalsPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const nowMs = useChainNow();
  const list = useProposals(dao);
  const all = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const active = all.filter((one) => stateNow(one, nowMs) === 'active');
  const own = useOwnVotes(active);
  const viewer = useViewer();

  const groupOf = (one: ProposalJson): Group => {
    const state = stateNow(one, nowMs);
    const mine = own.get(one.proposal);
    if (state === 'active')
      return mine !== undefined && mine.choice === undefined && mine.power !== '0' ? 'needsYou' : 'open';
    if (state === 'pending') return 'open';
    return state === 'queued' ? 'waiting' : 'done';
  };
  const mine = active.filter((one) => groupOf(one) === 'needsYou').length;
  const answer =
    viewer === undefined
      ? t('proposals.answer', { open: active.length })
      : t('proposals.answerMine', { mine });
  return (
    <Page
      title={t('proposals.title')}
      answer={list.isPending ? t('proposals.title') : answer}
      note={t('proposals.note')}
      action={
        <Button component={Link} to={paths.newProposal(dao)}>
          {t('proposals.new')}
        </Button>
      }
    >
      {(list.isPending || list.error !== null || all.length === 0) && (
        <Card
          title={t('proposals.title')}
          busy={list.isPending}
          error={list.error}
          onRetry={() => void list.refetch()}
        >
          <EmptyState>{t('proposals.empty')}</EmptyState>
        </Card>
      )}
      {groups.map((group) => {
        const rows = all.filter((one) => groupOf(one) === group);
        if (rows.length === 0) return null;
        return (
          <Card key={group} title={t(`proposals.${group}` satisfies WordId)} flush>
            <ul className={classes.list}>
              {rows.map((one) => (
                <ProposalRow
                  key={one.proposal}
                  proposal={one}
                  nowMs={nowMs ?? one.createdAt}
                  choice={own.get(one.proposal)?.choice}
                />
              ))}
            </ul>
          </Card>
        );
      })}
      {list.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('common.showMore')}
          </Button>
        </div>
      )}
    </Page>
  );
}
