/** A juror's duty in one case: seal a vote in one click, open it in another; the secret stays in this browser. */
import { Button, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import type { Verdict } from '#governance/disputes/state.ts';
import { Card } from '../components/Card.tsx';
import classes from '../funds/MoveCard.module.css';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import type { CaseJson } from './courtQueries.ts';
import { keptVote, sealVote } from './voteSecret.ts';

interface VoteCardProps {
  readonly dispute: CaseJson;
  readonly account: string;
}

/** Draws nothing for whoever does not sit in the newest jury. */
export function VoteCard({ dispute, account }: VoteCardProps): ReactNode {
  const { t } = useWords();
  const seat = dispute.rounds.at(-1)?.seats.find(({ juror }) => juror === account);
  if (seat === undefined) return null;
  const { stage } = dispute;
  const said =
    seat.vote !== undefined
      ? t('court.duty.done', { verdict: t(`verdict.${seat.vote}`) })
      : stage === 'voting' && seat.hash !== undefined
        ? t('court.duty.sealed')
        : stage === 'voting'
          ? t('court.duty.vote')
          : stage === 'revealing' && seat.hash !== undefined
            ? t('court.duty.open')
            : t('court.duty.missed');
  return (
    <Card title={t('court.duty.title')} note={said}>
      {stage === 'voting' && seat.hash === undefined && <SealForm dispute={dispute} account={account} />}
      {stage === 'revealing' && seat.hash !== undefined && seat.vote === undefined && (
        <OpenForm dispute={dispute} account={account} />
      )}
    </Card>
  );
}

function SealForm({ dispute, account }: VoteCardProps): ReactNode {
  const { t } = useWords();
  const [ready, setReady] = useState<PayloadJson<'disputes.commitVote'>>();
  const { case: id, dao, round } = dispute;
  const seal = (vote: Verdict): void =>
    setReady({ case: id, dao, round, hash: sealVote({ case: id, round, juror: account }, vote) });
  return (
    <div className={classes.form}>
      <p className="small">{t('court.seal.note')}</p>
      <Button onClick={() => seal('grant')}>{t(`court.seal.grant`)}</Button>
      <Button variant="default" onClick={() => seal('deny')}>
        {t(`court.seal.deny`)}
      </Button>
      {ready !== undefined && (
        <Transact
          opened
          onClose={() => setReady(undefined)}
          kind="disputes.commitVote"
          payload={ready}
          title={t('txKind.disputes.commitVote')}
          happens={t('court.seal.happens')}
          rule={t('court.seal.rule')}
        />
      )}
    </div>
  );
}

function OpenForm({ dispute, account }: VoteCardProps): ReactNode {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const [opened, setOpened] = useState(false);
  const { case: id, dao, round } = dispute;
  const secret = keptVote({ case: id, round, juror: account });
  if (secret === undefined) return <p role="alert">{t('court.open.elsewhere')}</p>;
  const { vote, salt } = secret;
  return (
    <div className={classes.form}>
      <Textarea
        label={t('court.open.reason')}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button onClick={() => setOpened(true)}>{t('txKind.disputes.revealVote')}</Button>
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="disputes.revealVote"
        payload={{ case: id, dao, round, vote, salt, reason: reason.trim() }}
        title={t('txKind.disputes.revealVote')}
        happens={t('court.open.happens', { verdict: t(`verdict.${vote}`) })}
      />
    </div>
  );
}
