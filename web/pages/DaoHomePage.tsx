/** The home of a DAO: what waits for the reader, its treasury, what happened, and what it is. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import {
  daoQuery,
  memberQuery,
  scorersQuery,
  treasuryQuery,
  useDaoId,
  useToken,
} from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { FactList } from '../components/FactList.tsx';
import { Hash } from '../components/Hash.tsx';
import { Page } from '../components/Page.tsx';
import { StartButton } from '../components/StartButton.tsx';
import { Time } from '../components/Time.tsx';
import { formatAmount } from '../formats.ts';
import { Activity } from '../home/Activity.tsx';
import classes from '../home/HomeRows.module.css';
import { useWaiting } from '../home/useWaiting.ts';
import { paths } from '../paths.ts';
import { useActiveCount } from '../session/forYou.ts';
import { useViewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';

/** What waits for the reader, each with its one place to act. */
function ForYou({ dao, name }: { readonly dao: string; readonly name: string }): ReactNode {
  const { t } = useWords();
  const viewer = useViewer();
  const token = useToken(dao);
  const waiting = useWaiting(dao, viewer?.address);
  const policy = useQuery(daoQuery(dao)).data?.policy;
  const member = useQuery({ ...memberQuery(dao, viewer?.address ?? ''), enabled: viewer !== undefined });
  const [joining, setJoining] = useState(false);
  const mayJoin =
    viewer !== undefined &&
    policy?.open === true &&
    member.data !== undefined &&
    !member.data.roles.includes('member');
  if (viewer === undefined)
    return (
      <div className={classes.inset}>
        <EmptyState action={<StartButton />}>{t('home.forNobody')}</EmptyState>
      </div>
    );
  return (
    <>
      {waiting.length === 0 && !mayJoin && (
        <div className={classes.inset}>
          <EmptyState>{t('home.forYouNone')}</EmptyState>
        </div>
      )}
      <ul className={classes.list}>
        {waiting.map((one) => (
          <li key={one.id} className={classes.row}>
            <Link to={one.to}>
              <Words
                id={one.words}
                values={{
                  title: one.title,
                  amount: <Amount amount={one.amount ?? '0'} token={token} />,
                }}
              />
            </Link>
          </li>
        ))}
        {mayJoin && (
          <li className={classes.row}>
            <span>{t('home.join')}</span>
            <Button size="sm" variant="default" onClick={() => setJoining(true)}>
              {t('home.joinButton')}
            </Button>
          </li>
        )}
      </ul>
      <Transact
        opened={joining}
        onClose={() => setJoining(false)}
        kind="daos.join"
        payload={{ dao }}
        title={t('home.join.title', { name })}
        happens={t('home.join.happens', { name })}
        rule={t('home.join.rule')}
      />
    </>
  );
}

/** What the treasury holds, and what is left of each budget. */
function TreasuryStrip({ dao }: { readonly dao: string }): ReactNode {
  const { t } = useWords();
  const token = useToken(dao);
  const treasury = useQuery(treasuryQuery(dao));
  return (
    <Card
      title={t('home.treasury')}
      busy={treasury.isPending}
      error={treasury.error}
      onRetry={() => void treasury.refetch()}
    >
      {treasury.data !== undefined && (
        <>
          <FactList
            facts={[
              {
                id: 'balance',
                name: t('home.treasuryBalance'),
                value: <Amount amount={treasury.data.balance} token={token} tone="money" />,
              },
              ...treasury.data.budgets.map(({ kind, left, amountPerEpoch }) => ({
                id: kind,
                name: t(`home.kind.${kind}`),
                value: (
                  <Words
                    id="home.treasuryLeft"
                    values={{
                      left: <Amount amount={left} token={token} />,
                      whole: <Amount amount={amountPerEpoch} token={token} />,
                      kind: t(`home.kind.${kind}`),
                    }}
                  />
                ),
              })),
            ]}
          />
          <p>
            <Link to={paths.treasury(dao)}>{t('home.treasuryMore')}</Link>
          </p>
        </>
      )}
    </Card>
  );
}

export function DaoHomePage(): ReactNode {
  const { t, language } = useWords();
  const dao = useDaoId();
  const token = useToken(dao);
  const facts = useQuery(daoQuery(dao));
  const treasury = useQuery(treasuryQuery(dao));
  const scorers = useQuery(scorersQuery(dao));
  const open = useActiveCount(dao);
  const name = facts.data?.name ?? '';
  const answer =
    treasury.data === undefined || open === undefined
      ? t('home.answerPlain', { name })
      : t('home.answer', { name, open, balance: formatAmount(treasury.data.balance, token, language) });
  return (
    <Page
      title={name === '' ? t('shell.home') : name}
      answer={name === '' ? t('shell.home') : answer}
      note={facts.data?.purpose ?? ''}
      action={
        <Button component={Link} to={paths.contribute(dao)}>
          {t('shell.contribute')}
        </Button>
      }
      side={
        <>
          <TreasuryStrip dao={dao} />
          <Card title={t('home.facts')} busy={facts.isPending} error={facts.error}>
            {facts.data !== undefined && (
              <FactList
                facts={[
                  {
                    id: 'since',
                    name: t('home.since'),
                    value: <Time timeMs={facts.data.createdAt} form="date" />,
                  },
                  {
                    id: 'constitution',
                    name: t('home.constitution'),
                    value: <Hash hash={facts.data.constitutionHash} to={paths.rules(dao)} />,
                  },
                  ...(scorers.data === undefined
                    ? []
                    : [
                        {
                          id: 'model',
                          name: t('home.model'),
                          value: <Hash hash={scorers.data.modelHash} to={paths.scoring(dao)} />,
                        },
                      ]),
                ]}
              />
            )}
          </Card>
        </>
      }
    >
      <Card title={t('home.forYou')} flush>
        <ForYou dao={dao} name={name} />
      </Card>
      <Activity dao={dao} token={token} />
    </Page>
  );
}
