/** One contribution: what it was worth, why, and where the money is. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { parseAddress } from '#chain/crypto/address.ts';
import { correctedScores } from '#governance/contributions/correction.ts';
import { daoQuery, scorersQuery, useDaoId, useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { type Dimension, dimensions } from '../components/DimensionTabs.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { type MoneyParts, moneyParts } from '../components/moneyParts.ts';
import { Page } from '../components/Page.tsx';
import { Person } from '../components/Person.tsx';
import { type ScorerAnswer, ScorersPanel } from '../components/ScorersPanel.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { usePulse } from '../components/usePulse.ts';
import { AskPeopleCard } from '../court/AskPeopleCard.tsx';
import { faultOf } from '../faults.ts';
import { formatScore, shortAddress, shortHash } from '../formats.ts';
import { paths } from '../paths.ts';
import { useName } from '../session/useName.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { AcceptCard } from '../work/AcceptCard.tsx';
import { ChallengeCard } from '../work/ChallengeCard.tsx';
import { CheckCard } from '../work/CheckCard.tsx';
import { ContentCard } from '../work/ContentCard.tsx';
import { claimableBy, moneyOf } from '../work/chainMoney.ts';
import { checkHere } from '../work/checkHere.ts';
import {
  type ContributionJson,
  contributionQuery,
  type RoundJson,
  roundQuery,
} from '../work/contributionQueries.ts';
import { FileList, Understood } from '../work/DraftCard.tsx';
import { MoneySide } from '../work/MoneySide.tsx';
import { OutcomeCard } from '../work/OutcomeCard.tsx';
import type { PastProgress } from '../work/readPast.ts';
import { stateTones } from '../work/stateTone.ts';
import { summaryOf } from '../work/summaryOf.ts';
import { useAbove } from '../work/useAbove.ts';
import { useChainClock } from '../work/useChainClock.ts';
import { WorkScores } from '../work/WorkScores.tsx';
import { WorkTimeline } from '../work/WorkTimeline.tsx';

export function ContributionPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string };
  const found = useQuery(contributionQuery(id));
  const round = useQuery(roundQuery(id)).data;
  if (found.data === undefined) {
    return (
      <Page title={t('contribution.title')} answer={t('contribution.title')}>
        {found.error === null ? (
          <Card title={shortHash(id)} busy lines={5} />
        ) : (
          <ErrorNote fault={faultOf(found.error, t)} onRetry={() => void found.refetch()} />
        )}
      </Page>
    );
  }
  return <Found dao={dao} work={found.data} round={round} />;
}

interface FoundProps {
  readonly dao: string;
  readonly work: ContributionJson;
  readonly round: RoundJson | undefined;
}

function Found({ dao, work, round }: FoundProps): ReactNode {
  const { t } = useWords();
  const [selected, setSelected] = useState<Dimension>('quality');
  const above = useAbove(dao, work.scores, work.contribution);
  const [past, setPast] = useState<PastProgress>();
  const check = useMutation<Awaited<ReturnType<typeof checkHere>>, Error, void>({
    mutationFn: () => {
      if (round === undefined) throw new Error('The round is not known yet.');
      return checkHere(work, round, setPast);
    },
  });
  const daoName = useQuery(daoQuery(work.dao)).data?.name;
  const summary = summaryOf(work.explanation?.summary);
  const revealed = round?.reveals.filter(({ valid }) => valid).length ?? 0;
  return (
    <Page
      title={work.title}
      crumbs={
        <>
          <Link to={paths.dao(work.dao)}>{daoName ?? shortHash(work.dao)}</Link> ·{' '}
          <Link to={paths.contributions(work.dao)}>{t('shell.contributions')}</Link> ·{' '}
          <bdi>{shortHash(work.contribution)}</bdi>
        </>
      }
      answer={<Answer work={work} round={round} />}
      chip={<StateChip tone={stateTones[work.state]}>{t(`work.state.${work.state}`)}</StateChip>}
      note={
        <>
          <bdi>“{work.title}”</bdi> · {t(`work.${work.kind}`)} ·{' '}
          <Words id="contribution.by" values={{ name: <Person address={work.author} /> }} />
        </>
      }
      side={
        <>
          <MoneySide work={work} />
          <OutcomeCard work={work} />
          {round !== undefined && <ChallengeCard work={work} round={round} checked={check.data} />}
          <AskPeopleCard work={work} />
          <WorkTimeline work={work} round={round} />
        </>
      }
    >
      <AcceptCard work={work} />
      {work.scores !== undefined && (
        <WorkScores
          scores={work.scores}
          above={above}
          explanation={work.explanation}
          selected={selected}
          onSelect={setSelected}
          foot={
            <>
              <CountsAs work={work} dimension={selected} />
              {work.explanation !== undefined && round !== undefined && (
                <CheckCard check={check} past={past} scores={work.scores} revealed={revealed} />
              )}
            </>
          }
        />
      )}
      {round !== undefined && <Scorers work={work} round={round} dimension={selected} />}
      <ContentCard work={work}>
        {summary !== undefined && (
          <>
            <p className="small">
              <Understood summary={summary} />
            </p>
            {summary.kind === 'code' && <FileList files={summary.files} fileCount={summary.fileCount} />}
          </>
        )}
      </ContentCard>
    </Page>
  );
}

/** What a score counts for pay as where people’s ratings of earlier work correct it. */
function CountsAs({ work, dimension }: Pick<ScorersProps, 'work' | 'dimension'>): ReactNode {
  const { t } = useWords();
  const place = dimensions.indexOf(dimension);
  const score = work.scores?.[place];
  const counts = correctedScores(work.correction, work.scores ?? [])[place];
  if (score === undefined || counts === undefined || score === counts) return null;
  const values = { score: formatScore(score), counts: formatScore(counts) };
  return <p>{t('contribution.countsAs', values)}</p>;
}

