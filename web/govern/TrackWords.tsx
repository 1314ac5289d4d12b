/** The tracks of a DAO and what each takes, in sentences. */
import type { ReactNode } from 'react';
import { type TrackJson, trackSentence } from '../decide/TrackChoice.tsx';
import type { Token } from '../formats.ts';
import { formatDuration } from '../times.ts';
import { useWords } from '../words/words.ts';
import classes from './Sentences.module.css';

interface TrackWordsProps {
  readonly tracks: readonly TrackJson[];
  readonly token: Token;
}

export function TrackWords({ tracks, token }: TrackWordsProps): ReactNode {
  const { t, language } = useWords();
  return (
    <dl className={classes.tracks}>
      {tracks.map((track) => (
        <div key={track.name}>
          <dt>{t(`track.${track.name}`)}</dt>
          <dd>
            {trackSentence(track, token, t, language)}
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
