/** A public account: what it contributed, what it was paid, what it holds, and its roles. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { parseAddress } from '#chain/crypto/address.ts';
import { accountQuery, memberQuery } from '../answers/daoQueries.ts';
import { Address } from '../components/Address.tsx';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { FactList } from '../components/FactList.tsx';
import { Page } from '../components/Page.tsx';
import { StateChip, type Tone } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { isAddress } from '../decide/isAddress.ts';
import { formatCount, shortAddress } from '../formats.ts';
import { useHoldings } from '../funds/fundsQueries.ts';
import { HoldingsTable } from '../funds/HoldingsTable.tsx';
import { paths } from '../paths.ts';
import { Amounts } from '../rewards/Amounts.tsx';
import { totalsQuery, useDaoNames, useTokens } from '../rewards/rewardQueries.ts';
import { type ContributionItem, daosQuery, ownContributionsQuery } from '../session/forYou.ts';
import { isWordId, useWords } from '../words/words.ts';

export function AccountPage(): ReactNode {
  const { t } = useWords();
  const { address = '' } = useParams({ strict: false });
  if (isAddress(address)) return <PublicAccount address={address} />;
  return <Page title={t('shell.account')} answer={t('account.wrong')} note={t('account.wrongNote')} />;
}

function PublicAccount({ address }: { readonly address: string }): ReactNode {
  const { t } = useWords();
  const account = useQuery(accountQuery(address));
  const work = useQuery(ownContributionsQuery(address));
  const received = useQuery(totalsQuery(address, {}));
  const { holdings, pending, error, retry } = useHoldings(address);
  const held = holdings.filter(({ free, staked }) => free + staked > 0n);
  const items = work.data?.items ?? [];
  const tokenOf = useTokens([
    ...(received.data ?? []).map(({ token }) => token),
    ...held.map(({ token }) => token.token),
    ...items.map(({ dao }) => dao),
  ]);
  const name = account.data?.name === '' ? undefined : account.data?.name;
  const shown = name ?? shortAddress(address);
  // A list gives at most one page; from there on the count would be a guess.
  const known = work.data !== undefined && work.data.next === null;
  return (
    <Page
      title={shown}
      answer={known ? t('account.answer', { name: shown, count: items.length }) : shown}
      note={t('account.note')}
      side={
        <>
          <Card
            title={t('account.received')}
            note={t('account.receivedNote')}
            busy={received.isPending}
            error={received.error}
            onRetry={() => void received.refetch()}
          >
            {received.data?.length === 0 ? (
              t('account.nothing')
            ) : (
              <Amounts sums={received.data ?? []} tokenOf={tokenOf} tone="money" />
            )}
          </Card>
          <Card title={t('account.holds')} busy={pending} error={error} onRetry={retry}>
            {held.length === 0 ? (
              t('account.nothing')
            ) : (
              <HoldingsTable caption={t('account.holds')} holdings={held} />
            )}
          </Card>
          <Roles address={address} />
          <Facts address={address} account={account.data} />
        </>
      }
    >
      <Card
        title={t('account.work')}
        busy={work.isPending}
        error={work.error}
        onRetry={() => void work.refetch()}
      >
        {items.length === 0 ? (
          <EmptyState>{t('account.noWork')}</EmptyState>
        ) : (
          <WorkTable items={items} tokenOf={tokenOf} />
        )}
      </Card>
    </Page>
  );
}

const tones: Readonly<Record<ContributionItem['state'], Tone>> = {
  submitted: 'pending',
  scored: 'neutral',
  accepted: 'money',
  paid: 'right',
  returned: 'warning',
};

interface WorkTableProps {
  readonly items: readonly ContributionItem[];
  readonly tokenOf: ReturnType<typeof useTokens>;
}

function WorkTable({ items, tokenOf }: WorkTableProps): ReactNode {
  const { t } = useWords();
  return (
    <DataTable
      caption={t('account.work')}
      rows={items}
      rowId={(item) => item.contribution}
      columns={[
        {
          id: 'title',
          head: t('rewards.for'),
          cell: (item) => (
            <Link to={paths.contribution(item.dao, item.contribution)}>
              <bdi>{item.title}</bdi>
            </Link>
          ),
        },
        {
          id: 'when',
          head: t('rewards.when'),
          cell: (item) => <Time timeMs={item.submittedAt} form="date" />,
        },
        {
          id: 'state',
          head: t('account.state'),
          cell: ({ state }) => <StateChip tone={tones[state]}>{t(`work.state.${state}`)}</StateChip>,
        },
        {
          id: 'paid',
          head: t('account.paid'),
          align: 'end',
          cell: (item) => <Amount amount={item.paidSoFar} token={tokenOf(item.dao)} />,
        },
      ]}
    />
  );
}

/** The DAOs of the network in which the account has a role. */
function Roles({ address }: { readonly address: string }): ReactNode {
  const { t } = useWords();
  const daoName = useDaoNames();
  const daos = useQuery(daosQuery);
  const members = useQueries({
    queries: (daos.data?.items ?? []).map(({ dao }) => memberQuery(dao, address)),
  });
  const roles = members.flatMap(({ data }) => (data === undefined || data.roles.length === 0 ? [] : [data]));
  const words = (role: string): string => {
    const id = `role.${role}`;
    return isWordId(id) ? t(id) : role;
  };
  return (
    <Card
      title={t('account.roles')}
      busy={daos.isPending || members.some(({ isPending }) => isPending)}
      error={daos.error}
      onRetry={() => void daos.refetch()}
    >
      {roles.length === 0 ? (
        t('account.noRoles')
      ) : (
        <FactList
          facts={roles.map(({ dao, roles: held }) => ({
            id: dao,
            name: <Link to={paths.dao(dao)}>{daoName(dao)}</Link>,
            value: held.map(words).join(' · '),
          }))}
        />
      )}
    </Card>
  );
}

interface FactsProps {
  readonly address: string;
  readonly account: { readonly nonce: number; readonly keys: readonly unknown[] } | undefined;
}

function Facts({ address, account }: FactsProps): ReactNode {
  const { t, language } = useWords();
  const facts = [
    {
      id: 'address',
      name: t('account.address'),
      value: <Address address={parseAddress(address)} link={false} copy />,
    },
    ...(account === undefined
      ? []
      : [
          { id: 'sent', name: t('account.sent'), value: formatCount(account.nonce, language) },
          {
            id: 'keys',
            name: t('account.keys'),
            // Without a list, the one key signs that the address derives from.
            value: formatCount(Math.max(1, account.keys.length), language),
          },
        ]),
  ];
  return (
    <Card title={t('account.facts')}>
      <FactList facts={facts} />
    </Card>
  );
}
