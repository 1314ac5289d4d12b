/** Stake on its way back: when each part is due, and the button that gives back what is. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useChainNow } from '../answers/chainClock.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { Time } from '../components/Time.tsx';
import { formatAmountExact } from '../formats.ts';
import type { TokenOf } from '../rewards/rewardQueries.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { type UnbondingJson, unbondingsQuery } from './fundsQueries.ts';

interface UnbondingsProps {
  readonly account: string;
  readonly tokenOf: TokenOf;
}

export function Unbondings({ account, tokenOf }: UnbondingsProps): ReactNode {
  const { t, language } = useWords();
  const nowMs = useChainNow() ?? 0;
  const items = useQuery(unbondingsQuery(account)).data ?? [];
  const [chosen, setChosen] = useState<UnbondingJson>();
  return (
    <>
      {items.length > 0 && (
        <Card title={t('wallet.unbondings')} note={t('wallet.unbondingsNote')}>
          <DataTable
            caption={t('wallet.unbondings')}
            rows={items}
            rowId={(item) => item.unbonding}
            columns={[
              {
                id: 'amount',
                head: t('rewards.amount'),
                cell: (item) => <Amount amount={item.amount} token={tokenOf(item.token)} />,
              },
              { id: 'due', head: t('wallet.due'), cell: (item) => <Time timeMs={item.releaseAt} /> },
              {
                id: 'act',
                head: t('wallet.back'),
                cell: (item) =>
                  nowMs >= item.releaseAt ? (
                    <Button size="compact-sm" onClick={() => setChosen(item)}>
                      {t('wallet.release')}
                    </Button>
                  ) : (
                    t('wallet.notDue')
                  ),
              },
            ]}
          />
        </Card>
      )}
      {chosen !== undefined && (
        <Transact
          opened
          onClose={() => setChosen(undefined)}
          kind="tokens.release"
          payload={{
            unbonding: chosen.unbonding,
            account: chosen.account,
            token: chosen.token,
            amount: chosen.amount,
          }}
          title={t('wallet.release')}
          happens={t('wallet.releaseHappens', {
            amount: formatAmountExact(chosen.amount, tokenOf(chosen.token), language),
          })}
        />
      )}
    </>
  );
}
