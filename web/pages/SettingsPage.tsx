/** What this device keeps: its keys, the language and the colours. */
import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Address } from '../components/Address.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { Time } from '../components/Time.tsx';
import { keyKindOf } from '../wallet/keyKind.ts';
import { fetchWalletKeys, type WalletKey } from '../wallet/keys.ts';
import type { Language } from '../words/language.ts';
import { changeLanguage, useWords } from '../words/words.ts';
import classes from './SettingsPage.module.css';

export function SettingsPage(): ReactNode {
  const { t } = useWords();
  const keys = useQuery({ queryKey: ['device', 'keys'], queryFn: fetchWalletKeys });
  return (
    <Page
      title={t('shell.settings')}
      answer={
        keys.data === undefined ? t('shell.settings') : t('settings.answer', { count: keys.data.length })
      }
      note={t('settings.note')}
      side={<Reading />}
    >
      <Card
        title={t('settings.keys')}
        busy={keys.isPending}
        error={keys.error}
        onRetry={() => void keys.refetch()}
      >
        {keys.data?.length === 0 && <EmptyState>{t('settings.noKeys')}</EmptyState>}
        {keys.data !== undefined && keys.data.length > 0 && <KeyTable keys={keys.data} />}
      </Card>
    </Page>
  );
}

function KeyTable({ keys }: { readonly keys: readonly WalletKey[] }): ReactNode {
  const { t } = useWords();
  return (
    <DataTable
      caption={t('settings.keys')}
      rows={keys}
      rowId={(key) => key.publicKey}
      columns={[
        { id: 'name', head: t('settings.name'), cell: (key) => key.name },
        { id: 'account', head: t('settings.account'), cell: (key) => <Address address={key.account} /> },
        {
          id: 'kind',
          head: t('settings.kind'),
          cell: (key) => t(`settings.${keyKindOf(key.scheme)}`),
        },
        { id: 'made', head: t('settings.made'), cell: (key) => <Time timeMs={key.createdAtMs} /> },
      ]}
    />
  );
}

function Reading(): ReactNode {
  const { t, language } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Card title={t('settings.reading')}>
      <div className={classes.choice}>
        <span>{t('settings.language')}</span>
        <SegmentedControl
          fullWidth
          aria-label={t('settings.language')}
          value={language}
          onChange={(value) => void changeLanguage(value as Language)}
          data={[
            { value: 'en', label: <span lang="en">English</span> },
            { value: 'zh', label: <span lang="zh-CN">中文</span> },
          ]}
        />
      </div>
      <div className={classes.choice}>
        <span>{t('settings.colours')}</span>
        <SegmentedControl
          fullWidth
          aria-label={t('settings.colours')}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({
            value,
            label: t(`settings.${value}`),
          }))}
        />
      </div>
    </Card>
  );
}
