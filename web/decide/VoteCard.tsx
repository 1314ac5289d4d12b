/** The reader's vote: the power and why, how it voted, and the form while voting is open. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { StartButton } from '../components/StartButton.tsx';
import { formatHeight, formatPower, type Token } from '../formats.ts';
import { paths } from '../paths.ts';
import { useViewer, type Viewer } from '../session/session.ts';
import { formatRelative } from '../times.ts';
import { useWords } from '../words/words.ts';
import { LentWords } from './LentWords.tsx';
import { type PowerJson, powerQuery } from './proposalQueries.ts';
import { OpenForm, SealForm } from './SealedVote.tsx';
import { useShareKey } from './shareKey.ts';
import classes from './VoteCard.module.css';
import { VoteForm } from './VoteForm.tsx';
import { type ProposalJson, stateNow } from './verdict.ts';

interface VoteCardProps {
  readonly proposal: ProposalJson;
  readonly nowMs: number;
  readonly token: Token;
}

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
  const isSealed = proposal.revealMs !== undefined;
  const power = BigInt(own.data?.power ?? '0');
  const chosen = own.data?.choice;
  const shareKey = useShareKey(viewer, own.data);
  return (
    <Card
      title={t('proposal.yourVote')}
      busy={own.isPending || shareKey.pending}
      error={own.error}
      onRetry={() => void own.refetch()}
    >
      {own.data !== undefined && (
        <PowerWords power={power} own={own.data} proposal={proposal} token={token} />
      )}
      {chosen !== undefined && (
        <p className={classes.chosen}>
          {t('proposal.youVoted', {
            choice: t(`vote.${chosen}`),
            power: formatPower(BigInt(own.data?.votedWith ?? '0'), token, language),
          })}
        </p>
      )}
      {own.data !== undefined && isSealed && state === 'active' && power > 0n && (
        <SealForm proposal={proposal} own={own.data} token={token} />
      )}
      {own.data !== undefined && state === 'revealing' && power > 0n && (
        <OpenForm proposal={proposal} own={own.data} token={token} />
      )}
      {state === 'active' && !isSealed && power > 0n && (
        <VoteForm
          proposal={proposal}
          voter={viewer.address}
          power={power}
          token={token}
          chosen={chosen}
          grows={chosen !== undefined && own.data?.votedWith !== own.data?.power}
          shareKey={shareKey}
          carry={own.data?.carry}
        />
      )}
      {state === 'pending' && (
        <p className="small">
          {t('proposal.votingNotOpen', { when: formatRelative(proposal.voteStart, nowMs, language) })}
        </p>
      )}
      {state !== 'active' && state !== 'pending' && state !== 'revealing' && (
        <p className="small">
          {t('proposal.votingOver')} {chosen === undefined && power > 0n && t('proposal.didNotVote')}
        </p>
      )}
    </Card>
  );
}

interface PowerWordsProps {
  readonly power: bigint;
  readonly own: PowerJson;
  readonly proposal: ProposalJson;
  readonly token: Token;
}

/** The power in words; zero says why and what to do. */
function PowerWords({ power, own, proposal, token }: PowerWordsProps): ReactNode {
  const { t, language } = useWords();
  const [staked, stakedNow] = [BigInt(own.staked), BigInt(own.stakedNow)];
  const height = formatHeight(proposal.snapshotHeight);
  const written = (value: bigint): string => formatPower(value, token, language);
  if (power > 0n) {
    return (
      <>
        <p className={classes.power}>
          {t('proposal.powerIs', { power: written(power), height })}{' '}
          {own.mix === undefined &&
            stakedNow > staked &&
            t('proposal.powerAdded', { added: written(stakedNow - staked) })}
        </p>
        <LentWords own={own} dao={proposal.dao} />
      </>
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
