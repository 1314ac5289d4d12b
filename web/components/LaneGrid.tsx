/** The 256 lanes as squares: one hue by strength, arrows move inside, and a table twin for who does not see it. */
import { Button, SegmentedControl } from '@mantine/core';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { formatCount } from '../formats.ts';
import { useWords } from '../words/words.ts';
import { DataTable } from './DataTable.tsx';
import classes from './LaneGrid.module.css';

/** What one lane did in the last block. */
export interface LaneLoad {
  /** 0 … 255, the first byte of the paths it holds. */
  readonly lane: number;
  /** Cells written. */
  readonly load: number;
  /** Transactions that waited for another, where it is known. */
  readonly waits?: number;
  /** The worker that owns it now, from 0. */
  readonly worker: number;
}

interface LaneGridProps {
  /** All 256, in order; a measure that none of them has is not offered. */
  readonly lanes: readonly LaneLoad[];
}

type Measure = 'load' | 'waits' | 'worker';
const measures: readonly Measure[] = ['load', 'waits', 'worker'];

/** Where a key leads from a square; undefined for keys that are not ours. */
function nextLane(key: string, lane: number, columns: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  };
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  if (step === undefined) return undefined;
  const next = lane + step;
  return next >= 0 && next < count ? next : lane;
}

export function LaneGrid({ lanes }: LaneGridProps): ReactNode {
  const { t, language } = useWords();
  const [measure, setMeasure] = useState<Measure>('load');
  const [current, setCurrent] = useState(0);
  const [asTable, setAsTable] = useState(false);
  const grid = useRef<HTMLDivElement>(null);
  const known = measures.filter((value) => lanes.some((lane) => lane[value] !== undefined));
  const most = Math.max(1, ...lanes.map((lane) => lane[measure] ?? 0));
  const say = ({ lane, load, waits, worker }: LaneLoad): string =>
    waits === undefined
      ? t('lanes.squareLoad', { lane, load, worker: worker + 1 })
      : t('lanes.square', { lane, load, waits, worker: worker + 1 });
  const move = (event: KeyboardEvent): void => {
    if (grid.current === null) return;
    const columns = getComputedStyle(grid.current).gridTemplateColumns.split(' ').length;
    const next = nextLane(event.key, current, columns, lanes.length);
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next);
    grid.current.querySelector<HTMLElement>(`[data-lane="${next}"]`)?.focus();
  };
  const shown = lanes[current];
  return (
    <div>
      <div className={classes.controls}>
        <SegmentedControl
          size="xs"
          value={measure}
          onChange={(value) => setMeasure(value as Measure)}
          data={known.map((value) => ({ value, label: t(`lanes.${value}`) }))}
          aria-label={t('lanes.colourBy')}
        />
        <Button variant="subtle" size="xs" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'lanes.asSquares' : 'lanes.asTable')}
        </Button>
      </div>
      {asTable ? (
        <DataTable
          caption={t('lanes.caption')}
          rows={lanes}
          rowId={(lane) => String(lane.lane)}
          columns={[
            { id: 'lane', head: t('lanes.lane'), cell: (lane) => lane.lane },
            {
              id: 'load',
              head: t('lanes.load'),
              align: 'end',
              cell: (lane) => formatCount(lane.load, language),
            },
            ...(known.includes('waits')
              ? [
                  {
                    id: 'waits',
                    head: t('lanes.waits'),
                    align: 'end' as const,
                    cell: (lane: LaneLoad) => formatCount(lane.waits ?? 0, language),
                  },
                ]
              : []),
            { id: 'worker', head: t('lanes.worker'), align: 'end', cell: (lane) => lane.worker + 1 },
          ]}
        />
      ) : (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: one toolbar-like group with a roving tab stop, not a fieldset. */}
          <div
            ref={grid}
            className={classes.grid}
            role="group"
            aria-label={t('lanes.caption')}
            onKeyDown={move}
          >
            {lanes.map((lane) => (
              <button
                key={lane.lane}
                type="button"
                className={classes.square}
                data-lane={lane.lane}
                tabIndex={lane.lane === current ? 0 : -1}
                aria-label={say(lane)}
                style={{ '--strength': strengthOf(lane, measure, most) } as CSSProperties}
                onFocus={() => setCurrent(lane.lane)}
                onMouseEnter={() => setCurrent(lane.lane)}
              />
            ))}
          </div>
          <p className={classes.words}>{shown === undefined ? '' : say(shown)}</p>
        </>
      )}
    </div>
  );
}

/** Strength 6% … 100%; the square root keeps small loads apart. A worker's number has an even scale. */
function strengthOf(lane: LaneLoad, measure: Measure, most: number): string {
  const share = (lane[measure] ?? 0) / most;
  const curve = measure === 'worker' ? share : Math.sqrt(share);
  return `${Math.round(6 + 94 * curve)}%`;
}
