/** The reader's keys: which may sign for the account, which are on this device; add, remove, show, forget; and its voting key. */
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { StartButton } from '../components/StartButton.tsx';
import { AddKey } from '../keys/AddKey.tsx';
import { KeyTable } from '../keys/KeyTable.tsx';
import { useAccountKeys } from '../keys/useAccountKeys.ts';
import { VotingKeyCard } from '../keys/VotingKeyCard.tsx';
import { useSession, type Viewer } from '../session/session.ts';
import { useWords } from '../words/words.ts';

export function KeysPage(): ReactNode {
  const { t } = useWords();
  const session = useSession();
  if (session.state === 'here') return <Keys viewer={session.viewer} />;
  return (
    <Page title={t('shell.keys')} answer={t('shell.keys')}>
      <Card title={t('keys.title')} busy={session.state === 'loading'}>
        <EmptyState action={<StartButton />}>{t('keys.noAccount')}</EmptyState>
      </Card>
    </Page>
  );
}

function Keys({ viewer }: { readonly viewer: Viewer }): ReactNode {
  const { t } = useWords();
  const { keys, pending, error, retry } = useAccountKeys(viewer);
  const signing = keys.filter(({ accepted }) => accepted);
  const here = signing.filter(({ device }) => device !== undefined).length;
  return (
    <Page
      title={t('shell.keys')}
      answer={pending ? t('shell.keys') : t('keys.answer', { count: signing.length, here })}
      note={t(signing.length === 1 ? 'keys.noteOne' : 'keys.note')}
      side={<AddKey viewer={viewer} />}
    >
      <Card title={t('keys.title')} note={t('keys.titleNote')} busy={pending} error={error} onRetry={retry}>
        <KeyTable keys={keys} viewer={viewer} />
      </Card>
      <VotingKeyCard viewer={viewer} />
    </Page>
  );
}