/** The answer moves by the second only in its amount. */
const pulseMs = 1000;

function Answer({
  work,
  round,
}: {
  readonly work: ContributionJson;
  readonly round: RoundJson | undefined;
}): ReactNode {
  const { t } = useWords();
  const token = useToken(work.dao);
  const nowMs = usePulse(pulseMs, useChainClock());
  const name = useName(work.author);
  if (work.scores === undefined || work.amount === undefined) {
    return t('contribution.answer.waiting', {
      answered: round?.reveals.length ?? 0,
      size: round?.members.length ?? 0,
    });
  }
  const score = formatScore(work.scores[0] ?? 0);
  if (BigInt(work.amount) === 0n) return t('contribution.answer.zero', { score });
  const parts = moneyParts(moneyOf(work, nowMs), nowMs);
  const arrived = parts.paid + parts.streamed;
  const due = claimableBy(work, nowMs);
  return (
    <Words
      id={`contribution.answer.${answerState(work, parts, due)}`}
      values={{
        score,
        paid: <Amount amount={arrived} token={token} tone="money" />,
        due: <Amount amount={due} token={token} tone="money" />,
        total: <Amount amount={work.amount} token={token} />,
        name: <bdi>{name ?? shortAddress(work.author)}</bdi>,
        end: <Time timeMs={(work.acceptedAt ?? 0) + work.rule.streamMs} form="moment" />,
        outcome: <Time timeMs={work.outcomeFrom ?? 0} form="moment" />,
      }}
    />
  );
}

/** Which sentence says where the money is. */
function answerState({ state, outcome }: ContributionJson, { toStream, waits }: MoneyParts, due: bigint) {
  if (state === 'submitted') return 'scored';
  if (state === 'accepted' && toStream > 0n) return 'accepted';
  if (state !== 'accepted' && state !== 'paid') return state;
  if (waits > 0n) return 'held';
  if (BigInt(outcome?.returned ?? 0) > 0n) return 'measured';
  return due > 0n ? 'due' : 'paid';
}

interface ScorersProps {
  readonly work: ContributionJson;
  readonly round: RoundJson;
  readonly dimension: Dimension;
}

function Scorers({ work, round, dimension }: ScorersProps): ReactNode {
  const { t } = useWords();
  const token = useToken(work.dao);
  const bonds = useQuery(scorersQuery(work.dao)).data?.scorers ?? [];
  const index = dimensions.indexOf(dimension);
  // Who answered stays shown when the committee changes afterwards.
  const everyone = [...new Set([...round.members, ...round.commits.map(({ scorer }) => scorer)])];
  const answers = everyone.map((scorer): ScorerAnswer => {
    const reveal = round.reveals.find((one) => one.scorer === scorer);
    const committed = round.commits.some((one) => one.scorer === scorer);
    return {
      scorer: parseAddress(scorer),
      bond: BigInt(bonds.find((one) => one.scorer === scorer)?.bond ?? 0),
      committed,
      ...(reveal === undefined
        ? {}
        : { score: reveal.scores[index] ?? 0, timeMs: reveal.at, provenFalse: !reveal.valid }),
    };
  });
  return (
    <Card title={t('scorers.title')} note={t(`dimension.${dimension}`)}>
      <ScorersPanel answers={answers} quorum={round.quorum} median={work.scores?.[index]} token={token} />
    </Card>
  );
}
