/** The reader's vote: the power and why, the choice, the reason, and one button. */
import { Button, Radio, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { utf8 } from '#chain/crypto/bytes.ts';
import { Card } from '../components/Card.tsx';
import { StartButton } from '../components/StartButton.tsx';
import { formatHeight, formatPower, type Token } from '../formats.ts';
import { paths } from '../paths.ts';
import { useViewer, type Viewer } from '../session/session.ts';
import { formatRelative } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { powerQuery } from './proposalQueries.ts';
import classes from './VoteCard.module.css';
import { type ProposalJson, stateNow } from './verdict.ts';

interface VoteCardProps {
  readonly proposal: ProposalJson;
  readonly nowMs: number;
  readonly token: Token;
}
type Choice = 'for' | 'against' | 'abstain';
const choices: readonly Choice[] = ['for', 'against', 'abstain'];
const reasonBytesMax = 500;

export function VoteCard(props: VoteCardProps): ReactNode {
  const { t } = useWords();
  const viewer = useViewer();
  if (viewer !== undefined) return <OwnVote {...props} viewer={viewer} />;
  return (
    <Card title={t('proposal.yourVote')}>
      <p className={classes.power}>{t('proposal.noAccount')}</p>
      <StartButton />
    </Card>
  );
}

function OwnVote({ proposal, nowMs, token, viewer }: VoteCardProps & { readonly viewer: Viewer }): ReactNode {
  const { t, language } = useWords();
  const own = useQuery(powerQuery(proposal.proposal, viewer.address));
  const state = stateNow(proposal, nowMs);
  const power = BigInt(own.data?.power ?? '0');
  const chosen = own.data?.choice;
  return (
    <Card
      title={t('proposal.yourVote')}
      busy={own.isPending}
      error={own.error}
      onRetry={() => void own.refetch()}
    >
      {own.data !== undefined && (
        <PowerWords power={power} stakedNow={BigInt(own.data.stakedNow)} proposal={proposal} token={token} />
      )}
      {chosen !== undefined && (
        <p className={classes.chosen}>
          {t('proposal.youVoted', {
            choice: t(`vote.${chosen}`),
            power: formatPower(BigInt(own.data?.votedWith ?? '0'), token, language),
          })}
        </p>
      )}
      {state === 'active' && power > 0n && (
        <VoteForm proposal={proposal} power={power} token={token} chosen={chosen} />
      )}
      {state === 'pending' && (
        <p className="small">
          {t('proposal.votingNotOpen', { when: formatRelative(proposal.voteStart, nowMs, language) })}
        </p>
      )}
      {state !== 'active' && state !== 'pending' && (
        <p className="small">
          {t('proposal.votingOver')} {chosen === undefined && power > 0n && t('proposal.didNotVote')}
        </p>
      )}
    </Card>
  );
}

interface PowerWordsProps {
  readonly power: bigint;
  readonly stakedNow: bigint;
  readonly proposal: ProposalJson;
  readonly token: Token;
}

/** The power in words; zero says why and what to do. */
function PowerWords({ power, stakedNow, proposal, token }: PowerWordsProps): ReactNode {
  const { t, language } = useWords();
  const height = formatHeight(proposal.snapshotHeight);
  const written = (value: bigint): string => formatPower(value, token, language);
  if (power > 0n) {
    return (
      <p className={classes.power}>
        {t('proposal.powerIs', { power: written(power), height })}{' '}
        {stakedNow > power && t('proposal.powerAdded', { added: written(stakedNow - power) })}
      </p>
    );
  }
  return (
    <>
      <p className={classes.power}>
        {t('proposal.powerNone', { height })}{' '}
        {stakedNow > 0n
          ? t('proposal.powerNoneLater', { staked: written(stakedNow) })
          : t('proposal.powerNoneAdvice')}
      </p>
      {stakedNow === 0n && (
        <Button component={Link} to={paths.wallet} variant="default">
          {t('proposal.toWallet')}
        </Button>
      )}
    </>
  );
}

interface VoteFormProps {
  readonly proposal: ProposalJson;
  readonly power: bigint;
  readonly token: Token;
  readonly chosen: Choice | undefined;
}

function VoteForm({ proposal, power, token, chosen }: VoteFormProps): ReactNode {
  const { t, language } = useWords();
  const [choice, setChoice] = useState<Choice>(chosen ?? 'for');
  const [reason, setReason] = useState('');
  const [signing, setSigning] = useState(false);
  const written = formatPower(power, token, language);
  const tooLong = utf8(reason).length > reasonBytesMax;
  const same = choice === chosen;
  return (
    <>
      <Radio.Group
        value={choice}
        onChange={(value) => setChoice(value as Choice)}
        aria-label={t('proposal.yourVote')}
        className={classes.choices ?? ''}
      >
        <Stack gap="sm">
          {choices.map((one) => (
            <Radio key={one} value={one} label={t(`vote.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t('proposal.reasonLabel')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={tooLong ? t('proposal.reasonTooLong') : undefined}
        autosize
        minRows={2}
        maxRows={8}
      />
      <Button
        fullWidth
        size="md"
        className={classes.button ?? ''}
        disabled={tooLong || same}
        onClick={() => setSigning(true)}
      >
        {chosen === undefined ? t('proposal.vote', { power: written }) : t('proposal.changeVote')}
      </Button>
      <p className="small">{t(same ? 'proposal.sameChoice' : 'proposal.changeable')}</p>
      <Transact
        opened={signing}
        onClose={() => setSigning(false)}
        kind="proposals.vote"
        payload={{
          proposal: proposal.proposal,
          token: proposal.token,
          snapshotHeight: proposal.snapshotHeight,
          choice,
          reason,
        }}
        title={t('proposal.signVote', { choice: t(`vote.${choice}`) })}
        happens={t('proposal.signVoteHappens', {
          choice: t(`vote.${choice}`),
          power: written,
          title: proposal.title,
        })}
        rule={t('proposal.signVoteRule')}
        onDone={() => setReason('')}
      />
    </>
  );
}
