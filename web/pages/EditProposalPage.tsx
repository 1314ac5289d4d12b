/** Changing a proposal before voting opens, in the editor that it was made in. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useChainNow } from '../answers/chainClock.ts';
import { type DaoJson, daoQuery, useDaoId } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { Page } from '../components/Page.tsx';
import type { Draft } from '../decide/draftStore.ts';
import { type ProposalWords, proposalQuery, proposalWordsQuery } from '../decide/proposalQueries.ts';
import { type ProposalJson, stateNow } from '../decide/verdict.ts';
import { useWords } from '../words/words.ts';
import { Editor } from './NewProposalPage.tsx';

export function EditProposalPage(): ReactNode {
  const { t } = useWords();
  const dao = useQuery(daoQuery(useDaoId()));
  const { id = '' } = useParams({ strict: false });
  const nowMs = useChainNow();
  const found = useQuery(proposalQuery(id));
  const proposal = found.data;
  const words = useQuery({
    ...proposalWordsQuery(id, proposal?.editedAt),
    enabled: proposal !== undefined,
    // The own edit must not take the form away before its receipt is shown.
    placeholderData: keepPreviousData,
  });
  const isOver = proposal !== undefined && stateNow(proposal, nowMs) !== 'pending';
  if (proposal !== undefined && dao.data !== undefined && words.data !== undefined && !isOver)
    return <Edited dao={dao.data} proposal={proposal} words={words.data} />;
  const answer = t(isOver ? 'editor.editOver' : 'editor.editTitle');
  return (
    <Page title={t('editor.editTitle')} answer={answer}>
      {!isOver && (
        <Card
          title={t('editor.words')}
          busy={found.isPending || dao.isPending || words.isPending}
          error={found.error ?? dao.error ?? words.error}
          onRetry={() => void found.refetch()}
        />
      )}
    </Page>
  );
}

interface EditedProps {
  readonly dao: DaoJson;
  readonly proposal: ProposalJson;
  readonly words: ProposalWords;
}

function Edited({ dao, proposal, words }: EditedProps): ReactNode {
  const [draft, setDraft] = useState<Draft>({
    track: proposal.track,
    title: proposal.title,
    body: words.body,
    actions: words.actions.map(({ kind, payload = {}, mayFail }, key) => ({ key, kind, payload, mayFail })),
  });
  return <Editor dao={dao} draft={draft} setDraft={setDraft} editing={proposal} />;
}
