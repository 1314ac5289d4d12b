/** One part of a page: a surface with a heading, its own skeleton and its own error boundary with retry. */
import { Skeleton } from '@mantine/core';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { faultOf } from '../faults.ts';
import { useWords } from '../words/words.ts';
import { Boundary } from './Boundary.tsx';
import classes from './Card.module.css';
import { ErrorNote } from './ErrorNote.tsx';
import { StateChip } from './StateChip.tsx';

interface CardProps {
  readonly title: ReactNode;
  /** A sentence under the title. */
  readonly note?: ReactNode;
  /** A control on the title's line. */
  readonly action?: ReactNode;
  /** Draws a skeleton of `lines` lines instead of the children. */
  readonly busy?: boolean;
  readonly lines?: number;
  /** Shows the chip "Not live"; the content stays readable. */
  readonly stale?: boolean;
  /** A known failure of this part, drawn instead of the children. */
  readonly error?: unknown;
  readonly onRetry?: () => void;
  /** Without padding around the children, for tables to the edge. */
  readonly flush?: boolean;
  readonly children?: ReactNode;
}

export function Card(props: CardProps): ReactNode {
  const {
    title,
    note,
    action,
    busy = false,
    lines = 3,
    stale = false,
    error,
    onRetry,
    flush,
    children,
  } = props;
  const { t } = useWords();
  const { reset } = useQueryErrorResetBoundary();
  const headingId = useId();
  const retry = (): void => {
    reset();
    onRetry?.();
  };
  const failed = error !== undefined && error !== null;
  return (
    <section className={classes.card} aria-labelledby={headingId} aria-busy={busy}>
      <header className={classes.head}>
        <div>
          <h2 id={headingId}>{title}</h2>
          {note !== undefined && <p className={classes.note}>{note}</p>}
        </div>
        {(action !== undefined || stale) && (
          <div className={classes.action}>
            {stale && <StateChip tone="warning">{t('live.notLive')}</StateChip>}
            {action}
          </div>
        )}
      </header>
      <div className={classes.body} data-flush={flush === true}>
        {failed && (
          <ErrorNote fault={faultOf(error, t)} onRetry={onRetry === undefined ? undefined : retry} />
        )}
        {!failed && busy && <CardSkeleton lines={lines} />}
        {!failed && !busy && (
          <Boundary
            onRetry={retry}
            fallback={(thrown, again) => <ErrorNote fault={faultOf(thrown, t)} onRetry={again} />}
          >
            {children}
          </Boundary>
        )}
      </div>
    </section>
  );
}

/** Below this a skeleton only flashes. */
const skeletonAfterMs = 150;
/** From here silence looks like a fault. */
const sayAfterMs = 5000;
const widths = ['92%', '68%', '80%', '54%', '74%'];

function CardSkeleton({ lines }: { readonly lines: number }): ReactNode {
  const { t } = useWords();
  const [stage, setStage] = useState<'silent' | 'drawn' | 'said'>('silent');
  useEffect(() => {
    const draw = setTimeout(() => setStage('drawn'), skeletonAfterMs);
    const say = setTimeout(() => setStage('said'), sayAfterMs);
    return () => {
      clearTimeout(draw);
      clearTimeout(say);
    };
  }, []);
  return (
    <div className={classes.skeleton} data-drawn={stage !== 'silent'}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={18} width={widths[line % widths.length] ?? '80%'} />
      ))}
      <p role="status">{stage === 'said' ? t('common.stillLoading') : ''}</p>
    </div>
  );
}
