/** What happened in a DAO, newest first: one sentence each, from the lists of contributions, payments, proposals, members. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { fullPage } from '../answers/fullPage.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import type { Token } from '../formats.ts';
import { client } from '../node.ts';
import { paths } from '../paths.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import classes from './HomeRows.module.css';

interface Happened {
  readonly id: string;
  readonly timeMs: number;
  readonly words: 'home.did.submitted' | 'home.did.paid' | 'home.did.proposed' | 'home.did.joined';
  readonly who: string;
  readonly title?: string;
  readonly to?: string;
  readonly amount?: string;
}

/** Newest of each list: enough to fill the card when only one kind of thing happens. */
const eachMax = 12;

const fetchActivity = async (dao: string): Promise<Happened[]> => {
  const [works, rewards, proposals, members] = await Promise.all([
    fullPage((asked) => client.list.contributions.contributions({ dao, ...asked }), eachMax),
    fullPage((asked) => client.rewards({ dao, ...asked }), eachMax),
    fullPage((asked) => client.list.proposals.proposals({ dao, ...asked }), eachMax),
    fullPage((asked) => client.list.daos.members({ dao, ...asked }), eachMax),
  ]);
  const titles = new Map(works.items.map(({ contribution, title }) => [contribution, title]));
  const all: Happened[] = [
    ...works.items.map((one) => ({
      id: one.id,
      timeMs: one.time,
      words: 'home.did.submitted' as const,
      who: one.author,
      title: one.title,
      to: paths.contribution(dao, one.contribution),
    })),
    ...rewards.items.map((one) => {
      const title = titles.get(one.contribution);
      return {
        id: one.id,
        timeMs: one.time,
        words: 'home.did.paid' as const,
        who: one.account,
        amount: one.amount,
        to: paths.contribution(dao, one.contribution),
        ...(title === undefined ? {} : { title }),
      };
    }),
    ...proposals.items.map((one) => ({
      id: one.id,
      timeMs: one.time,
      words: 'home.did.proposed' as const,
      who: one.author,
      title: one.title,
      to: paths.proposal(dao, one.proposal),
    })),
    ...members.items.map((one) => ({
      id: `${one.transaction}.${one.event}`,
      timeMs: one.time,
      words: 'home.did.joined' as const,
      who: one.account,
    })),
  ];
  return all.sort((a, b) => b.timeMs - a.timeMs).slice(0, eachMax);
};

export function Activity({ dao, token }: { readonly dao: string; readonly token: Token }): ReactNode {
  const { t } = useWords();
  const activity = useQuery({ queryKey: ['activity', dao], queryFn: () => fetchActivity(dao) });
  const rows = activity.data ?? [];
  return (
    <Card
      title={t('home.activity')}
      flush
      busy={activity.isPending}
      error={activity.error}
      onRetry={() => void activity.refetch()}
    >
      {rows.length === 0 ? (
        <EmptyState>{t('home.activityNone')}</EmptyState>
      ) : (
        <ul className={classes.list}>
          {rows.map((one) => (
            <li key={one.id} className={classes.row}>
              <span>
                <Words
                  id={one.words}
                  values={{
                    who: <Person address={one.who} />,
                    what:
                      one.to === undefined ? '' : <Link to={one.to}>{one.title ?? t('home.did.work')}</Link>,
                    amount: <Amount amount={one.amount ?? '0'} token={token} tone="money" />,
                  }}
                />
              </span>
              <span className={classes.time}>
                <Time timeMs={one.timeMs} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
