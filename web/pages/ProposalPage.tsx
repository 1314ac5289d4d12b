/** One proposal: does it pass, what happens then, who voted and why, and the reader's own vote. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { hasEnded } from '#governance/proposals/proposalState.ts';
import { useChainNow } from '../answers/chainClock.ts';
import { useDaoId, useToken } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { Person } from '../components/Person.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { VoteBars } from '../components/VoteBars.tsx';
import { ProposalActions } from '../decide/ProposalActions.tsx';
import { ProposalFacts, ProposalTimeline } from '../decide/ProposalFacts.tsx';
import { OfficeWords } from '../decide/ProposalOffice.tsx';
import { proposalQuery, proposalWordsQuery } from '../decide/proposalQueries.ts';
import { RunButtons } from '../decide/RunButtons.tsx';
import { TryOut } from '../decide/TryOut.tsx';
import { VoteCard } from '../decide/VoteCard.tsx';
import { VotesTable } from '../decide/VotesTable.tsx';
import { stateNow, tallyOf, tones, verdictOf, voteRuleOf } from '../decide/verdict.ts';
import { mixedPower } from '../formats.ts';
import { paths } from '../paths.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import classes from './ProposalPage.module.css';

/** Only proposals with a text load the Markdown reader. */
const Prose = lazy(async () => ({ default: (await import('../components/Prose.tsx')).Prose }));

export function ProposalPage(): ReactNode {
  const { t, language } = useWords();
  const dao = useDaoId();
  const { id = '' } = useParams({ strict: false });
  const nowMs = useChainNow();
  const token = useToken(dao);
  const found = useQuery(proposalQuery(id));
  const words = useQuery(proposalWordsQuery(id, found.data?.editedAt));
  const proposal = found.data;
  const crumbs = <Link to={paths.proposals(dao)}>{t('proposals.title')}</Link>;
  if (proposal === undefined) {
    return (
      <Page title={t('proposal.title')} answer={t('proposal.title')} crumbs={crumbs}>
        <Card
          title={t('proposal.standing')}
          busy={found.isPending}
          error={found.error}
          onRetry={() => void found.refetch()}
        />
      </Page>
    );
  }
  const powerToken = proposal.mix === undefined ? token : mixedPower;
  const now = nowMs ?? proposal.createdAt;
  const state = stateNow(proposal, now);
  return (
    <Page
      title={proposal.title}
      answer={verdictOf(proposal, now, t, language)}
      crumbs={crumbs}
      chip={<StateChip tone={tones[state]}>{t(`proposal.state.${state}`)}</StateChip>}
      note={
        <Words
          id="proposal.by"
          values={{ title: <bdi>{proposal.title}</bdi>, author: <Person address={proposal.author} /> }}
        />
      }
      sideFirst
      side={<VoteCard proposal={proposal} nowMs={now} token={powerToken} />}
      sideAfter={
        <>
          <Card title={t('proposal.states')}>
            <ProposalTimeline proposal={proposal} nowMs={now} />
          </Card>
          <ProposalFacts proposal={proposal} nowMs={now} token={powerToken} />
        </>
      }
    >
      <Card title={t('proposal.standing')} note={t('proposal.standingNote')}>
        <OfficeWords proposal={proposal} />
        {proposal.votingEndsAt > proposal.voteEnd && <p className="small">{t('proposal.later')}</p>}
        {proposal.revealMs !== undefined && (state === 'pending' || state === 'active') ? (
          <p>{t('sealed.standing')}</p>
        ) : (
          <VoteBars tally={tallyOf(proposal)} rule={voteRuleOf(proposal)} token={powerToken} />
        )}
      </Card>
      <Card
        title={t(state === 'executed' ? 'proposal.actionsDone' : 'proposal.actions')}
        busy={words.isPending}
        error={words.error}
        onRetry={() => void words.refetch()}
      >
        {words.data !== undefined && (
          <>
            <ProposalActions proposal={proposal} actions={words.data.actions} token={token} />
            {!hasEnded(state) && words.data.actions.length > 0 && (
              <TryOut dao={proposal.dao} actions={words.data.actions.map(({ call }) => call)} />
            )}
            <RunButtons proposal={proposal} actions={words.data.actions} nowMs={now} />
          </>
        )}
      </Card>
      <Card title={t('proposal.text')} busy={words.isPending}>
        {words.data?.body === '' ? (
          <EmptyState>{t('proposal.noText')}</EmptyState>
        ) : (
          <Suspense fallback={<p className={classes.plain}>{words.data?.body}</p>}>
            <Prose text={words.data?.body ?? ''} />
          </Suspense>
        )}
      </Card>
      <VotesTable proposal={id} token={powerToken} />
    </Page>
  );
}
