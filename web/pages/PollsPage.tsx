/** The questions that members of a DAO were asked, and asking one. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useDaoId } from '../answers/daoQueries.ts';
import { Page } from '../components/Page.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { paths } from '../paths.ts';
import { AskCard } from '../polls/AskCard.tsx';
import { usePolls } from '../polls/pollQueries.ts';
import { useViewer } from '../session/session.ts';
import { useWords } from '../words/words.ts';

export function PollsPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const viewer = useViewer();
  const found = usePolls(dao);
  const count = found.data?.pages.reduce((sum, { items }) => sum + items.length, 0) ?? 0;
  return (
    <Page
      title={t('polls.title')}
      answer={found.isPending ? t('polls.title') : t('polls.answer', { count })}
      note={t('polls.note')}
      side={viewer !== undefined && <AskCard dao={dao} />}
    >
      <PagedTable
        title={t('polls.title')}
        found={found}
        empty={t('polls.empty')}
        caption={t('polls.title')}
        rowId={({ poll }) => poll}
        columns={[
          {
            id: 'question',
            head: t('polls.question'),
            cell: ({ poll, question }) => (
              <Link to={paths.poll(dao, poll)}>
                <bdi>{question}</bdi>
              </Link>
            ),
          },
          { id: 'method', head: t('polls.method'), cell: ({ method }) => t(`polls.method.${method}`) },
          {
            id: 'leads',
            head: t('polls.leads'),
            cell: ({ choices, winner }) =>
              winner === undefined ? t('polls.nobody') : <bdi>{choices[winner]}</bdi>,
          },
          {
            id: 'state',
            head: t('polls.state'),
            cell: ({ state }) => (
              <StateChip tone={state === 'open' ? 'pending' : 'neutral'}>
                {t(state === 'open' ? 'polls.open' : 'polls.closed')}
              </StateChip>
            ),
          },
          { id: 'ends', head: t('polls.ends'), cell: ({ voteEnd }) => <Time timeMs={voteEnd} /> },
        ]}
      />
    </Page>
  );
}
