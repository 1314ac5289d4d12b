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
  // The sheets stay while the case moves on below them.
  const [sealing, setSealing] = useState<PayloadJson<'disputes.commitVote'>>();
  const [opening, setOpening] = useState<PayloadJson<'disputes.revealVote'>>();
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
      {stage === 'voting' && seat.hash === undefined && (
        <SealForm dispute={dispute} account={account} onReady={setSealing} />
      )}
      {stage === 'revealing' && seat.hash !== undefined && seat.vote === undefined && (
        <OpenForm dispute={dispute} hash={seat.hash} onReady={setOpening} />
      )}
      {sealing !== undefined && (
        <Transact
          opened
          onClose={() => setSealing(undefined)}
          kind="disputes.commitVote"
          payload={sealing}
          title={t('txKind.disputes.commitVote')}
          happens={t('court.seal.happens')}
          rule={t('court.seal.rule')}
        />
      )}
      {opening !== undefined && (
        <Transact
          opened
          onClose={() => setOpening(undefined)}
          kind="disputes.revealVote"
          payload={opening}
          title={t('txKind.disputes.revealVote')}
          happens={t('court.open.happens', { verdict: t(`verdict.${opening.vote}`) })}
        />
      )}
    </Card>
  );
}

interface FormProps<P> extends VoteCardProps {
  readonly onReady: (payload: P) => void;
}

function SealForm({ dispute, account, onReady }: FormProps<PayloadJson<'disputes.commitVote'>>): ReactNode {
  const { t } = useWords();
  const { case: id, dao, round } = dispute;
  const seal = (vote: Verdict): void =>
    onReady({ case: id, dao, round, hash: sealVote({ case: id, round, juror: account }, vote) });
  return (
    <div className={classes.form}>
      <p className="small">{t('court.seal.note')}</p>
      <Button onClick={() => seal('grant')}>{t('court.seal.grant')}</Button>
      <Button variant="default" onClick={() => seal('deny')}>
        {t('court.seal.deny')}
      </Button>
    </div>
  );
}

function OpenForm({
  dispute,
  hash,
  onReady,
}: Omit<FormProps<PayloadJson<'disputes.revealVote'>>, 'account'> & { readonly hash: string }): ReactNode {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const { case: id, dao, round } = dispute;
  const secret = keptVote(hash);
  if (secret === undefined) return <p role="alert">{t('court.open.elsewhere')}</p>;
  return (
    <div className={classes.form}>
      <Textarea
        label={t('court.open.reason')}
        autosize
        minRows={2}
        maxLength={160}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button onClick={() => onReady({ case: id, dao, round, ...secret, reason: reason.trim() })}>
        {t('txKind.disputes.revealVote')}
      </Button>
    </div>
  );
}
