/** Work that chance picked for people to rate, and how far people agree with each other and with the scores. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useDaoId } from '../answers/daoQueries.ts';
import { Page } from '../components/Page.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { shortHash } from '../formats.ts';
import { paths } from '../paths.ts';
import { AgreementCard } from '../review/AgreementCard.tsx';
import { stageOf, useReviews } from '../review/reviewQueries.ts';
import { useWords } from '../words/words.ts';

const tones = { sealing: 'pending', opening: 'warning', rated: 'right' } as const;

export function ReviewsPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const found = useReviews(dao);
  const waiting =
    found.data?.pages.flatMap(({ items }) => items).filter((one) => stageOf(one) === 'sealing').length ?? 0;
  return (
    <Page
      title={t('reviews.title')}
      answer={found.isPending ? t('reviews.title') : t('reviews.answer', { count: waiting })}
      note={t('reviews.note')}
    >
      <PagedTable
        title={t('reviews.queue')}
        found={found}
        empty={t('reviews.empty')}
        caption={t('reviews.queue')}
        rowId={(one) => one.contribution}
        columns={[
          {
            id: 'work',
            head: t('reviews.work'),
            cell: (one) => (
              <Link to={paths.review(dao, one.contribution)}>
                <bdi>{shortHash(one.contribution)}</bdi>
              </Link>
            ),
          },
          { id: 'kind', head: t('reviews.kind'), cell: ({ kind }) => t(`work.${kind}`) },
          {
            id: 'stratum',
            head: t('reviews.drawn'),
            cell: ({ stratum }) => t(`reviews.stratum.${stratum}`),
          },
          {
            id: 'stage',
            head: t('reviews.stage'),
            cell: (one) => (
              <StateChip tone={tones[stageOf(one)]}>{t(`reviews.stage.${stageOf(one)}`)}</StateChip>
            ),
          },
          {
            id: 'when',
            head: t('reviews.since'),
            cell: ({ openedAt }) => <Time timeMs={openedAt} />,
          },
        ]}
      />
      <AgreementCard dao={dao} />
    </Page>
  );
}
