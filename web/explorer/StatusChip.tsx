/** What became of a transaction, as a chip. */
import type { ReactNode } from 'react';
import type { ReceiptJson } from '#api/client/answers.ts';
import { StateChip, type Tone } from '../components/StateChip.tsx';
import { useWords } from '../words/words.ts';

const tones: Readonly<Record<ReceiptJson['status'], Tone>> = {
  applied: 'right',
  rejected: 'wrong',
  notAdmitted: 'neutral',
};

export function StatusChip({ status }: { readonly status: ReceiptJson['status'] }): ReactNode {
  const { t } = useWords();
  return <StateChip tone={tones[status]}>{t(`status.${status}`)}</StateChip>;
}
