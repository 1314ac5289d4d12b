/** A small button that copies a text and says so. */
import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the button's name: "Copy address". */
  readonly label: string;
}

export function CopyButton({ text, label }: CopyButtonProps): ReactNode {
  const { t } = useWords();
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="md"
        className="copy-button"
        aria-label={label}
        title={label}
        onClick={() => clipboard.copy(text)}
      >
        {clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
      </ActionIcon>
      <span className="visually-hidden" role="status">
        {clipboard.copied ? t('common.copied') : ''}
      </span>
    </>
  );
}
