/** The live block in the header: it moves while the page is live, and says so when it is not. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { statusQuery } from '../answers/chainClock.ts';
import { formatHeight } from '../formats.ts';
import { useLiveStatus } from '../live.ts';
import { useWords } from '../words/words.ts';
import classes from './LiveChip.module.css';

export function LiveChip(): ReactNode {
  const { t } = useWords();
  const live = useLiveStatus();
  const { state } = live;
  // A quiet chain makes no block for a while; the node's answer fills in until the stream names one.
  const answered = useQuery(statusQuery).data?.height;
  const height = live.height ?? answered;
  return (
    <span className={classes.chip} data-state={state}>
      <span className={classes.dot} aria-hidden="true" />
      {/* Only the change of state is spoken; a height a second would drown everything else. */}
      <span className={classes.words} role="status">
        {t(`live.${state}`)}
      </span>
      {height !== undefined && (
        <span className={classes.height}>
          <span className={classes.words}>· {t('live.block')} </span>
          <bdi>{formatHeight(height)}</bdi>
        </span>
      )}
    </span>
  );
}
