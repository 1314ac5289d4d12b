/** Asking a larger jury, for whoever may while there is time; nothing is drawn for others. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
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
  const [opened, setOpened] = useState(false);
  const verdict = dispute.rounds.at(-1)?.verdict;
  const { author, opener, stage, appealStake } = dispute;
  if (stage !== 'appealable' || verdict === undefined || appealStake === undefined) return null;
  const side = verdict === 'grant' ? 'deny' : 'grant';
  const own = account === opener ? 'grant' : account === author ? 'deny' : undefined;
  const may = own === undefined ? roles.includes('member') : own === side;
  if (!may || standing === undefined) return null;
  const stake = account === author && standing.free ? '0' : appealStake;
  return (
    <Card title={t('court.appeal.title')} note={t('court.appeal.note')}>
      <Button fullWidth onClick={() => setOpened(true)}>
        {t('court.appeal.button')}
      </Button>
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="disputes.appeal"
        payload={{
          case: dispute.case,
          dao: dispute.dao,
          round: dispute.round,
          side,
          stake,
          epoch: standing.epoch,
        }}
        title={t('court.appeal.title')}
        happens={
          stake === '0'
            ? t('court.appeal.free')
            : t('court.appeal.happens', { amount: formatAmount(BigInt(stake), token, language) })
        }
      />
    </Card>
  );
}
