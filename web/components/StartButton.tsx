/** Leads to the start page and, once there is an account, back to this one. */
import { Button } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';

export function StartButton(): ReactNode {
  const { t } = useWords();
  const { href } = useLocation();
  return (
    // Routes are made from a list, so the router's types know no search part.
    <Button component={Link} to={paths.start} search={{ next: href } as never} fullWidth>
      {t('shell.start')}
    </Button>
  );
}
