/** Who scores for a DAO, with which bonds, how they agreed, and what the model in force is. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { statusQuery } from '../answers/chainClock.ts';
import { scorersQuery, useDaoId, useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { FactList } from '../components/FactList.tsx';
import { Page } from '../components/Page.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { formatCount, formatShare, type Token } from '../formats.ts';
import { FiguresCards } from '../govern/FiguresCards.tsx';
import { ModelCard, ModelFacts, type ScorersJson } from '../govern/ModelCards.tsx';
import { recordQuery, slashesQuery } from '../govern/scoringRecord.ts';
import { paths } from '../paths.ts';
import { formatDuration } from '../times.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';

export function ScoringPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const token = useToken(dao);
  const scorers = useQuery(scorersQuery(dao));
  const record = useQuery(recordQuery(dao));
  const slashes = useQuery(slashesQuery(dao));
  const status = useQuery(statusQuery);
  if (scorers.data === undefined) {
    return (
      <Page title={t('scoring.title')} answer={t('scoring.title')}>
        <Card
          title={t('scoring.scorers')}
          busy={scorers.isPending}
          error={scorers.error}
          onRetry={() => void scorers.refetch()}
        />
      </Page>
    );
  }
  const { data } = scorers;
  const count = data.scorers.length;
  const isOwnModel = status.data?.committee?.modelHash === data.modelHash;
  const works = record.data?.works ?? 0;
  const own = status.data?.committee?.scorers.map(({ address }) => address) ?? [];
  const here = data.scorers.filter(({ scorer }) => own.includes(scorer)).length;
  const notice = here === count ? 'scoring.notice' : here > 0 ? 'scoring.noticePart' : 'scoring.noticeOther';
  return (
    <Page
      title={t('scoring.title')}
      answer={
        works === 0
          ? t('scoring.answerNone', { scorers: count })
          : t('scoring.answer', {
              scorers: count,
              agreed: record.data?.agreed ?? 0,
              count: works,
              slashes: slashes.data?.items.length ?? 0,
            })
      }
      note={status.data === undefined ? undefined : t(notice, { count, own: here })}
      action={
        <Button component="a" href="#card">
          {t('scoring.readCard')}
        </Button>
      }
      side={
        <>
          <HowCard scorers={data} token={token} />
          <CoverageCard scorers={data} token={token} />
          <ModelFacts scorers={data} />
        </>
      }
    >
      <ScorersTable scorers={data} token={token} dao={dao} own={own} />
      <SlashesCard dao={dao} token={token} />
      {status.data !== undefined && <ModelCard own={isOwnModel} />}
      {isOwnModel && <FiguresCards />}
    </Page>
  );
}

interface PartProps {
  readonly scorers: ScorersJson;
  readonly token: Token;
}

function ScorersTable({
  scorers,
  token,
  dao,
  own,
}: PartProps & { readonly dao: string; readonly own: readonly string[] }): ReactNode {
  const { t, language } = useWords();
  const record = useQuery(recordQuery(dao));
  const of = (scorer: string) => record.data?.scorers.get(scorer);
  const count = formatCount(record.data?.reveals ?? 0, language);
  return (
    <Card title={t('scoring.scorers')} note={t('scoring.scorersNote', { count })} error={record.error} flush>
      <DataTable
        caption={t('scoring.scorers')}
        rows={scorers.scorers}
        rowId={({ scorer }) => scorer}
        columns={[
          {
            id: 'scorer',
            head: t('scoring.scorer'),
            cell: ({ scorer }) => (
              <>
                <Person address={scorer} />
                {own.includes(scorer) && <span className="small"> {t('scoring.here')}</span>}
              </>
            ),
          },
          {
            id: 'bond',
            head: t('scoring.bond'),
            align: 'end',
            cell: ({ bond }) => <Amount amount={bond} token={token} />,
          },
          {
            id: 'given',
            head: t('scoring.given'),
            align: 'end',
            cell: ({ scorer }) => formatCount(of(scorer)?.given ?? 0, language),
          },
          {
            id: 'agreed',
            head: t('scoring.agreed'),
            align: 'end',
            cell: ({ scorer }) => {
              const one = of(scorer);
              return one === undefined
                ? t('scoring.never')
                : formatShare(BigInt(one.agreed), BigInt(one.given), language);
            },
          },
          {
            id: 'last',
            head: t('scoring.last'),
            cell: ({ scorer }) => {
              const one = of(scorer);
              return one === undefined ? t('scoring.never') : <Time timeMs={one.lastMs} />;
            },
          },
        ]}
      />
    </Card>
  );
}

function HowCard({ scorers, token }: PartProps): ReactNode {
  const { t, language } = useWords();
  const { committee, quorum } = scorers;
  return (
    <Card title={t('scoring.how')}>
      <FactList
        facts={[
          {
            id: 'quorum',
            name: t('scoring.quorum'),
            value: t('scoring.quorumValue', { quorum, size: committee.members.length }),
          },
          { id: 'fee', name: t('scoring.fee'), value: <Amount amount={committee.fee} token={token} /> },
          {
            id: 'reveal',
            name: t('scoring.reveal'),
            value: t('scoring.revealValue', { time: formatDuration(committee.revealAfterMs, language) }),
          },
          {
            id: 'window',
            name: t('scoring.window'),
            value: t('scoring.windowValue', { time: formatDuration(committee.windowMs, language) }),
          },
          {
            id: 'bond',
            name: t('scoring.challengeBond'),
            value: <Amount amount={committee.challengeBond} token={token} />,
          },
        ]}
      />
    </Card>
  );
}

/** Half of all bonds covers early payments, half of that each class of payees. */
const coverageParts = 4n;

