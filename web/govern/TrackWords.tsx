/** The tracks of a DAO and what each takes, in sentences. */
import type { ReactNode } from 'react';
import { type TrackJson, trackSentence } from '../decide/TrackChoice.tsx';
import { formatDuration } from '../times.ts';
import { useWords } from '../words/words.ts';
import classes from './Sentences.module.css';

export function TrackWords({ tracks }: { readonly tracks: readonly TrackJson[] }): ReactNode {
  const { t, language } = useWords();
  return (
    <dl className={classes.tracks}>
      {tracks.map((track) => (
        <div key={track.name}>
          <dt>{t(`track.${track.name}`)}</dt>
          <dd>
            {trackSentence(track, t, language)}
            {language === 'en' && ' '}
            {track.name === 'signal'
              ? t('track.signalNote')
              : t('rules.expiry', { expiry: formatDuration(track.expiryMs, language) })}
          </dd>
        </div>
      ))}
    </dl>
  );
}
