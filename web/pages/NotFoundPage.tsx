/** No page at this address. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../components/Page.tsx';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';

export function NotFoundPage(): ReactNode {
  const { t } = useWords();
  return (
    <Page
      title={t('common.notFound')}
      answer={t('common.notFound')}
      note={t('common.notFoundNote')}
      action={
        <Button component={Link} to={paths.daos}>
          {t('common.toDaos')}
        </Button>
      }
    />
  );
}
