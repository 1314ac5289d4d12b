/** A submission followed live: in a block, committed, revealed, paid; then on to its page. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { Card } from '../components/Card.tsx';
import { PendingSteps } from '../components/PendingSteps.tsx';
import { formatHeight } from '../formats.ts';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';
import { contributionQuery, roundQuery } from './contributionQueries.ts';

interface FollowCardProps {
  readonly dao: string;
  readonly contribution: string;
}

/** Long enough to see that it was paid, before the page changes. */
const goOnAfterMs = 1500;
/** The stream says when something changes; this asks in case the stream is down. */
const askAgainMs = 3000;

export function FollowCard({ dao, contribution }: FollowCardProps): ReactNode {
  const { t } = useWords();
  const navigate = useNavigate();
  const work = useQuery({ ...contributionQuery(contribution), refetchInterval: askAgainMs }).data;
  const round = useQuery({ ...roundQuery(contribution), refetchInterval: askAgainMs }).data;
  const size = round?.members.length ?? 0;
  const committed = round?.commits.length ?? 0;
  const revealed = round?.reveals.length ?? 0;
  const scored = work?.scores !== undefined;
  const to = paths.contribution(dao, contribution);
  useEffect(() => {
    if (!scored) return;
    const timer = setTimeout(() => void navigate({ to }), goOnAfterMs);
    return () => clearTimeout(timer);
  }, [scored, to, navigate]);
  const done = scored ? 5 : size > 0 && committed === size ? (revealed === size ? 4 : 3) : 2;
  const height = work?.receipt?.height;
  return (
    <Card title={t('contribute.live')}>
      <PendingSteps
        done={done}
        steps={[
          { id: 'signed', words: t('pending.signed') },
          {
            id: 'block',
            words:
              height === undefined
                ? t('pending.inABlock')
                : t('pending.inBlock', { height: formatHeight(height) }),
          },
          { id: 'committed', words: t('contribute.live.committed', { count: committed, size }) },
          { id: 'revealed', words: t('contribute.live.revealed', { count: revealed, size }) },
          { id: 'paid', words: t('contribute.live.paid') },
        ]}
      />
      <Button component={Link} to={to} variant="default" fullWidth mt="md">
        {t('contribute.live.open')}
      </Button>
    </Card>
  );
}
