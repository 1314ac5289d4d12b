/** The payments month by month, each month with its exact total, each payment with its proof. */
import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RewardJson } from '#api/client/answers.ts';
import { Amount } from '../components/Amount.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { Time } from '../components/Time.tsx';
import { paths } from '../paths.ts';
import { formatMonth } from '../times.ts';
import { Words } from '../words/Words.tsx';
import { isWordId, useWords } from '../words/words.ts';
import { Amounts } from './Amounts.tsx';
import { type RewardsFilter, type TokenOf, totalsQuery } from './rewardQueries.ts';
import classes from './StatementTable.module.css';
import { monthBounds, monthOf } from './statement.ts';

interface StatementTableProps {
  readonly account: string;
  readonly filter: RewardsFilter;
  readonly items: readonly RewardJson[];
  readonly tokenOf: TokenOf;
  readonly daoName: (dao: string) => string;
  readonly titleOf: (reward: RewardJson) => string;
  readonly onProof: (reward: RewardJson) => void;
}

export function StatementTable(props: StatementTableProps): ReactNode {
  const months = [...new Set(props.items.map(({ time }) => monthOf(time)))];
  return months.map((month) => <MonthRows key={month} month={month} {...props} />);
}

function MonthRows(props: StatementTableProps & { readonly month: string }): ReactNode {
  const { account, filter, items, month, tokenOf, daoName, titleOf, onProof } = props;
  const { t, language } = useWords();
  const totals = useQuery(totalsQuery(account, { ...filter, month })).data;
  const name = formatMonth(monthBounds(month)?.from ?? 0, language);
  const rows = items.filter(({ time }) => monthOf(time) === month);
  return (
    <section className={classes.month}>
      <h3>
        {name}
        {totals !== undefined && (
          <span className={classes.total}>
            <Words id="rewards.monthTotal" values={{ amount: <Amounts sums={totals} tokenOf={tokenOf} /> }} />
          </span>
        )}
      </h3>
      <DataTable
        caption={t('rewards.monthCaption', { month: name })}
        rows={rows}
        rowId={(reward) => reward.id}
        columns={[
          {
            id: 'when',
            head: t('rewards.when'),
            cell: ({ time }) => (
              <span className={classes.when}>
                <Time timeMs={time} form="moment" />
              </span>
            ),
          },
          {
            id: 'for',
            head: t('rewards.for'),
            cell: (reward) => (
              <Link to={paths.contribution(reward.dao, reward.contribution)}>
                <bdi>{titleOf(reward)}</bdi>
              </Link>
            ),
          },
          { id: 'dao', head: t('rewards.dao'), cell: ({ dao }) => <bdi>{daoName(dao)}</bdi> },
          { id: 'part', head: t('rewards.rule'), cell: (reward) => <PartWords reward={reward} /> },
          {
            id: 'amount',
            head: t('rewards.amount'),
            align: 'end',
            cell: ({ amount, token }) => <Amount amount={amount} token={tokenOf(token)} />,
          },
          {
            id: 'proof',
            head: t('rewards.proof'),
            cell: (reward) => (
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconShieldCheck size={16} aria-hidden="true" />}
                aria-label={t('rewards.proofOf', { title: titleOf(reward) })}
                onClick={() => onProof(reward)}
              >
                {t('rewards.proofCheck')}
              </Button>
            ),
          },
        ]}
      />
    </section>
  );
}

/** Which part of the DAO's rule paid. */
function PartWords({ reward: { kind, part } }: { readonly reward: RewardJson }): ReactNode {
  const { t } = useWords();
  const partId = `rewards.part.${part}`;
  const kindId = `rewards.kind.${kind}`;
  return (
    <>
      {isWordId(partId) ? t(partId) : part} · {isWordId(kindId) ? t(kindId) : kind}
    </>
  );
}
