/** For reviewers: work that waits for them, and the acceptance that starts its stream. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { formatAmount } from '../formats.ts';
import { useViewer } from '../session/session.ts';
import { useName } from '../session/useName.ts';
import { formatDuration } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { streamedBy } from './chainMoney.ts';
import type { ContributionJson } from './contributionQueries.ts';
import { useMyRoles } from './useMyRoles.ts';

/** Draws nothing for anyone but a reviewer who is not the author, while the work waits. */
export function AcceptCard({ work }: { readonly work: ContributionJson }): ReactNode {
  const { t, language } = useWords();
  const viewer = useViewer();
  const roles = useMyRoles(work.dao);
  const token = useToken(work.dao);
  const name = useName(work.author) ?? work.author;
  const [opened, setOpened] = useState(false);
  const mayAccept = roles.includes('reviewer') && viewer?.address !== work.author && work.state === 'scored';
  if (!mayAccept && !opened) return null;
  const { contribution, dao, author } = work;
  return (
    <Card title={t('contribution.accept')} note={t('contribution.accept.waits')}>
      <Button fullWidth size="md" onClick={() => setOpened(true)}>
        {t('contribution.accept')}
      </Button>
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="contributions.accept"
        payload={{ contribution, dao, author }}
        title={t('contribution.accept.title')}
        happens={t('contribution.accept.happens', {
          title: work.title,
          amount: formatAmount(streamedBy(work), token, language),
          name,
          duration: formatDuration(work.rule.streamMs, language),
        })}
        rule={t('contribution.accept.rule')}
      />
    </Card>
  );
}
