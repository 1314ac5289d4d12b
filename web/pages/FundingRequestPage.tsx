/** One funding request: what it asks for, how its conviction grows, who supports it, and one's own support. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { supportOf } from '#governance/conviction/growth.ts';
import { useDaoId, useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { FactList } from '../components/FactList.tsx';
import { Page } from '../components/Page.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { Prose } from '../components/Prose.tsx';
import { Time } from '../components/Time.tsx';
import type { Token } from '../formats.ts';
import { CurveCard } from '../funding/CurveCard.tsx';
import { purposeQuery, type RequestJson, requestQuery, useSupports } from '../funding/fundingQueries.ts';
import { EndButton, PayCard } from '../funding/PayCard.tsx';
import { Passing, StateOfRequest, useStateNow } from '../funding/StateOfRequest.tsx';
import { SupportCard } from '../funding/SupportCard.tsx';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.ts';
import { formatDuration } from '../times.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';

export function FundingRequestPage(): ReactNode {
  const { t } = useWords();
  const { request: id = '' } = useParams({ strict: false });
  const found = useQuery(requestQuery(id));
  if (found.data !== undefined) return <Found request={found.data} />;
  return (
    <Page title={t('funding.title')} answer={t('funding.title')}>
      <Card
        title={t('funding.facts')}
        busy={found.isPending}
        error={found.error}
        onRetry={() => void found.refetch()}
      />
    </Page>
  );
}

interface FoundProps {
  readonly request: RequestJson;
}

function Found({ request: asked }: FoundProps): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const token = useToken(dao);
  const paid = useToken(asked.token);
  const viewer = useViewer();
  const state = useStateNow(asked);
  const isOpen = state === 'gathering' || state === 'ready';
  const purpose = useQuery(purposeQuery(asked.request)).data ?? '';
  return (
    <Page
      title={asked.title}
      crumbs={<Link to={paths.funding(dao)}>{t('funding.title')}</Link>}
      answer={<bdi>{asked.title}</bdi>}
      chip={<StateOfRequest request={asked} />}
      note={
        <>
          <Words id="funding.by" values={{ name: <Person address={asked.author} /> }} /> ·{' '}
          <Time timeMs={asked.createdAt} />
        </>
      }
      action={isOpen && viewer?.address === asked.author && <EndButton request={asked} />}
      side={
        <>
          <PayCard request={asked} isReady={state === 'ready'} token={paid} />
          {viewer !== undefined && (
            <SupportCard request={asked.request} isOpen={isOpen} token={token} account={viewer.address} />
          )}
          <Facts request={asked} token={token} />
        </>
      }
      sideFirst
    >
      <CurveCard request={asked} token={token} />
      {purpose !== '' && (
        <Card title={t('funding.about')}>
          <Prose text={purpose} />
        </Card>
      )}
      <Supports request={asked.request} token={token} />
    </Page>
  );
}

interface PartProps extends FoundProps {
  /** Of the DAO, whose stake it is. */
  readonly token: Token;
}

function Facts({ request: asked, token }: PartProps): ReactNode {
  const { t, language } = useWords();
  const paid = useToken(asked.token);
  const state = useStateNow(asked);
  const like = (conviction: string): ReactNode => (
    <Amount amount={supportOf(BigInt(conviction))} token={token} />
  );
  const { amount, beneficiary, support, conviction, threshold, halfLifeMs } = asked;
  const facts = [
    { id: 'amount', name: t('funding.amount'), value: <Amount amount={amount} token={paid} tone="money" /> },
    { id: 'beneficiary', name: t('funding.beneficiary'), value: <Person address={beneficiary} /> },
    { id: 'support', name: t('funding.support'), value: <Amount amount={support} token={token} /> },
    { id: 'counts', name: t('funding.counts'), value: like(conviction) },
    ...(state === 'gathering' || state === 'ready'
      ? [
          {
            id: 'needs',
            name: t('funding.needs'),
            value: threshold === undefined ? t('funding.impossible') : like(threshold),
          },
        ]
      : []),
    { id: 'passes', name: t('funding.passes'), value: <Passing request={asked} /> },
    { id: 'halfLife', name: t('funding.halfLife'), value: formatDuration(halfLifeMs, language) },
  ];
  return (
    <Card title={t('funding.facts')} note={t('funding.factsNote')}>
      <FactList facts={facts} />
    </Card>
  );
}

function Supports({ request, token }: { readonly request: string; readonly token: Token }): ReactNode {
  const { t } = useWords();
  return (
    <PagedTable
      title={t('funding.supports')}
      found={useSupports(request)}
      empty={t('funding.supportsEmpty')}
      caption={t('funding.supports')}
      rowId={({ transaction, event }) => `${transaction}.${event}`}
      columns={[
        { id: 'who', head: t('funding.who'), cell: ({ account }) => <Person address={account} /> },
        {
          id: 'behind',
          head: t('funding.behind'),
          align: 'end',
          cell: ({ amount }) => <Amount amount={amount} token={token} />,
        },
        { id: 'when', head: t('funding.when'), cell: ({ time }) => <Time timeMs={time} /> },
      ]}
    />
  );
}
