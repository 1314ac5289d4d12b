/** What happened, what is now and what comes: filled, brass and hollow marks on one line. */
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import classes from './Timeline.module.css';

/** One entry; `state` is a fact, not a guess: future entries carry an estimate in `when`. */
export interface TimelineEntry {
  readonly id: string;
  readonly state: 'past' | 'now' | 'future';
  readonly words: ReactNode;
  /** A moment, a height, or both. */
  readonly when?: ReactNode;
}

interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
}

export function Timeline({ entries }: TimelineProps): ReactNode {
  const { t } = useWords();
  return (
    <ol className={classes.timeline}>
      {entries.map((entry) => (
        <li key={entry.id} data-state={entry.state} aria-current={entry.state === 'now' ? 'step' : undefined}>
          <span className={classes.mark} aria-hidden="true" />
          <span className={classes.words}>
            {entry.words}
            {entry.state === 'future' && <span className="visually-hidden"> {t('timeline.toCome')}</span>}
          </span>
          {entry.when !== undefined && <span className={classes.when}>{entry.when}</span>}
        </li>
      ))}
    </ol>
  );
}
