/** One's own jury duty: how many slots, what stands behind them, enlisting with more and leaving. */
import { Button, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import { slotsMax } from '#governance/disputes/state.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { FactList } from '../components/FactList.tsx';
import { formatAmount, type Token } from '../formats.ts';
import classes from '../funds/MoveCard.module.css';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { useMyRoles } from '../work/useMyRoles.ts';
import { type CourtJson, jurorQuery } from './courtQueries.ts';

interface EnlistCardProps {
  readonly court: CourtJson;
  readonly account: string;
  readonly token: Token;
}

export function EnlistCard({ court, account, token }: EnlistCardProps): ReactNode {
  const { t, language } = useWords();
  const roles = useMyRoles(court.dao);
  const own = useQuery(jurorQuery(court.dao, account)).data;
  const [slots, setSlots] = useState(1);
  const [enlist, setEnlist] = useState<PayloadJson<'disputes.enlist'>>();
  const [leave, setLeave] = useState<PayloadJson<'disputes.leave'>>();
  if (own === undefined) return null;
  const { dao, slots: count } = court;
  const stake = BigInt(court.court.seatStake);
  const amount = (stake * BigInt(slots)).toString();
  return (
    <Card title={t('court.juror.title')} note={t('court.juror.note')}>
      <FactList
        facts={[
          { id: 'slots', name: t('court.juror.slots'), value: own.slots },
          { id: 'stake', name: t('court.juror.stake'), value: <Amount amount={own.stake} token={token} /> },
          {
            id: 'locked',
            name: t('court.juror.locked'),
            value: <Amount amount={own.locked} token={token} />,
          },
          {
            id: 'served',
            name: t('court.juror.served'),
            value: t('court.juror.record', { served: own.served, coherent: own.coherent }),
          },
        ]}
      />
      {!roles.includes('member') && <p className="small">{t('court.juror.membersOnly')}</p>}
      {roles.includes('member') && (
        <div className={classes.form}>
          <NumberInput
            label={t('court.juror.more')}
            min={1}
            max={slotsMax}
            value={slots}
            onChange={(value) => setSlots(Math.max(1, Math.min(slotsMax, Math.trunc(Number(value)) || 1)))}
          />
          <Button onClick={() => setEnlist({ dao, slots, count, amount })}>
            {t('txKind.disputes.enlist')}
          </Button>
          {own.slots > 0 && (
            <Button variant="default" onClick={() => setLeave({ dao, slots: own.places, count })}>
              {t('txKind.disputes.leave')}
            </Button>
          )}
        </div>
      )}
      {enlist !== undefined && (
        <Transact
          opened
          onClose={() => setEnlist(undefined)}
          kind="disputes.enlist"
          payload={enlist}
          title={t('txKind.disputes.enlist')}
          happens={t('court.juror.happens', {
            amount: formatAmount(BigInt(enlist.amount), token, language),
            slots: enlist.slots,
          })}
          rule={t('court.juror.rule')}
        />
      )}
      {leave !== undefined && (
        <Transact
          opened
          onClose={() => setLeave(undefined)}
          kind="disputes.leave"
          payload={leave}
          title={t('txKind.disputes.leave')}
          happens={t('court.juror.leaveHappens', {
            amount: formatAmount(BigInt(own.stake), token, language),
          })}
        />
      )}
    </Card>
  );
}
