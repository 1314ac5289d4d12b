/** A page that could not be drawn at all: what is so, and another try; the frame around it stays. */
import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Page } from '../components/Page.tsx';
import { faultOf } from '../faults.ts';
import { useWords } from '../words/words.ts';

export function PageFailure({ error, reset }: ErrorComponentProps): ReactNode {
  const { t } = useWords();
  return (
    <Page title={t('common.loadFailed')} answer={t('common.loadFailed')}>
      <ErrorNote fault={faultOf(error, t)} onRetry={reset} />
    </Page>
  );
}
