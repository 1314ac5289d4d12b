/** An error where it happened: what is so, what you can do, and the code to copy. */
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Fault } from '../faults.ts';
import { formatHeight } from '../formats.ts';
import { useWords } from '../words/words.ts';
import { CopyButton } from './CopyButton.tsx';
import classes from './ErrorNote.module.css';

interface ErrorNoteProps {
  readonly fault: Fault;
  /** Moves the focus here when it appears: for answers to something the reader did. */
  readonly focus?: boolean;
  readonly onRetry?: (() => void) | undefined;
}

export function ErrorNote({ fault, focus = false, onRetry }: ErrorNoteProps): ReactNode {
  const { t } = useWords();
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) note.current?.focus();
  }, [focus]);
  const report = [
    fault.code,
    fault.height === undefined ? undefined : `height ${fault.height}`,
    fault.requestId === undefined ? undefined : `request ${fault.requestId}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
  return (
    <div ref={note} className={classes.note} role="alert" tabIndex={-1}>
      <IconAlertTriangle className={classes.icon} size={20} aria-hidden="true" />
      <div className={classes.text}>
        <p className={classes.sentence}>{fault.sentence}</p>
        {fault.advice !== undefined && <p>{fault.advice}</p>}
        {report !== '' && (
          <p className={classes.code}>
            <code>{fault.code ?? fault.requestId}</code>
            {fault.height !== undefined && (
              <span>{t('common.block', { height: formatHeight(fault.height) })}</span>
            )}
            <CopyButton text={report} label={t('common.copyCode')} />
          </p>
        )}
        {onRetry !== undefined && (
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}
