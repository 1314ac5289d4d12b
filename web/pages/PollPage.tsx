/** One poll: the question, the answers so far, who answered what, and one's own answer. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useDaoId, useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { Page } from '../components/Page.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { Prose } from '../components/Prose.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { formatCount, type Token } from '../formats.ts';
import { paths } from '../paths.ts';
import { AnswerCard } from '../polls/AnswerCard.tsx';
import { answerText } from '../polls/marks.ts';
import { bodyQuery, type PollJson, pollQuery, useAnswers } from '../polls/pollQueries.ts';
import { ResultCard } from '../polls/ResultCard.tsx';
import { useViewer } from '../session/session.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';

export function PollPage(): ReactNode {
  const { t } = useWords();
  const { poll: id = '' } = useParams({ strict: false });
  const found = useQuery(pollQuery(id));
  if (found.data !== undefined) return <Found poll={found.data} />;
  return (
    <Page title={t('polls.title')} answer={t('polls.title')}>
      <Card
        title={t('polls.result')}
        busy={found.isPending}
        error={found.error}
        onRetry={() => void found.refetch()}
      />
    </Page>
  );
}

function Found({ poll }: { readonly poll: PollJson }): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const token = useToken(dao);
  const viewer = useViewer();
  const body = useQuery(bodyQuery(poll.poll)).data ?? '';
  return (
    <Page
      title={poll.question}
      crumbs={<Link to={paths.polls(dao)}>{t('polls.title')}</Link>}
      answer={<bdi>{poll.question}</bdi>}
      chip={
        <StateChip tone={poll.state === 'open' ? 'pending' : 'neutral'}>
          {t(poll.state === 'open' ? 'polls.open' : 'polls.closed')}
        </StateChip>
      }
      note={
        <>
          <Words id="polls.by" values={{ name: <Person address={poll.author} /> }} /> ·{' '}
          {t(`polls.how.${poll.method}`)} {t('polls.weighing')}: {t(`polls.weighing.${poll.weighing}`)} ·{' '}
          {t('polls.ends')} <Time timeMs={poll.voteEnd} />
        </>
      }
      side={
        viewer !== undefined &&
        poll.state === 'open' && <AnswerCard poll={poll} token={token} account={viewer.address} />
      }
    >
      {body !== '' && (
        <Card title={t('polls.about')}>
          <Prose text={body} />
        </Card>
      )}
      <ResultCard poll={poll} token={token} />
      <Answers poll={poll} token={token} />
    </Page>
  );
}

interface AnswersProps {
  readonly poll: PollJson;
  readonly token: Token;
}

function Answers({ poll, token }: AnswersProps): ReactNode {
  const { t, language } = useWords();
  return (
    <PagedTable
      title={t('polls.answers')}
      found={useAnswers(poll.poll)}
      empty={t('polls.answersEmpty')}
      caption={t('polls.answers')}
      rowId={({ transaction, event }) => `${transaction}.${event}`}
      columns={[
        { id: 'who', head: t('polls.who'), cell: ({ voter }) => <Person address={voter} /> },
        {
          id: 'what',
          head: t('polls.what'),
          cell: ({ marks }) => <bdi>{answerText(poll.method, marks, poll.choices)}</bdi>,
        },
        {
          id: 'weight',
          head: t('polls.weight'),
          align: 'end',
          cell: ({ power }) =>
            poll.weighing === 'members' ? (
              formatCount(BigInt(power), language)
            ) : (
              <Amount amount={power} token={token} />
            ),
        },
        { id: 'when', head: t('polls.when'), cell: ({ time }) => <Time timeMs={time} /> },
      ]}
    />
  );
}
