/** Contribute: drop, see what it would earn and why, sign, follow it to its payment. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ContentKind } from '#scoring/extract.ts';
import { daoQuery, useDaoId, useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import type { Dimension } from '../components/DimensionTabs.tsx';
import { Dropzone } from '../components/Dropzone.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Page } from '../components/Page.tsx';
import { faultOf } from '../faults.ts';
import { formatScore } from '../formats.ts';
import { useViewer } from '../session/session.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { DraftCard } from '../work/DraftCard.tsx';
import type { ScoredHere } from '../work/deviceScorer.ts';
import { contentBytesMax, type Draft, draftEndings, draftFilesMax, draftOf } from '../work/draft.ts';
import { estimatePay, type PayEstimate } from '../work/estimatePay.ts';
import { FollowCard } from '../work/FollowCard.tsx';
import { PayCard } from '../work/PayCard.tsx';
import { StepBar } from '../work/StepBar.tsx';
import { SubmitCard } from '../work/SubmitCard.tsx';
import { forgetDraft, useKeptDraft } from '../work/useKeptDraft.ts';
import { usePrediction } from '../work/usePrediction.ts';
import { type Terms, useTerms } from '../work/useStanding.ts';
import { WorkScores } from '../work/WorkScores.tsx';

export function ContributePage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const viewer = useViewer();
  const facts = useQuery(daoQuery(dao)).data;
  const token = useToken(dao);
  const [draft, setDraft] = useKeptDraft(dao);
  const [selected, setSelected] = useState<Dimension>('quality');
  const [submitted, setSubmitted] = useState<string>();
  const terms = useTerms(dao, draft?.kind ?? 'code', viewer?.address);
  const next = { dao, author: viewer?.address ?? '', epoch: terms?.epoch ?? 0 };
  const { scored, error, reading } = usePrediction(draft, next);
  const pay =
    scored === undefined || terms === undefined || terms === null
      ? undefined
      : estimatePay(terms.pay, scored.scores, terms.standing);
  const step = submitted !== undefined ? 3 : draft === undefined ? 0 : scored === undefined ? 1 : 2;
  const submit = (contribution: string): void => {
    forgetDraft(dao);
    setSubmitted(contribution);
  };
  const again = (kind: ContentKind): void => setDraft(draft === undefined ? undefined : { ...draft, kind });
  return (
    <Page
      title={t('contribute.title')}
      crumbs={facts?.name}
      answer={<Answer {...{ draft, scored, error, pay, token, following: submitted !== undefined }} />}
      note={
        reading === undefined
          ? t(scored === undefined ? 'contribute.note' : 'contribute.noteScored')
          : t('contribute.notePast', { ...reading })
      }
      side={
        draft === undefined ? undefined : (
          <Side {...{ dao, draft, scored, pay, terms, submitted }} onSubmitted={submit} />
        )
      }
    >
      <StepBar step={step} />
      {draft === undefined ? (
        <Card title={t('contribute.choose')} note={t('contribute.chooseNote')}>
          <Dropzone
            endings={draftEndings}
            bytesMax={contentBytesMax}
            filesMax={draftFilesMax}
            onFiles={(files) => void draftOf(files).then(setDraft)}
          />
        </Card>
      ) : (
        <DraftCard
          draft={draft}
          summary={scored?.summary}
          busy={scored === undefined && error === undefined}
          error={
            error === undefined ? undefined : <ErrorNote key={draft.kind} fault={faultOf(error, t)} focus />
          }
          locked={submitted !== undefined}
          onKind={again}
          onReplace={() => setDraft(undefined)}
        />
      )}
      {scored !== undefined && (
        <WorkScores
          scores={scored.scores}
          explanation={scored}
          selected={selected}
          onSelect={setSelected}
          about
        />
      )}
    </Page>
  );
}

interface AnswerProps {
  readonly draft: Draft | undefined;
  readonly scored: ScoredHere | undefined;
  readonly error: unknown;
  readonly pay: PayEstimate | undefined;
  readonly token: ReturnType<typeof useToken>;
  readonly following: boolean;
}

function Answer({ draft, scored, error, pay, token, following }: AnswerProps): ReactNode {
  const { t } = useWords();
  if (following) return t('contribute.answer.follow');
  if (draft === undefined) return t('contribute.answer');
  if (error !== undefined) return t('contribute.answer.refused');
  if (scored === undefined || pay === undefined) return t('contribute.answer.scoring');
  return (
    <Words
      id={`contribute.answer.${draft.kind}`}
      values={{
        score: formatScore(scored.scores[0] ?? 0),
        amount: <Amount amount={pay.total} token={token} tone="money" />,
      }}
    />
  );
}

interface SideProps {
  readonly dao: string;
  readonly draft: Draft;
  readonly scored: ScoredHere | undefined;
  readonly pay: PayEstimate | undefined;
  readonly terms: Terms | null | undefined;
  readonly submitted: string | undefined;
  readonly onSubmitted: (contribution: string) => void;
}

function Side({ dao, draft, scored, pay, terms, submitted, onSubmitted }: SideProps): ReactNode {
  const { t } = useWords();
  if (submitted !== undefined) return <FollowCard dao={dao} contribution={submitted} />;
  if (terms === null) return <Card title={t('contribute.pay')}>{t('contribute.notPaid')}</Card>;
  if (terms === undefined || pay === undefined || scored === undefined) return null;
  return (
    <>
      <PayCard dao={dao} terms={terms} pay={pay} />
      <SubmitCard
        key={draft.name}
        dao={dao}
        draft={draft}
        suggested={scored.summary.title}
        terms={terms}
        onSubmitted={onSubmitted}
      />
    </>
  );
}