function CoverageCard({ scorers, token }: PartProps): ReactNode {
  const { t } = useWords();
  const bonded = scorers.scorers.reduce((sum, { bond }) => sum + BigInt(bond), 0n);
  const whole = bonded / coverageParts;
  const value = (left: string): ReactNode => (
    <Words
      id="scoring.coverageValue"
      values={{
        left: <Amount amount={left} token={token} />,
        whole: <Amount amount={whole} token={token} />,
      }}
    />
  );
  return (
    <Card title={t('scoring.coverage')} note={t('scoring.coverageNote')}>
      <FactList
        facts={[
          { id: 'known', name: t('scoring.coverageKnown'), value: value(scorers.coverage.known) },
          { id: 'newcomer', name: t('scoring.coverageNewcomer'), value: value(scorers.coverage.newcomer) },
        ]}
      />
    </Card>
  );
}

function SlashesCard({ dao, token }: { readonly dao: string; readonly token: Token }): ReactNode {
  const { t } = useWords();
  const slashes = useQuery(slashesQuery(dao));
  const rows = slashes.data?.items ?? [];
  return (
    <Card
      title={t('scoring.slashes')}
      busy={slashes.isPending}
      error={slashes.error}
      onRetry={() => void slashes.refetch()}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <EmptyState>{t('scoring.noSlashes')}</EmptyState>
      ) : (
        <DataTable
          caption={t('scoring.slashesCaption')}
          rows={rows}
          rowId={({ id }) => id}
          columns={[
            { id: 'scorer', head: t('scoring.scorer'), cell: ({ scorer }) => <Person address={scorer} /> },
            {
              id: 'bond',
              head: t('scoring.lost'),
              align: 'end',
              cell: ({ bond }) => <Amount amount={bond} token={token} />,
            },
            {
              id: 'challenger',
              head: t('scoring.challenger'),
              cell: ({ challenger }) => <Person address={challenger} />,
            },
            {
              id: 'work',
              head: t('scoring.work'),
              cell: ({ contribution }) => (
                <Link to={paths.contribution(dao, contribution)}>{t('scoring.open')}</Link>
              ),
            },
            { id: 'when', head: t('scoring.when'), cell: ({ time }) => <Time timeMs={time} /> },
          ]}
        />
      )}
    </Card>
  );
}
