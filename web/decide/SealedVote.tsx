/** A secret ballot in two steps: seal a choice while voting is open, open it afterwards; what opens it stays in this browser. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { BallotSecret } from '#api/client/sealedBallots.ts';
import { formatPower, type Token } from '../formats.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { keptBallot, sealChoice } from './ballotSecret.ts';
import { ChoiceRadios } from './ChoiceRadios.tsx';
import type { PowerJson } from './proposalQueries.ts';
import { isReasonTooLong, ReasonField } from './ReasonField.tsx';
import classes from './VoteCard.module.css';
import type { ProposalJson } from './verdict.ts';

interface SealedVoteProps {
  readonly proposal: ProposalJson;
  readonly own: PowerJson;
  readonly token: Token;
}

export function SealForm({ proposal: { proposal, title }, own }: SealedVoteProps): ReactNode {
  const { t } = useWords();
  const before = own.seal === undefined ? undefined : keptBallot(own.seal)?.choice;
  const [choice, setChoice] = useState<BallotSecret['choice']>(before ?? 'for');
  const [sealed, setSealed] = useState<{ readonly seal: string; readonly opened: boolean }>();
  return (
    <>
      {own.seal !== undefined && (
        <p className={classes.chosen}>
          {before === undefined
            ? t('sealed.sealedElsewhere')
            : t('sealed.sealedHere', { choice: t(`vote.${before}`) })}
        </p>
      )}
      <ChoiceRadios value={choice} onChange={setChoice} />
      <Button
        fullWidth
        size="md"
        className={classes.button ?? ''}
        disabled={choice === before}
        onClick={() => setSealed({ seal: sealChoice(proposal, own.account, choice), opened: true })}
      >
        {t(own.seal === undefined ? 'sealed.seal' : 'sealed.sealAgain')}
      </Button>
      <p className="small">{t('sealed.note')}</p>
      {sealed !== undefined && (
        <Transact
          opened={sealed.opened}
          onClose={() => setSealed({ ...sealed, opened: false })}
          kind="proposals.sealBallot"
          payload={{ proposal, seal: sealed.seal }}
          title={t('txKind.proposals.sealBallot')}
          happens={t('sealed.sealHappens', { title })}
          rule={t('sealed.sealRule')}
        />
      )}
    </>
  );
}

export function OpenForm({ proposal, own, token }: SealedVoteProps): ReactNode {
  const { t, language } = useWords();
  const [reason, setReason] = useState('');
  // The sheet stays once the ballot is open and the form is gone from below it.
  const [ballot, setBallot] = useState<BallotSecret>();
  const [opened, setOpened] = useState(false);
  const secret = own.seal === undefined ? undefined : keptBallot(own.seal);
  const tooLong = isReasonTooLong(reason);
  const power = formatPower(BigInt(own.power), token, language);
  const open = (found: BallotSecret): void => {
    setBallot(found);
    setOpened(true);
  };
  return (
    <>
      {own.seal !== undefined && secret === undefined && <p role="alert">{t('sealed.elsewhere')}</p>}
      {own.seal === undefined && own.choice === undefined && <p className="small">{t('sealed.none')}</p>}
      {secret !== undefined && (
        <>
          <p className={classes.chosen}>{t('sealed.sealedHere', { choice: t(`vote.${secret.choice}`) })}</p>
          <ReasonField value={reason} onChange={setReason} />
          <Button
            fullWidth
            size="md"
            className={classes.button ?? ''}
            disabled={tooLong}
            onClick={() => open(secret)}
          >
            {t('sealed.open', { power })}
          </Button>
          <p className="small">{t('sealed.openNote')}</p>
        </>
      )}
      {ballot !== undefined && (
        <Transact
          opened={opened}
          onClose={() => setOpened(false)}
          kind="proposals.openBallot"
          payload={{
            proposal: own.proposal,
            token: own.token,
            snapshotHeight: own.snapshotHeight,
            ...ballot,
            reason,
            ...(own.carry === undefined ? {} : { power: own.carry }),
          }}
          title={t('txKind.proposals.openBallot')}
          happens={t('proposal.signVoteHappens', {
            choice: t(`vote.${ballot.choice}`),
            power,
            title: proposal.title,
          })}
        />
      )}
    </>
  );
}
