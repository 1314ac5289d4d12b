/** Says at the top of the page since when it is not live; a stream that is back takes it away. */
import type { ReactNode } from 'react';
import { usePulse } from '../components/usePulse.ts';
import { formatHeight } from '../formats.ts';
import { useLiveStatus } from '../live.ts';
import { formatRelative } from '../times.ts';
import { useWords } from '../words/words.ts';
import classes from './StaleNote.module.css';

/** Fast enough for "10 seconds ago", and the shortest time that is said. */
const refreshMs = 1000;

export function StaleNote(): ReactNode {
  const { t, language } = useWords();
  const { state, height, sinceMs } = useLiveStatus();
  const nowMs = usePulse(refreshMs);
  if (state !== 'notLive') return null;
  const since = formatRelative(sinceMs, Math.max(nowMs, sinceMs + refreshMs), language);
  return (
    <p className={classes.note}>
      {height === undefined
        ? t('live.staleNoBlock', { since })
        : t('live.stale', { height: formatHeight(height), since })}
    </p>
  );
}
