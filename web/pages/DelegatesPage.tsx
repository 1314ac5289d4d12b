/** Who votes for others in a DAO: the list with power and votes cast, lending one's own power, and offering to be a delegate. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useDaoId, useToken } from '../answers/daoQueries.ts';
import { Page } from '../components/Page.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { formatCount, formatPower, shortAddress } from '../formats.ts';
import { paths } from '../paths.ts';
import { LendCard } from '../power/LendCard.tsx';
import { OfferCard } from '../power/OfferCard.tsx';
import { type DelegateJson, participationQuery, useDelegates, votesCounted } from '../power/powerQueries.ts';
import { useViewer } from '../session/session.ts';
import { useWords } from '../words/words.ts';

/** Whoever stepped back says nothing any more. */
const offering = <Row extends { readonly statement: string }>(rows: readonly Row[]): Row[] =>
  rows.filter(({ statement }) => statement !== '');

/** Own stake and the most that is received on one track. */
const powerOf = ({ staked, received }: Pick<DelegateJson, 'staked' | 'received'>): bigint =>
  received.reduce((most, { amount }) => (BigInt(amount) > most ? BigInt(amount) : most), 0n) + BigInt(staked);

export function DelegatesPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const viewer = useViewer();
  const found = useDelegates(dao);
  const [chosen, setChosen] = useState('');
  const known = offering(found.data?.pages.flatMap(({ items }) => items) ?? []).length;
  return (
    <Page
      title={t('delegates.title')}
      answer={found.isPending ? t('delegates.title') : t('delegates.answer', { count: known })}
      note={t('delegates.note')}
      action={
        <Button component={Link} to={paths.power(dao)} variant="default">
          {t('power.toMine')}
        </Button>
      }
      side={
        viewer !== undefined && (
          <>
            <LendCard key={chosen} dao={dao} account={viewer.address} chosen={chosen} />
            <OfferCard dao={dao} account={viewer.address} />
          </>
        )
      }
    >
      <DelegatesTable dao={dao} found={found} own={viewer?.address} onChoose={setChosen} />
    </Page>
  );
}

interface TableProps {
  readonly dao: string;
  readonly found: ReturnType<typeof useDelegates>;
  readonly own: string | undefined;
  readonly onChoose: (delegate: string) => void;
}

function DelegatesTable({ dao, found, own, onChoose }: TableProps): ReactNode {
  const { t, language } = useWords();
  const token = useToken(dao);
  return (
    <PagedTable
      title={t('delegates.list')}
      note={t('delegates.listNote')}
      found={found}
      choose={offering}
      empty={t('delegates.empty')}
      caption={t('delegates.list')}
      rowId={({ delegate }) => delegate}
      columns={[
        {
          id: 'delegate',
          head: t('delegates.delegate'),
          cell: ({ delegate }) => <Person address={delegate} />,
        },
        { id: 'statement', head: t('delegates.statement'), cell: ({ statement }) => <bdi>{statement}</bdi> },
        {
          id: 'power',
          head: t('delegates.power'),
          align: 'end',
          cell: (row) => formatPower(powerOf(row), token, language),
        },
        {
          id: 'votes',
          head: t('delegates.votes'),
          align: 'end',
          cell: ({ delegate }) => <Participation dao={dao} delegate={delegate} />,
        },
        {
          id: 'choose',
          head: t('delegates.sign'),
          cell: ({ delegate }) =>
            own !== undefined &&
            own !== delegate && (
              <Button
                size="sm"
                variant="default"
                aria-label={t('delegates.chooseWho', { name: shortAddress(delegate) })}
                onClick={() => onChoose(delegate)}
              >
                {t('delegates.choose')}
              </Button>
            ),
        },
      ]}
    />
  );
}

function Participation({ dao, delegate }: { readonly dao: string; readonly delegate: string }): ReactNode {
  const { t, language } = useWords();
  const { data } = useQuery(participationQuery(dao, delegate));
  if (data === undefined) return '';
  return data.more
    ? t('delegates.votesMore', { count: formatCount(Math.min(votesCounted, data.proposals), language) })
    : formatCount(data.proposals, language);
}
