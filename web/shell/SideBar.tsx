/** The side bar from 760 pixels: Contribute on top, then the DAO, the reader, the network. */

import { IconUpload } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import { paths } from '../paths.ts';
import { useWords, type WordId } from '../words/words.ts';
import { Logo } from './Logo.tsx';
import { daoPlaces, isCurrent, networkPlaces, ownPlaces, type Place } from './places.ts';
import classes from './SideBar.module.css';
import { useShell } from './shellState.ts';
import { useDao } from './useDao.ts';
import { Waiting } from './Waiting.tsx';

function PlaceLink({ place }: { readonly place: Place }): ReactNode {
  const { t } = useWords();
  const { pathname } = useLocation();
  const { waiting } = useShell();
  const count = place.waits === undefined ? 0 : waiting[place.waits];
  return (
    <li>
      <Link
        to={place.path}
        className={classes.place}
        activeOptions={{ exact: true }}
        aria-current={isCurrent(place, pathname) ? 'page' : undefined}
      >
        <place.icon size={20} stroke={1.6} aria-hidden="true" />
        <span>{t(place.words)}</span>
        <Waiting count={count} />
      </Link>
    </li>
  );
}

function Group({ words, places }: { readonly words?: WordId; readonly places: readonly Place[] }): ReactNode {
  const { t } = useWords();
  const id = useId();
  return (
    <>
      {words !== undefined && (
        <p id={id} className={classes.group}>
          {t(words)}
        </p>
      )}
      <ul className={classes.list} aria-labelledby={words === undefined ? undefined : id}>
        {places.map((place) => (
          <PlaceLink key={place.path} place={place} />
        ))}
      </ul>
    </>
  );
}

export function SideBar(): ReactNode {
  const { t } = useWords();
  const dao = useDao();
  return (
    <nav className={classes.bar} aria-label={t('shell.places')}>
      <Link to={paths.daos} className={classes.brand}>
        <Logo size={28} />
        <span>Meritlane</span>
      </Link>
      {dao !== undefined && (
        <>
          <Link to={paths.contribute(dao.id)} className={classes.contribute}>
            <IconUpload size={20} aria-hidden="true" />
            {t('shell.contribute')}
          </Link>
          <Group places={daoPlaces(dao.id)} />
        </>
      )}
      <Group words="shell.you" places={ownPlaces} />
      <Group words="shell.network" places={networkPlaces} />
    </nav>
  );
}
