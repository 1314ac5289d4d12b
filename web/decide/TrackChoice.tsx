/** Which track decides, each with what it takes. */
import { Radio, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DaoJson } from '../answers/daoQueries.ts';
import { formatPpm } from '../formats.ts';
import { formatDuration } from '../times.ts';
import type { Language } from '../words/language.ts';
import { type Translate, useWords } from '../words/words.ts';

export type TrackJson = DaoJson['tracks'][number];

/** What a track takes, in one sentence. */
export const trackSentence = (track: TrackJson, t: Translate, language: Language): string =>
  t(track.delayMs > 0 ? 'track.takesDelay' : 'track.takes', {
    delay: formatDuration(track.delayMs, language),
    voting: formatDuration(track.votingMs, language),
    quorum: formatPpm(track.quorumPpm, language),
    threshold: formatPpm(track.thresholdPpm, language),
    timelock: formatDuration(track.timelockMs, language),
  });

interface TrackChoiceProps {
  readonly tracks: readonly TrackJson[];
  readonly value: string;
  readonly onChange: (name: string) => void;
}

export function TrackChoice({ tracks, value, onChange }: TrackChoiceProps): ReactNode {
  const { t, language } = useWords();
  return (
    <Radio.Group value={value} onChange={onChange} aria-label={t('editor.track')}>
      <Stack gap="sm">
        {tracks.map((track) => (
          <Radio
            key={track.name}
            value={track.name}
            label={t(`track.${track.name}`)}
            description={`${trackSentence(track, t, language)}${
              track.name === 'signal' ? `${language === 'en' ? ' ' : ''}${t('track.signalNote')}` : ''
            }`}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
