/** The newest blocks as columns of their phases, the newest on the right; one can be chosen, and a table says the same. */
import { Button } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { LaneReportJson } from '#api/client/answers.ts';
import { blockPhases, formatMs } from '../components/BlockGantt.tsx';
import { Card } from '../components/Card.tsx';
import colours from '../components/PhaseColours.module.css';
import { PhaseLegend } from '../components/PhaseLegend.tsx';
import { totalMsOf } from '../explorer/BlockPhases.tsx';
import { formatHeight } from '../formats.ts';
import { useLiveStatus } from '../live.ts';
import { useWords } from '../words/words.ts';
import classes from './BlockStrip.module.css';
import { blockScale } from './blockScale.ts';
import { ReportsTable } from './ReportsTable.tsx';

interface BlockStripProps {
  /** Newest first. */
  readonly reports: readonly LaneReportJson[];
  /** The chosen block. */
  readonly shown: number | undefined;
  readonly onShow: (report: LaneReportJson) => void;
}

/** Where a key leads among columns; undefined for keys that are not ours. */
function nextColumn(key: string, column: number, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const next = column + (key === 'ArrowLeft' ? -1 : 1);
  return Math.max(0, Math.min(count - 1, next));
}

function Column({ report, topMs }: { readonly report: LaneReportJson; readonly topMs: number }): ReactNode {
  // What is cut keeps the shares of its phases.
  const scaleMs = Math.max(topMs, totalMsOf(report));
  return (
    <span className={classes.column} data-cut={totalMsOf(report) > topMs}>
      {blockPhases.map((phase) => (
        <span
          key={phase}
          data-phase={phase}
          style={{ height: `${(report.phasesMs[phase] / scaleMs) * 100}%` }}
        />
      ))}
    </span>
  );
}

function Columns({ reports, shown, onShow }: BlockStripProps): ReactNode {
  const { t } = useWords();
  const strip = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<number>();
  /** The reports as they were when the mouse came: columns do not move away under it. */
  const [still, setStill] = useState<readonly LaneReportJson[]>();
  const columns = [...(still ?? reports)].reverse();
  const { topMs, cut } = blockScale(columns.map(totalMsOf));
  const held = columns.findIndex(({ height }) => height === (current ?? shown));
  const tabStop = held >= 0 ? held : columns.length - 1;
  const say = (report: LaneReportJson): string =>
    t('lanesPage.bar', {
      height: formatHeight(report.height),
      count: report.transactions,
      total: formatMs(totalMsOf(report)),
    });
  const move = (event: KeyboardEvent): void => {
    const next = nextColumn(event.key, tabStop, columns.length);
    const height = next === undefined ? undefined : columns[next]?.height;
    if (height === undefined) return;
    event.preventDefault();
    setCurrent(height);
    strip.current?.querySelector<HTMLElement>(`[data-height="${height}"]`)?.focus();
  };
  const named = columns[held];
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: one toolbar-like group with a roving tab stop, not a fieldset. */}
      <div
        ref={strip}
        className={`${colours.phases} ${classes.strip}`}
        role="group"
        aria-label={t('lanesPage.stripCaption')}
        onKeyDown={move}
        onPointerEnter={({ pointerType }) => setStill(pointerType === 'mouse' ? reports : undefined)}
        onPointerLeave={() => setStill(undefined)}
      >
        {columns.map((report, column) => (
          <button
            key={report.id}
            type="button"
            className={classes.block}
            data-height={report.height}
            tabIndex={column === tabStop ? 0 : -1}
            aria-label={say(report)}
            aria-pressed={report.height === shown}
            onClick={() => onShow(report)}
            onFocus={() => setCurrent(report.height)}
            onMouseEnter={() => setCurrent(report.height)}
            onMouseLeave={() => setCurrent(undefined)}
          >
            <Column report={report} topMs={topMs} />
          </button>
        ))}
      </div>
      <p className={classes.words}>
        {named !== undefined
          ? say(named)
          : t(cut === 0 ? 'lanesPage.stripScale' : 'lanesPage.stripCut', { top: formatMs(topMs), cut })}
      </p>
      <PhaseLegend phases={blockPhases} />
    </>
  );
}

export function BlockStrip(props: BlockStripProps): ReactNode {
  const { t } = useWords();
  const { state } = useLiveStatus();
  const [asTable, setAsTable] = useState(false);
  return (
    <Card
      title={t('lanesPage.strip')}
      note={t('lanesPage.stripNote')}
      stale={state === 'notLive'}
      flush={asTable}
      action={
        <Button variant="subtle" size="xs" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'lanesPage.asColumns' : 'lanesPage.asTable')}
        </Button>
      }
    >
      {asTable ? <ReportsTable {...props} /> : <Columns {...props} />}
    </Card>
  );
}
