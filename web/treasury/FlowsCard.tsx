/** Where the tokens of a treasury came from and where they went: bars by epoch or month, and a table by purpose. */
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { FlowJson, FlowsAsked, FlowsJson } from '#api/client/answers.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { formatAmountExact, type Token } from '../formats.ts';
import { client } from '../node.ts';
import { useTokens } from '../rewards/rewardQueries.ts';
import { formatMonth } from '../times.ts';
import { isWordId, useWords } from '../words/words.ts';
import classes from './Flows.module.css';
import { FlowsPlot } from './FlowsPlot.tsx';
import { movedOf, type PeriodJson } from './flowFigures.ts';

type By = FlowsJson['by'];
const forms = ['epoch', 'month'] as const satisfies readonly By[];

const useFlows = (dao: string, asked: FlowsAsked) =>
  useQuery({
    queryKey: ['treasury', 'flows', dao, asked],
    queryFn: () => client.flows(dao, asked),
    placeholderData: keepPreviousData,
  });

/** A month is named by its middle, which is in it in every zone. */
const middleOf = ({ from, to }: PeriodJson): number => from + (to - from) / 2;

function usePeriodNames(by: By): (period: PeriodJson) => string {
  const { t, language } = useWords();
  return (period) =>
    by === 'month'
      ? formatMonth(middleOf(period), language)
      : t('flowsCard.epoch', { number: period.number });
}

interface TableProps {
  readonly flows: readonly FlowJson[];
  readonly token: Token;
}

function PurposesTable({ flows, token }: TableProps): ReactNode {
  const { t } = useWords();
  const { received, sent } = movedOf(flows);
  const together = { purpose: 'together', received: String(received), sent: String(sent) };
  const unit = { symbol: token.symbol };
  const nameOf = (purpose: string): string => {
    const id = `flowsCard.purpose.${purpose}`;
    return isWordId(id) ? t(id) : purpose;
  };
  return (
    <DataTable
      caption={t('flowsCard.title')}
      rows={[...flows, together]}
      rowId={({ purpose }) => purpose}
      columns={[
        { id: 'purpose', head: t('flowsCard.purpose'), cell: ({ purpose }) => nameOf(purpose) },
        {
          id: 'in',
          head: t('flowsCard.in', unit),
          align: 'end',
          cell: (one) => <Amount amount={one.received} token={token} form="number" />,
        },
        {
          id: 'out',
          head: t('flowsCard.out', unit),
          align: 'end',
          cell: (one) => <Amount amount={one.sent} token={token} form="number" />,
        },
        {
          id: 'net',
          head: t('flowsCard.net', unit),
          align: 'end',
          cell: (one) => (
            <Amount amount={BigInt(one.received) - BigInt(one.sent)} token={token} form="number" />
          ),
        },
      ]}
    />
  );
}

interface FoundProps {
  readonly found: FlowsJson;
  readonly token: Token;
  readonly onOlder: (before: number) => void;
  readonly onNewest: (() => void) | undefined;
}

function Found({ found, token, onOlder, onNewest }: FoundProps): ReactNode {
  const { t, language } = useWords();
  const nameOf = usePeriodNames(found.by);
  const [chosen, setChosen] = useState('');
  const period = found.periods.find(({ number }) => String(number) === chosen);
  const { received, sent } = movedOf(found.totals);
  const exact = (amount: bigint | string): string => formatAmountExact(amount, token, language);
  const { next } = found;
  return (
    <>
      <FlowsPlot periods={found.periods} token={token} nameOf={nameOf} />
      <div className={classes.controls}>
        <NativeSelect
          label={t('flowsCard.period')}
          value={period === undefined ? '' : chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={[
            { value: '', label: t('flowsCard.always') },
            ...found.periods.map((one) => ({ value: String(one.number), label: nameOf(one) })),
          ]}
        />
        <div className={classes.pages}>
          {onNewest !== undefined && (
            <Button variant="default" size="sm" onClick={onNewest}>
              {t('flowsCard.newest')}
            </Button>
          )}
          {next !== null && (
            <Button variant="default" size="sm" onClick={() => onOlder(next)}>
              {t('flowsCard.older')}
            </Button>
          )}
        </div>
      </div>
      <PurposesTable flows={period?.flows ?? found.totals} token={token} />
      <p className={`small ${classes.after}`}>
        {period === undefined
          ? t('flowsCard.sum', {
              balance: exact(found.balance),
              received: exact(received),
              sent: exact(sent),
            })
          : t('flowsCard.after', { period: nameOf(period), balance: exact(period.balance) })}
      </p>
      {found.unexplained !== '0' && (
        <p className="small" role="note">
          {t('flowsCard.unexplained', { amount: exact(found.unexplained) })}
        </p>
      )}
    </>
  );
}

export function FlowsCard({ dao }: { readonly dao: string }): ReactNode {
  const { t } = useWords();
  const [token, setToken] = useState(dao);
  const [by, setBy] = useState<By>('epoch');
  const [before, setBefore] = useState<number>();
  const answer = useFlows(dao, { token, by, before });
  const found = answer.data;
  const tokens = [dao, ...(found?.tokens ?? [])];
  const tokenOf = useTokens(tokens);
  return (
    <Card
      title={t('flowsCard.title')}
      note={t('flowsCard.note')}
      busy={answer.isPending}
      error={answer.error}
      onRetry={() => void answer.refetch()}
    >
      <div className={classes.controls}>
        <SegmentedControl
          aria-label={t('flowsCard.by')}
          value={by}
          onChange={(value) => {
            setBy(value as By);
            setBefore(undefined);
          }}
          data={forms.map((value) => ({ value, label: t(`flowsCard.by.${value}`) }))}
        />
        {tokens.length > 1 && (
          <NativeSelect
            label={t('wallet.token')}
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
            data={tokens.map((value) => ({ value, label: tokenOf(value).symbol }))}
          />
        )}
      </div>
      {found !== undefined && (
        <Found
          key={`${found.token} ${found.by}`}
          found={found}
          token={tokenOf(found.token)}
          onOlder={setBefore}
          onNewest={before === undefined ? undefined : () => setBefore(undefined)}
        />
      )}
    </Card>
  );
}
