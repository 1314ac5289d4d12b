/** Payouts as a table: what was decided, how much of it is paid, and the button that closes one whose time is over. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Amount } from '../components/Amount.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { StateChip, type Tone } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { formatAmountExact } from '../formats.ts';
import { paths } from '../paths.ts';
import { useTokens } from '../rewards/rewardQueries.ts';
import { useViewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { type PayoutJson, usePayoutPayments, usePayouts } from './flowQueries.ts';

const tones = {
  open: 'pending',
  due: 'warning',
  paid: 'right',
  closed: 'neutral',
} as const satisfies Readonly<Record<string, Tone>>;

const isState = (state: string): state is keyof typeof tones => Object.hasOwn(tones, state);

export function PayoutsCard({ payer }: { readonly payer: string }): ReactNode {
  const { t, language } = useWords();
  const viewer = useViewer();
  const found = usePayouts(payer);
  const [closing, setClosing] = useState<PayoutJson>();
  const tokenOf = useTokens(found.data?.pages.flatMap(({ items }) => items.map(({ token }) => token)) ?? []);
  return (
    <>
      <PagedTable
        title={t('payouts.title')}
        note={t('payouts.note')}
        found={found}
        empty={t('payouts.empty')}
        caption={t('payouts.title')}
        rowId={({ payout }) => payout}
        columns={[
          {
            id: 'what',
            head: t('payouts.what'),
            cell: ({ memo, transaction, pages }) => (
              <>
                <Link to={paths.transaction(transaction)}>
                  {memo === '' ? t('payouts.list') : <bdi>{memo}</bdi>}
                </Link>
                <div className="small">{t('payouts.pages', { pages })}</div>
              </>
            ),
          },
          {
            id: 'paid',
            head: t('payouts.paid'),
            align: 'end',
            cell: ({ token, paid, total }) => (
              <Words
                id="streams.arrivedOf"
                values={{
                  arrived: <Amount amount={paid} token={tokenOf(token)} />,
                  deposit: <Amount amount={total} token={tokenOf(token)} />,
                }}
              />
            ),
          },
          {
            id: 'state',
            head: t('streams.state'),
            cell: ({ state }) =>
              isState(state) && <StateChip tone={tones[state]}>{t(`payouts.state.${state}`)}</StateChip>,
          },
          { id: 'closes', head: t('payouts.closes'), cell: ({ closesAt }) => <Time timeMs={closesAt} /> },
          {
            id: 'act',
            head: t('streams.act'),
            cell: (payout) =>
              payout.state === 'due' && viewer !== undefined ? (
                <Button size="compact-sm" onClick={() => setClosing(payout as PayoutJson)}>
                  {t('payouts.close')}
                </Button>
              ) : null,
          },
        ]}
      />
      {closing !== undefined && (
        <Transact
          opened
          onClose={() => setClosing(undefined)}
          kind="payouts.close"
          payload={{ payout: closing.payout, token: closing.token, payer: closing.payer, left: closing.left }}
          title={t('payouts.close')}
          happens={t('payouts.closeHappens', {
            amount: formatAmountExact(closing.left, tokenOf(closing.token), language),
          })}
        />
      )}
    </>
  );
}

/** What an account was paid out of payouts. */
export function PayoutPayments({ account }: { readonly account: string }): ReactNode {
  const { t } = useWords();
  const found = usePayoutPayments(account);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const tokenOf = useTokens(items.map(({ token }) => token));
  if (items.length === 0) return null;
  return (
    <PagedTable
      title={t('payouts.received')}
      found={found}
      empty={t('payouts.empty')}
      caption={t('payouts.received')}
      rowId={({ transaction, event }) => `${transaction}.${event}`}
      columns={[
        {
          id: 'for',
          head: t('payouts.what'),
          cell: ({ transaction }) => <Link to={paths.transaction(transaction)}>{t('payouts.list')}</Link>,
        },
        {
          id: 'amount',
          head: t('treasuryPage.amount'),
          align: 'end',
          cell: ({ amount, token }) => <Amount amount={amount} token={tokenOf(token)} />,
        },
        { id: 'when', head: t('treasuryPage.when'), cell: ({ time }) => <Time timeMs={time} /> },
      ]}
    />
  );
}
