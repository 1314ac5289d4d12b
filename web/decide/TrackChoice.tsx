/** Which track decides, each with what it takes. */
import { Radio, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DaoJson } from '../answers/daoQueries.ts';
import { formatAmount, formatPpm, type Token } from '../formats.ts';
import { formatDuration } from '../times.ts';
import type { Language } from '../words/language.ts';
import { type Translate, useWords } from '../words/words.ts';

export type TrackJson = DaoJson['tracks'][number];

/** What a track takes, in sentences. */
export const trackSentence = (track: TrackJson, token: Token, t: Translate, language: Language): string =>
  [firstSentence(track, t, language), ...moreSentences(track, token, t, language)].join(
    language === 'en' ? ' ' : '',
  );
const moreSentences = (
  { deposit, spendMax, quorumSlopePpm, quorumMaxPpm, lateMs, revealMs }: TrackJson,
  token: Token,
  t: Translate,
  language: Language,
): readonly string[] => {
  const amount = (value: string): string => formatAmount(value, token, language);
  return [
    ...(deposit === '0' ? [] : [t('track.more.deposit', { amount: amount(deposit) })]),
    ...(spendMax === undefined ? [] : [t('track.more.spendMax', { amount: amount(spendMax) })]),
    ...(quorumSlopePpm === 0 ? [] : [t('track.more.rising', { max: formatPpm(quorumMaxPpm, language) })]),
    ...(revealMs === undefined
      ? []
      : [t('track.more.sealed', { reveal: formatDuration(revealMs, language) })]),
    ...(lateMs === 0 ? [] : [t('track.more.late', { late: formatDuration(lateMs, language) })]),
  ];
};
const firstSentence = (track: TrackJson, t: Translate, language: Language): string => {
  if (track.objectionPpm !== undefined)
    return t(track.delayMs > 0 ? 'track.objectionDelay' : 'track.objection', {
      delay: formatDuration(track.delayMs, language),
      share: formatPpm(track.objectionPpm, language),
      voting: formatDuration(track.votingMs, language),
      timelock: formatDuration(track.timelockMs, language),
    });
  return t(track.delayMs > 0 ? 'track.takesDelay' : 'track.takes', {
    delay: formatDuration(track.delayMs, language),
    voting: formatDuration(track.votingMs, language),
    quorum: formatPpm(track.quorumPpm, language),
    threshold: formatPpm(track.thresholdPpm, language),
    timelock: formatDuration(track.timelockMs, language),
  });
};

interface TrackChoiceProps {
  readonly tracks: readonly TrackJson[];
  readonly token: Token;
  readonly value: string;
  readonly onChange: (name: string) => void;
}

export function TrackChoice({ tracks, token, value, onChange }: TrackChoiceProps): ReactNode {
  const { t, language } = useWords();
  return (
    <Radio.Group value={value} onChange={onChange} aria-label={t('editor.track')}>
      <Stack gap="sm">
        {tracks.map((track) => (
          <Radio
            key={track.name}
            value={track.name}
            label={t(`track.${track.name}`)}
            description={`${trackSentence(track, token, t, language)}${
              track.name === 'signal' ? `${language === 'en' ? ' ' : ''}${t('track.signalNote')}` : ''
            }`}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
