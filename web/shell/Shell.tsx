/** The frame of every page: skip link, side bar, header, page, bottom bar. */
import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ShellFacts } from '../session/ShellFacts.tsx';
import { useWords } from '../words/words.ts';
import { BottomBar } from './BottomBar.tsx';
import { Header } from './Header.tsx';
import classes from './Shell.module.css';
import { SideBar } from './SideBar.tsx';
import { StaleNote } from './StaleNote.tsx';
import { useShell } from './shellState.ts';

export function Shell(): ReactNode {
  const { t } = useWords();
  const { testClock } = useShell();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t('common.skip')}
      </a>
      <ShellFacts />
      <SideBar />
      <div className={classes.column}>
        <Header />
        <main id="main" tabIndex={-1} className={classes.main}>
          {testClock && <p className={classes.testClock}>{t('shell.testClock')}</p>}
          <StaleNote />
          <Outlet />
        </main>
      </div>
      <BottomBar />
    </div>
  );
}
