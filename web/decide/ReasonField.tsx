/** Where people write why they vote, open or stop something, within what a transaction carries. */
import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { utf8 } from '#chain/crypto/bytes.ts';
import { useWords } from '../words/words.ts';

/** Bytes of UTF-8, as the contracts have it. */
const reasonBytesMax = 500;
/** Whether a reason is longer than the contracts take. */
export const isReasonTooLong = (reason: string): boolean => utf8(reason).length > reasonBytesMax;

interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (reason: string) => void;
  /** “Why” where absent. */
  readonly label?: string;
  readonly hint?: string;
}

export function ReasonField({ value, onChange, label, hint }: ReasonFieldProps): ReactNode {
  const { t } = useWords();
  return (
    <Textarea
      label={label ?? t('proposal.reasonLabel')}
      description={hint}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={isReasonTooLong(value) ? t('form.tooLong', { max: reasonBytesMax }) : undefined}
      autosize
      minRows={2}
      maxRows={8}
    />
  );
}
