/** Who is in a DAO, in which roles and with which voting power; and joining it. */
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { daoQuery, memberQuery, useDaoId, useToken } from '../answers/daoQueries.ts';
import { pagesQuery } from '../answers/fullPage.ts';
import { Card } from '../components/Card.tsx';
import { Page } from '../components/Page.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { formatAmount, formatPower, formatShare } from '../formats.ts';
import { client } from '../node.ts';
import { useViewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import type { Language } from '../words/language.ts';
import { useWords } from '../words/words.ts';

/** Members that are shown before more are asked for. */
const pageItems = 100;
const roleNames = ['member', 'reviewer', 'steward', 'guardian'] as const;
type RoleName = (typeof roleNames)[number];

const useMembers = (dao: string) =>
  useInfiniteQuery(
    pagesQuery(['members', 'list', dao], pageItems, (asked) => client.list.daos.members({ dao, ...asked })),
  );

/** Whoever left and came back joined twice, and whoever left holds no role any more. */
function presentMembers<Row extends { readonly account: string; readonly roles: readonly string[] }>(
  rows: readonly Row[],
): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ account, roles }) => roles.length > 0 && !seen.has(account) && seen.add(account));
}

/** `member, reviewer and steward` in the reader's language. */
const together = (words: readonly string[], language: Language): string =>
  new Intl.ListFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { type: 'conjunction' }).format(words);

function Join({ dao }: { readonly dao: string }): ReactNode {
  const { t } = useWords();
  const viewer = useViewer();
  const facts = useQuery(daoQuery(dao)).data;
  const own = useQuery({ ...memberQuery(dao, viewer?.address ?? ''), enabled: viewer !== undefined }).data;
  const [joining, setJoining] = useState(false);
  if (facts === undefined) return null;
  if (own?.roles.includes('member') === true) return <StateChip tone="right">{t('members.yours')}</StateChip>;
  if (!facts.policy.open || (viewer !== undefined && own === undefined)) return null;
  return (
    <>
      <Button onClick={() => setJoining(true)}>{t('members.join')}</Button>
      <Transact
        opened={joining}
        onClose={() => setJoining(false)}
        kind="daos.join"
        payload={{ dao }}
        title={t('members.join')}
        happens={t('members.joinHappens', { name: facts.name })}
        rule={t('members.joinRule')}
      />
    </>
  );
}

function MembersTable({ dao }: { readonly dao: string }): ReactNode {
  const { t, language } = useWords();
  const token = useToken(dao);
  const roleWord = (role: RoleName): string => t(`role.${role}`);
  return (
    <PagedTable
      title={t('members.list')}
      note={t('members.listNote')}
      found={useMembers(dao)}
      choose={presentMembers}
      empty={t('members.empty')}
      caption={t('members.caption')}
      rowId={({ account }) => account}
      columns={[
        { id: 'member', head: t('members.member'), cell: ({ account }) => <Person address={account} /> },
        {
          id: 'roles',
          head: t('members.roles'),
          cell: ({ roles }) => together(roles.map(roleWord), language),
        },
        {
          id: 'power',
          head: t('members.power'),
          align: 'end',
          cell: ({ power }) => formatPower(BigInt(power), token, language),
        },
        {
          id: 'share',
          head: t('members.share'),
          align: 'end',
          cell: ({ power, totalPower }) => formatShare(BigInt(power), BigInt(totalPower), language),
        },
        { id: 'since', head: t('members.since'), cell: ({ time }) => <Time timeMs={time} /> },
      ]}
    />
  );
}

function useAnswer(dao: string): string {
  const { t, language } = useWords();
  const token = useToken(dao);
  const found = useMembers(dao);
  const rows = presentMembers(found.data?.pages.flatMap(({ items }) => items) ?? []);
  const total = rows[0]?.totalPower;
  if (total === undefined) return t('members.answerWait');
  const staked = formatAmount(total, token, language);
  if (found.hasNextPage) return t('members.answerMore', { count: rows.length, staked });
  const reviewers = rows.filter(({ roles }) => roles.includes('reviewer')).length;
  return t('members.answer', { count: rows.length, reviewers, staked });
}

export function MembersPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const open = useQuery(daoQuery(dao)).data?.policy.open;
  return (
    <Page
      title={t('members.title')}
      answer={useAnswer(dao)}
      crumbs={t('members.title')}
      {...(open === undefined ? {} : { note: t(open ? 'members.open' : 'members.closed') })}
      action={<Join dao={dao} />}
      side={
        <Card title={t('members.rolesTitle')}>
          {roleNames.map((role) => (
            <p key={role} className="small">
              {t('members.roleMay', { role: t(`role.${role}`), may: t(`members.role.${role}`) })}
            </p>
          ))}
        </Card>
      }
    >
      <MembersTable dao={dao} />
    </Page>
  );
}
