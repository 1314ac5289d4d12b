/** All DAOs of this chain: where the reader is a member, and where work is open. */
import { Button } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { memberQuery } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { paths } from '../paths.ts';
import { daosQuery } from '../session/forYou.ts';
import { useViewer } from '../session/session.ts';
import { useWords } from '../words/words.ts';
import classes from './DaosPage.module.css';

export function DaosPage(): ReactNode {
  const { t } = useWords();
  const viewer = useViewer();
  const list = useQuery(daosQuery);
  const daos = list.data?.items ?? [];
  const memberships = useQueries({
    queries: daos.map(({ dao }) => ({
      ...memberQuery(dao, viewer?.address ?? ''),
      enabled: viewer !== undefined,
    })),
  });
  return (
    <Page
      title={t('daos.title')}
      answer={list.isPending ? t('daos.title') : t('daos.answer', { count: daos.length })}
      note={t('daos.note')}
      action={
        <Button variant="default" component={Link} to={paths.newDao}>
          {t('daos.new')}
        </Button>
      }
    >
      <Card
        title={t('daos.list')}
        flush
        busy={list.isPending}
        error={list.error}
        onRetry={() => void list.refetch()}
      >
        {daos.length === 0 ? (
          <EmptyState>{t('daos.empty')}</EmptyState>
        ) : (
          <ul className={classes.list}>
            {daos.map(({ dao, name, purpose, policy }, i) => (
              <li key={dao} className={classes.row}>
                <div className={classes.words}>
                  <Link to={paths.dao(dao)} className={classes.name}>
                    {name}
                  </Link>
                  <span className={classes.purpose}>{purpose}</span>
                </div>
                {memberships[i]?.data?.roles.includes('member') === true ? (
                  <StateChip tone="right">{t('daos.member')}</StateChip>
                ) : (
                  <StateChip tone="neutral">
                    {t(policy.open ? 'daos.openToAll' : 'daos.membersOnly')}
                  </StateChip>
                )}
                <Button component={Link} to={paths.dao(dao)} variant="default" size="sm">
                  {t('daos.open', { name })}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </Page>
  );
}
