/** What members of a DAO ask its treasury for, how far each request is, and asking. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useDaoId, useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Page } from '../components/Page.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { fundingQuery, useRequests } from '../funding/fundingQueries.ts';
import { RequestCard } from '../funding/RequestCard.tsx';
import { Passing, StateOfRequest } from '../funding/StateOfRequest.tsx';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.ts';
import { formatDuration } from '../times.ts';
import { useWords } from '../words/words.ts';

function AmountIn({ amount, token }: { readonly amount: string; readonly token: string }): ReactNode {
  return <Amount amount={amount} token={useToken(token)} />;
}

export function FundingPage(): ReactNode {
  const { t, language } = useWords();
  const dao = useDaoId();
  const viewer = useViewer();
  const funding = useQuery(fundingQuery(dao)).data;
  const found = useRequests(dao);
  const count = found.data?.pages.reduce((sum, { items }) => sum + items.length, 0) ?? 0;
  const rule = funding?.rule;
  const note =
    rule === undefined
      ? t('funding.off')
      : t('funding.rule', { halfLife: formatDuration(rule.halfLifeMs, language) });
  return (
    <Page
      title={t('funding.title')}
      answer={found.isPending ? t('funding.title') : t('funding.answer', { count })}
      note={funding !== undefined && note}
      side={
        viewer !== undefined &&
        funding !== undefined &&
        rule !== undefined && <RequestCard funding={funding} rule={rule} account={viewer.address} />
      }
    >
      <PagedTable
        title={t('funding.title')}
        found={found}
        empty={t('funding.empty')}
        caption={t('funding.title')}
        rowId={({ request }) => request}
        columns={[
          {
            id: 'request',
            head: t('funding.request'),
            cell: ({ request, title }) => (
              <Link to={paths.fundingRequest(dao, request)}>
                <bdi>{title}</bdi>
              </Link>
            ),
          },
          {
            id: 'amount',
            head: t('funding.amount'),
            align: 'end',
            cell: ({ amount, token }) => <AmountIn amount={amount} token={token} />,
          },
          {
            id: 'support',
            head: t('funding.support'),
            align: 'end',
            cell: ({ support }) => <AmountIn amount={support} token={dao} />,
          },
          { id: 'passes', head: t('funding.passes'), cell: (request) => <Passing request={request} /> },
          { id: 'state', head: t('funding.state'), cell: (request) => <StateOfRequest request={request} /> },
        ]}
      />
    </Page>
  );
}
