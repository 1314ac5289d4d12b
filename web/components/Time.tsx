/** A moment: relative under a day, then the date; its title has both and the zone. */
import type { ReactNode } from 'react';
import { formatDate, formatMoment, formatTime, formatTimeTitle } from '../times.ts';
import { useWords } from '../words/words.ts';
import { usePulse } from './usePulse.ts';

interface TimeProps {
  /** Milliseconds since 1970, header time. */
  readonly timeMs: number;
  /** `moment` always gives date and time of day, for statements; `date` the date alone. */
  readonly form?: 'relative' | 'moment' | 'date';
  /** An estimate says so. */
  readonly about?: boolean;
}

/** The smallest unit that stays readable while it changes. */
const refreshMs = 10_000;

export function Time({ timeMs, form = 'relative', about = false }: TimeProps): ReactNode {
  const { t, language } = useWords();
  const nowMs = usePulse(refreshMs);
  const write = { relative: formatTime, moment: formatMoment, date: formatDate }[form];
  const text = write(timeMs, nowMs, { language });
  return (
    <time dateTime={new Date(timeMs).toISOString()} title={formatTimeTitle(timeMs, nowMs, { language })}>
      {about ? t('common.about', { value: text }) : text}
    </time>
  );
}
