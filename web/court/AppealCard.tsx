/** Asking a larger jury, for whoever may while there is time; nothing is drawn for others. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import { opposite, sideOf } from '#governance/disputes/rules.ts';
import { Card } from '../components/Card.tsx';
import { formatAmount, type Token } from '../formats.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { useMyRoles } from '../work/useMyRoles.ts';
import { type CaseJson, freeQuery } from './courtQueries.ts';

interface AppealCardProps {
  readonly dispute: CaseJson;
  readonly account: string;
  readonly token: Token;
}

export function AppealCard({ dispute, account, token }: AppealCardProps): ReactNode {
  const { t, language } = useWords();
  const roles = useMyRoles(dispute.dao);
  const standing = useQuery(freeQuery(dispute.dao, account)).data;
  // The sheet stays while the case moves on below it.
  const [ready, setReady] = useState<PayloadJson<'disputes.appeal'>>();
  const verdict = dispute.rounds.at(-1)?.verdict;
  const { author, stage, appealStake } = dispute;
  const side = verdict === undefined ? undefined : opposite(verdict);
  const own = sideOf(dispute, account);
  const may = own === undefined ? roles.includes('member') : own === side;
  const isOpen = stage === 'appealable' && side !== undefined && may;
  if (ready === undefined && (!isOpen || standing === undefined || appealStake === undefined)) return null;
  const ask = (): void => {
    if (side === undefined || standing === undefined || appealStake === undefined) return;
    const { free, epoch } = standing;
    const stake = account === author && free ? '0' : appealStake;
    setReady({ case: dispute.case, dao: dispute.dao, round: dispute.round, side, stake, epoch });
  };
  return (
    <Card title={t('court.appeal.title')} note={t('court.appeal.note')}>
      <Button fullWidth onClick={ask}>
        {t('court.appeal.button')}
      </Button>
      {ready !== undefined && (
        <Transact
          opened
          onClose={() => setReady(undefined)}
          kind="disputes.appeal"
          payload={ready}
          title={t('court.appeal.title')}
          happens={
            ready.stake === '0'
              ? t('court.appeal.free')
              : t('court.appeal.happens', { amount: formatAmount(BigInt(ready.stake), token, language) })
          }
        />
      )}
    </Card>
  );
}
