/** The form of a vote: the choice, how it is signed, the reason where it may carry one, and one button. */
import { Button, Radio, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type ShareSigner, sharedPower, shareSigner, type VotingKey } from '#api/client/votingKeys.ts';
import { formatPower, type Token } from '../formats.ts';
import { client } from '../node.ts';
import { type SendingWay, Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { type Choice, ChoiceRadios } from './ChoiceRadios.tsx';
import type { PowerJson } from './proposalQueries.ts';
import { isReasonTooLong, ReasonField } from './ReasonField.tsx';
import type { ShareKey } from './shareKey.ts';
import classes from './VoteCard.module.css';
import type { ProposalJson } from './verdict.ts';

const ways = ['shared', 'own'] as const;

interface VoteFormProps {
  readonly proposal: ProposalJson;
  /** `merit1…`. */
  readonly voter: string;
  readonly power: bigint;
  readonly token: Token;
  readonly chosen: Choice | undefined;
  /** The same choice would count otherwise now, since delegators took power back or lent power is taken back. */
  readonly grows: boolean;
  readonly shareKey: ShareKey;
  /** What the vote carries beside own stake. */
  readonly carry: PowerJson['carry'];
}

/** Signs a share with the voting key of this device, at once and without asking the account's own key. */
const sharedWay = (voter: string, key: VotingKey): SendingWay<'proposals.castBallot'> => ({
  signWith: 'votingKey',
  send(ballot, onSigned) {
    const signer = shareSigner(voter, key);
    const watched: ShareSigner = {
      ...signer,
      sign: async (message) => {
        const share = await signer.sign(message);
        onSigned();
        return share;
      },
    };
    return client.castShare('proposals.castBallot', ballot, watched);
  },
});

export function VoteForm({
  proposal,
  voter,
  power,
  token,
  chosen,
  grows,
  shareKey,
  carry,
}: VoteFormProps): ReactNode {
  const { t, language } = useWords();
  const [choice, setChoice] = useState<Choice>(chosen ?? 'for');
  const [way, setWay] = useState<(typeof ways)[number]>('shared');
  const [reason, setReason] = useState('');
  // What the sheet signs stays as it was asked for: once the vote is counted, the form offers something else.
  const [sheet, setSheet] = useState<{ readonly opened: boolean; readonly key?: VotingKey | undefined }>({
    opened: false,
  });
  const written = formatPower(power, token, language);
  const key = way === 'shared' ? shareKey.key : undefined;
  const tooLong = key === undefined && isReasonTooLong(reason);
  const same = choice === chosen && !grows;
  const { token: id, proposal: of, snapshotHeight, title } = proposal;
  const ballot = { proposal: of, token: id, snapshotHeight, choice };
  const words = { choice: t(`vote.${choice}`), power: written, title };
  const shown = {
    opened: sheet.opened,
    onClose: () => setSheet({ ...sheet, opened: false }),
    title: t('proposal.signVote', words),
    rule: t('proposal.signVoteRule'),
  };
  return (
    <>
      <ChoiceRadios value={choice} onChange={setChoice} />
      {shareKey.key !== undefined && (
        <Radio.Group
          value={way}
          onChange={(value) => setWay(value as typeof way)}
          label={t('proposal.way')}
          className={classes.choices ?? ''}
        >
          <Stack gap="sm" mt="xs">
            {ways.map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`proposal.way.${one}`)}
                description={t(`proposal.way.${one}Note`)}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {shareKey.missing !== undefined && <p className="small">{t(`proposal.share.${shareKey.missing}`)}</p>}
      {key === undefined && <ReasonField value={reason} onChange={setReason} />}
      <Button
        fullWidth
        size="md"
        className={classes.button ?? ''}
        disabled={tooLong || same}
        onClick={() => setSheet({ opened: true, key })}
      >
        {chosen === undefined ? t('proposal.vote', { power: written }) : t('proposal.changeVote')}
      </Button>
      <p className="small">{t(same ? 'proposal.sameChoice' : 'proposal.changeable')}</p>
      {sheet.key === undefined ? (
        <Transact
          {...shown}
          kind="proposals.vote"
          payload={{ ...ballot, reason, ...(carry === undefined ? {} : { power: carry }) }}
          happens={t('proposal.signVoteHappens', words)}
          onDone={() => setReason('')}
        />
      ) : (
        <Transact
          {...shown}
          kind="proposals.castBallot"
          payload={{ ...ballot, ...sharedPower(carry) }}
          way={sharedWay(voter, sheet.key)}
          happens={t('proposal.signShareHappens', words)}
        />
      )}
    </>
  );
}
