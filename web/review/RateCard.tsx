/** A reviewer's rating of one work: sealed by a rubric, opened once a second one is sealed. */
import { Button, NativeSelect } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import { axes } from '#governance/contributions/correction.ts';
import { levels, type Ratings } from '#governance/reviews/state.ts';
import { Card } from '../components/Card.tsx';
import classes from '../funds/MoveCard.module.css';
import { useViewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { useMyRoles } from '../work/useMyRoles.ts';
import { keptRating, sealRating } from './ratingSecret.ts';
import type { ReviewJson } from './reviewQueries.ts';

interface RateCardProps {
  readonly review: ReviewJson;
  /** Who made the work, and therefore does not rate it. */
  readonly author: string;
}

/** Says why one may not rate, or what is to do now. */
export function RateCard({ review, author }: RateCardProps): ReactNode {
  const { t } = useWords();
  const viewer = useViewer();
  const roles = useMyRoles(review.dao);
  const account = viewer?.address ?? '';
  // The sheets stay while the review moves on below them.
  const [sealing, setSealing] = useState<PayloadJson<'reviews.commit'>>();
  const [opening, setOpening] = useState<PayloadJson<'reviews.reveal'>>();
  const { contribution, dao, kind, commits, reveals } = review;
  const own = commits.find(({ reviewer }) => reviewer === account);
  const hasSealed = own !== undefined;
  const hasOpened = reveals.some(({ reviewer }) => reviewer === account);
  const mayRate = roles.includes('reviewer') && account !== author && !hasSealed && commits.length < 2;
  const mayOpen = hasSealed && !hasOpened && commits.length === 2;
  const secret = mayOpen && own !== undefined ? keptRating(own.hash) : undefined;
  const said = hasOpened
    ? 'opened'
    : mayOpen
      ? secret === undefined
        ? 'elsewhere'
        : 'open'
      : hasSealed
        ? 'sealed'
        : account === author
          ? 'own'
          : commits.length === 2
            ? 'full'
            : mayRate
              ? 'rate'
              : 'reviewersOnly';
  return (
    <Card title={t('reviews.rate.title')} note={t(`reviews.rate.${said}`)}>
      {mayRate && (
        <RateForm
          onReady={(ratings) =>
            setSealing({ contribution, dao, hash: sealRating(contribution, account, ratings) })
          }
        />
      )}
      {secret !== undefined && (
        <Button fullWidth onClick={() => setOpening({ contribution, dao, kind, ...secret })}>
          {t('txKind.reviews.reveal')}
        </Button>
      )}
      {sealing !== undefined && (
        <Transact
          opened
          onClose={() => setSealing(undefined)}
          kind="reviews.commit"
          payload={sealing}
          title={t('txKind.reviews.commit')}
          happens={t('reviews.seal.happens')}
          rule={t('reviews.seal.rule')}
        />
      )}
      {opening !== undefined && (
        <Transact
          opened
          onClose={() => setOpening(undefined)}
          kind="reviews.reveal"
          payload={opening}
          title={t('txKind.reviews.reveal')}
          happens={t('reviews.open.happens')}
        />
      )}
    </Card>
  );
}

const rubric = Array.from({ length: levels }, (_, level) => String(level) as '0' | '1' | '2' | '3' | '4');

function RateForm({ onReady }: { readonly onReady: (ratings: Ratings) => void }): ReactNode {
  const { t } = useWords();
  const [chosen, setChosen] = useState<Partial<Ratings>>({});
  const { quality, impact, value } = chosen;
  const isWhole = quality !== undefined && impact !== undefined && value !== undefined;
  return (
    <div className={classes.form}>
      {axes.map((axis) => (
        <NativeSelect
          key={axis}
          label={t(`dimension.${axis}`)}
          value={chosen[axis] ?? ''}
          onChange={(event) => setChosen({ ...chosen, [axis]: Number(event.currentTarget.value) })}
          data={[
            { value: '', label: t('reviews.choose'), disabled: true },
            ...rubric.map((level) => ({
              value: level,
              label: `${level} · ${t(`reviews.rubric.${axis}.${level}`)}`,
            })),
          ]}
        />
      ))}
      <Button disabled={!isWhole} onClick={() => isWhole && onReady({ quality, impact, value })}>
        {t('txKind.reviews.commit')}
      </Button>
    </div>
  );
}
