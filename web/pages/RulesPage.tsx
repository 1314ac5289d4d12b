/** The rules of a DAO in words: what work is paid, who may join, how decisions are made, the constitution. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { constitutionQuery } from '../answers/constitutionQuery.ts';
import { type DaoJson, daoQuery, rulesQuery, useDaoId, useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Hash } from '../components/Hash.tsx';
import { Page } from '../components/Page.tsx';
import { PayRule } from '../govern/PayRule.tsx';
import classes from '../govern/Sentences.module.css';
import { TrackWords } from '../govern/TrackWords.tsx';
import { paths } from '../paths.ts';
import { formatDuration } from '../times.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';

const Prose = lazy(async () => ({ default: (await import('../components/Prose.tsx')).Prose }));

export function RulesPage(): ReactNode {
  const { t, language } = useWords();
  const id = useDaoId();
  const dao = useQuery(daoQuery(id));
  const token = useToken(id);
  if (dao.data === undefined) {
    return (
      <Page title={t('rules.title')} answer={t('rules.title')}>
        <Card
          title={t('rules.tracks')}
          busy={dao.isPending}
          error={dao.error}
          onRetry={() => void dao.refetch()}
        />
      </Page>
    );
  }
  const { policy, tracks } = dao.data;
  return (
    <Page
      title={t('rules.title')}
      answer={t(policy.open ? 'rules.answerOpen' : 'rules.answerClosed')}
      note={t('rules.note')}
      action={
        <Button component={Link} to={paths.newProposal(id)}>
          {t('rules.propose')}
        </Button>
      }
      side={
        <>
          <Constitution dao={dao.data} />
          <Card title={t('rules.membership')}>
            <p className={classes.line}>{t(policy.open ? 'rules.open' : 'rules.closed')}</p>
            <p className={classes.line}>
              {t('rules.epoch', { epoch: formatDuration(policy.epochMs, language) })}
            </p>
          </Card>
        </>
      }
    >
      <Pay dao={id} />
      <Card title={t('rules.tracks')} note={t('rules.tracksNote')}>
        <TrackWords tracks={tracks} token={token} />
      </Card>
    </Page>
  );
}

function Pay({ dao }: { readonly dao: string }): ReactNode {
  const { t } = useWords();
  const token = useToken(dao);
  const rules = useQuery(rulesQuery(dao));
  return (
    <Card
      title={t('rules.pay')}
      busy={rules.isPending}
      error={rules.error}
      onRetry={() => void rules.refetch()}
    >
      {rules.data?.rules.length === 0 && <EmptyState>{t('rules.noPay')}</EmptyState>}
      {rules.data?.rules.map(({ kind, rule }) => (
        <PayRule key={kind} kind={kind} rule={rule} token={token} />
      ))}
      {rules.data !== undefined && (
        <p className={classes.line}>
          <Words
            id="rules.newcomers"
            values={{ amount: <Amount amount={rules.data.newcomersPerEpoch} token={token} /> }}
          />
        </p>
      )}
    </Card>
  );
}

function Constitution({ dao }: { readonly dao: DaoJson }): ReactNode {
  const { t } = useWords();
  const text = useQuery(constitutionQuery(dao));
  return (
    <Card
      title={t('rules.constitution')}
      busy={text.isPending}
      error={text.error}
      onRetry={() => void text.refetch()}
    >
      {text.data === null && <EmptyState>{t('rules.noText')}</EmptyState>}
      {typeof text.data === 'string' && (
        <Suspense fallback={<p className={classes.line}>{text.data}</p>}>
          <Prose text={text.data} />
        </Suspense>
      )}
      <p className={classes.hash}>
        {t('rules.hash')} <Hash hash={dao.constitutionHash} />
      </p>
      {typeof text.data === 'string' && <p className="small">{t('rules.hashChecked')}</p>}
      <p className="small">
        <Link to={paths.constitution(dao.dao)}>{t('rules.history')}</Link>
      </p>
    </Card>
  );
}
