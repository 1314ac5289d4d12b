/** The phone's bottom bar: five places in reach of the thumb. */
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import classes from './BottomBar.module.css';
import { isCurrent, phonePlaces } from './places.ts';
import { useShell } from './shellState.ts';
import { useDao } from './useDao.ts';
import { Waiting } from './Waiting.tsx';

export function BottomBar(): ReactNode {
  const { t } = useWords();
  const { pathname } = useLocation();
  const { waiting } = useShell();
  const dao = useDao();
  return (
    <nav className={classes.bar} aria-label={t('shell.phonePlaces')}>
      {phonePlaces(dao?.id).map((place) => (
        <Link
          key={place.words}
          to={place.path}
          className={classes.place}
          data-primary={place.primary === true}
          activeOptions={{ exact: true }}
          aria-current={isCurrent(place, pathname) ? 'page' : undefined}
        >
          <span className={classes.icon}>
            <place.icon size={22} stroke={1.6} aria-hidden="true" />
            <Waiting count={place.waits === undefined ? 0 : waiting[place.waits]} />
          </span>
          <span>{t(place.words)}</span>
        </Link>
      ))}
    </nav>
  );
}
