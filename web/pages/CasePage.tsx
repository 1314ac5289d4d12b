/** One case: what is asked and why, where it stands, its juries and votes, evidence, and what it paid. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ContributionName } from '../activity/ContributionName.tsx';
import { useDaoId, useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { FactList } from '../components/FactList.tsx';
import { Page } from '../components/Page.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { Prose } from '../components/Prose.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { AppealCard } from '../court/AppealCard.tsx';
import { type CaseJson, caseQuery, reasonQuery, useReasons } from '../court/courtQueries.ts';
import { EvidenceTable, GiveCard } from '../court/EvidenceCard.tsx';
import { JuryCard } from '../court/JuryCard.tsx';
import { MoneyTables } from '../court/MoneyTables.tsx';
import { stepEndsAt, toneOf } from '../court/stageTone.ts';
import { VoteCard } from '../court/VoteCard.tsx';
import { faultOf } from '../faults.ts';
import { shortHash } from '../formats.ts';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';

export function CasePage(): ReactNode {
  const { t } = useWords();
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string };
  const found = useQuery(caseQuery(id));
  if (found.data !== undefined) return <Found dispute={found.data} />;
  return (
    <Page title={t('court.case')} answer={t('court.case')}>
      {found.error === null ? (
        <Card title={shortHash(id)} busy lines={5} />
      ) : (
        <ErrorNote fault={faultOf(found.error, t)} onRetry={() => void found.refetch()} />
      )}
    </Page>
  );
}

function Found({ dispute }: { readonly dispute: CaseJson }): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const token = useToken(dao);
  const viewer = useViewer();
  const { author, opener, contribution, remedy, ruling, effect, stage } = dispute;
  const reason = useQuery(reasonQuery(dispute.case)).data ?? '';
  const end = stepEndsAt(dispute);
  const name = <ContributionName dao={dao} contribution={contribution} />;
  return (
    <Page
      title={t('court.case')}
      crumbs={<Link to={paths.court(dao)}>{t('court.title')}</Link>}
      answer={
        ruling === undefined || effect === undefined
          ? t(`court.answer.${stage}`)
          : t('court.answer.ended', { ruling: t(`ruling.${ruling}`), effect: t(`effect.${effect}`) })
      }
      chip={
        <StateChip tone={toneOf(dispute)}>
          {ruling === undefined ? t(`court.stage.${stage}`) : t(`ruling.${ruling}`)}
        </StateChip>
      }
      note={
        <Words
          id="court.asked"
          values={{ opener: <Person address={opener} />, contribution: name, remedy: t(`remedy.${remedy}`) }}
        />
      }
      side={
        <>
          {viewer !== undefined && (
            <>
              <VoteCard dispute={dispute} account={viewer.address} />
              <AppealCard dispute={dispute} account={viewer.address} token={token} />
              <GiveCard dispute={dispute} account={viewer.address} />
            </>
          )}
          <Card title={t('court.facts')}>
            <FactList
              facts={[
                { id: 'author', name: t('court.author'), value: <Person address={author} /> },
                { id: 'opened', name: t('court.openedAt'), value: <Time timeMs={dispute.openedAt} /> },
                ...(end === undefined
                  ? []
                  : [{ id: 'until', name: t('court.until'), value: <Time timeMs={end} /> }]),
                ...dispute.stakes.map((stake) => ({
                  id: `${stake.round}`,
                  name: <Words id="court.staked" values={{ name: <Person address={stake.account} /> }} />,
                  value: <Amount amount={stake.amount} token={token} />,
                })),
              ]}
            />
          </Card>
        </>
      }
    >
      {reason !== '' && (
        <Card title={t('court.reason')}>
          <Prose text={reason} />
        </Card>
      )}
      {dispute.rounds.map((round, number) => (
        <JuryCard key={round.openedAt} dispute={dispute} round={round} number={number} />
      ))}
      <EvidenceTable dispute={dispute} />
      <Reasons dispute={dispute} />
      {dispute.stage === 'closed' && <MoneyTables id={dispute.case} token={token} />}
    </Page>
  );
}

function Reasons({ dispute }: { readonly dispute: CaseJson }): ReactNode {
  const { t } = useWords();
  return (
    <PagedTable
      title={t('court.reasons')}
      found={useReasons(dispute.case)}
      empty={t('court.reasons.empty')}
      caption={t('court.reasons')}
      rowId={({ transaction, event }) => `${transaction}.${event}`}
      columns={[
        { id: 'who', head: t('court.juror'), cell: ({ juror }) => <Person address={juror} /> },
        { id: 'round', head: t('court.round'), cell: ({ round }) => round + 1 },
        { id: 'vote', head: t('court.vote'), cell: ({ vote }) => t(`verdict.${vote}`) },
        { id: 'reason', head: t('court.reason'), cell: ({ reason }) => <bdi>{reason}</bdi> },
      ]}
    />
  );
}
