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
import { type PowerJson, powerQuery, useProposals } from '../decide/proposalQueries.ts';
import { type ProposalJson, type ProposalStateName, stateNow } from '../decide/verdict.ts';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.ts';
import { useWords, type WordId } from '../words/words.ts';

type Group = 'needsYou' | 'open' | 'waiting' | 'done';
const groups: readonly Group[] = ['needsYou', 'open', 'waiting', 'done'];

/** The reader's power and votes on running proposals, by proposal. */
function useOwnVotes(running: readonly ProposalJson[]) {
  const viewer = useViewer();
  const address = viewer?.address;
  const answers = useQueries({
    queries: running.map(({ proposal }) => ({
      ...powerQuery(proposal, address ?? ''),
      enabled: address !== undefined,
    })),
  });
  return new Map(answers.flatMap(({ data }) => (data === undefined ? [] : [[data.proposal, data] as const])));
}

/** Whether a running proposal waits for the reader: for a vote, for a sealed ballot, or for its opening. */
const waitsFor = (own: PowerJson, state: ProposalStateName, isSealed: boolean): boolean => {
  if (state === 'revealing') return own.seal !== undefined;
  const cast = isSealed ? own.seal : own.choice;
  return state === 'active' && cast === undefined && own.power !== '0';
};

export function ProposalsPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const nowMs = useChainNow();
  const list = useProposals(dao);
  const all = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const active = all.filter((one) => stateNow(one, nowMs) === 'active');
  const running = [...active, ...all.filter((one) => stateNow(one, nowMs) === 'revealing')];
  const own = useOwnVotes(running);
  const viewer = useViewer();

  const groupOf = (one: ProposalJson): Group => {
    const state = stateNow(one, nowMs);
    const mine = own.get(one.proposal);
    if (mine !== undefined && waitsFor(mine, state, one.revealMs !== undefined)) return 'needsYou';
    if (state === 'pending' || state === 'active' || state === 'revealing') return 'open';
    return state === 'queued' ? 'waiting' : 'done';
  };
  const mine = running.filter((one) => groupOf(one) === 'needsYou').length;
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
