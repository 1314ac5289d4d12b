/** One work up for review: its bytes without a name and without a score, and the rubric. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useDaoId } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Page } from '../components/Page.tsx';
import { faultOf } from '../faults.ts';
import { shortHash } from '../formats.ts';
import { paths } from '../paths.ts';
import { RateCard } from '../review/RateCard.tsx';
import { reviewQuery, stageOf } from '../review/reviewQueries.ts';
import { useWords } from '../words/words.ts';
import { ContentCard } from '../work/ContentCard.tsx';
import { contributionQuery } from '../work/contributionQueries.ts';

export function ReviewPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string };
  const found = useQuery(reviewQuery(id));
  const work = useQuery(contributionQuery(id)).data;
  const review = found.data;
  const title = t('reviews.one', { work: shortHash(id) });
  return (
    <Page
      title={title}
      crumbs={<Link to={paths.reviews(dao)}>{t('reviews.title')}</Link>}
      answer={review === undefined ? title : t(`reviews.answer.${stageOf(review)}`)}
      note={t('reviews.blind')}
      side={review !== undefined && work !== undefined && <RateCard review={review} author={work.author} />}
    >
      {found.error !== null && (
        <ErrorNote fault={faultOf(found.error, t)} onRetry={() => void found.refetch()} />
      )}
      {work === undefined ? (
        <Card title={t('contribution.work')} busy lines={5} />
      ) : (
        <ContentCard work={work} blind />
      )}
    </Page>
  );
}
