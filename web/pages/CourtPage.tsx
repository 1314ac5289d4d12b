/** The court of a DAO: its cases, one's own duties as a juror, and enlisting. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useDaoId, useToken } from '../answers/daoQueries.ts';
import { Page } from '../components/Page.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { courtQuery, useCases, useDuties } from '../court/courtQueries.ts';
import { EnlistCard } from '../court/EnlistCard.tsx';
import { stepEndsAt, toneOf } from '../court/stageTone.ts';
import { TermsCard } from '../court/TermsCard.tsx';
import { shortHash } from '../formats.ts';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.ts';
import { useWords } from '../words/words.ts';

export function CourtPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const token = useToken(dao);
  const viewer = useViewer();
  const court = useQuery(courtQuery(dao)).data;
  const found = useCases(dao);
  const open =
    found.data?.pages.reduce(
      (sum, { items }) => sum + items.filter(({ stage }) => stage !== 'closed').length,
      0,
    ) ?? 0;
  return (
    <Page
      title={t('court.title')}
      answer={found.isPending ? t('court.title') : t('court.answer', { count: open })}
      note={t('court.note')}
      side={
        court !== undefined && (
          <>
            {viewer !== undefined && <EnlistCard court={court} account={viewer.address} token={token} />}
            <TermsCard court={court} token={token} />
          </>
        )
      }
    >
      {viewer !== undefined && <Duties dao={dao} account={viewer.address} />}
      <PagedTable
        title={t('court.cases')}
        found={found}
        empty={t('court.empty')}
        caption={t('court.cases')}
        rowId={(one) => one.case}
        columns={[
          {
            id: 'case',
            head: t('court.case'),
            cell: (one) => <Link to={paths.disputeCase(dao, one.case)}>{t(`remedy.${one.remedy}`)}</Link>,
          },
          { id: 'opener', head: t('court.opener'), cell: ({ opener }) => <Person address={opener} /> },
          {
            id: 'stage',
            head: t('court.stage'),
            cell: (one) => (
              <StateChip tone={toneOf(one)}>
                {one.ruling === undefined ? t(`court.stage.${one.stage}`) : t(`ruling.${one.ruling}`)}
              </StateChip>
            ),
          },
          {
            id: 'until',
            head: t('court.until'),
            cell: (one) => {
              const end = stepEndsAt(one) ?? one.closedAt;
              return end === undefined ? '' : <Time timeMs={end} />;
            },
          },
        ]}
      />
    </Page>
  );
}

function Duties({ dao, account }: { readonly dao: string; readonly account: string }): ReactNode {
  const { t } = useWords();
  return (
    <PagedTable
      title={t('court.duties')}
      found={useDuties(dao, account)}
      empty={t('court.duties.empty')}
      caption={t('court.duties')}
      rowId={({ transaction, event }) => `${transaction}.${event}`}
      columns={[
        {
          id: 'case',
          head: t('court.case'),
          cell: (one) => <Link to={paths.disputeCase(dao, one.case)}>{shortHash(one.case)}</Link>,
        },
        { id: 'round', head: t('court.round'), cell: ({ round }) => round + 1 },
        { id: 'when', head: t('court.when'), cell: ({ time }) => <Time timeMs={time} /> },
      ]}
    />
  );
}
