/** For, against or abstain. */
import { Radio, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import classes from './VoteCard.module.css';

export type Choice = 'for' | 'against' | 'abstain';
const choices: readonly Choice[] = ['for', 'against', 'abstain'];

interface ChoiceRadiosProps {
  readonly value: Choice;
  readonly onChange: (choice: Choice) => void;
}

export function ChoiceRadios({ value, onChange }: ChoiceRadiosProps): ReactNode {
  const { t } = useWords();
  return (
    <Radio.Group
      value={value}
      onChange={(chosen) => onChange(chosen as Choice)}
      aria-label={t('proposal.yourVote')}
      className={classes.choices ?? ''}
    >
      <Stack gap="sm">
        {choices.map((one) => (
          <Radio key={one} value={one} label={t(`vote.${one}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
