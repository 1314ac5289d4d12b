/** One block by worker: a row a worker, its phases in time; gaps are waiting, and their sum stands in words. */
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import classes from './BlockGantt.module.css';
import colours from './PhaseColours.module.css';
import { PhaseLegend } from './PhaseLegend.tsx';

/** The phases of a block in their order. */
export const blockPhases = ['group', 'execute', 'commit', 'roots'] as const;

/** One of them. */
export type BlockPhase = (typeof blockPhases)[number];

/** A stretch of work of one worker, milliseconds from the block's start. */
export interface PhaseSpan {
  readonly phase: BlockPhase;
  readonly startMs: number;
  readonly endMs: number;
}

/** What one worker did, or all of them where only the whole is measured. */
export interface WorkerSpans {
  /** From 0. */
  readonly worker: number;
  /** Names the row; without it by the worker's number. */
  readonly name?: string;
  readonly spans: readonly PhaseSpan[];
}

interface BlockGanttProps {
  readonly workers: readonly WorkerSpans[];
  readonly totalMs: number;
  /** Says how long workers waited; off where the rows are not single workers. */
  readonly waiting?: boolean;
}

/** Milliseconds with three significant figures. */
export function formatMs(valueMs: number): string {
  return Number(valueMs.toPrecision(3)).toString();
}

const worked = (spans: readonly PhaseSpan[]): number =>
  spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

export function BlockGantt({ workers, totalMs, waiting = true }: BlockGanttProps): ReactNode {
  const { t } = useWords();
  const waitedMs = workers.reduce((sum, { spans }) => sum + Math.max(0, totalMs - worked(spans)), 0);
  const share = (valueMs: number): string => `${totalMs <= 0 ? 0 : (valueMs / totalMs) * 100}%`;
  const used = blockPhases.filter((phase) =>
    workers.some(({ spans }) => spans.some((span) => span.phase === phase)),
  );
  return (
    <figure className={classes.gantt}>
      <ol className={`${colours.phases} ${classes.rows}`}>
        {workers.map(({ worker, name, spans }) => (
          <li key={worker}>
            <span className={classes.name}>{name ?? t('gantt.worker', { worker: worker + 1 })}</span>
            <span className={classes.track} aria-hidden="true">
              {spans.map((span) => (
                <span
                  key={`${span.phase}-${span.startMs}`}
                  data-phase={span.phase}
                  style={{ insetInlineStart: share(span.startMs), width: share(span.endMs - span.startMs) }}
                />
              ))}
            </span>
            <span className="visually-hidden">
              {spans
                .map((span) =>
                  t('gantt.span', {
                    phase: t(`gantt.${span.phase}`),
                    start: formatMs(span.startMs),
                    end: formatMs(span.endMs),
                  }),
                )
                .join('; ')}
            </span>
          </li>
        ))}
      </ol>
      <div className={classes.axis} aria-hidden="true">
        <span>0</span>
        <span>{formatMs(totalMs / 2)}</span>
        <span>{formatMs(totalMs)} ms</span>
      </div>
      <figcaption>
        <PhaseLegend phases={used} />
        {waiting && (
          <p className="small">
            {t('gantt.waited', { waited: formatMs(waitedMs), total: formatMs(totalMs * workers.length) })}
          </p>
        )}
      </figcaption>
    </figure>
  );
}
