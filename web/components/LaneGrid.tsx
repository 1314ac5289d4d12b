/** The 256 lanes as squares: one hue by strength over the colour of the owner, and a table twin for who does not see it. */
import { Button, SegmentedControl } from '@mantine/core';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { formatCount } from '../formats.ts';
import { useWords } from '../words/words.ts';
import { DataTable } from './DataTable.tsx';
import classes from './LaneGrid.module.css';
import { WorkerMark, workerColour } from './WorkerMark.tsx';

/** What one lane did in a block or in several. */
export interface LaneLoad {
  /** 0 … 255, the first byte of the paths it holds. */
  readonly lane: number;
  /** Cells written. */
  readonly load: number;
  /** The worker that owns it now, from 0. */
  readonly worker: number;
}

interface LaneGridProps {
  /** All 256, in order. */
  readonly lanes: readonly LaneLoad[];
}

type Measure = 'load' | 'worker';
const measures: readonly Measure[] = ['load', 'worker'];

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
  const most = Math.max(1, ...lanes.map(({ load }) => load));
  const say = ({ lane, load, worker }: LaneLoad): string =>
    t('lanes.square', { lane, load, worker: worker + 1 });
  const workers = [...new Set(lanes.map(({ worker }) => worker))].sort((a, b) => a - b);
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
          data={measures.map((value) => ({ value, label: t(`lanes.${value}`) }))}
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
            { id: 'worker', head: t('lanes.worker'), cell: ({ worker }) => <WorkerMark worker={worker} /> },
          ]}
        />
      ) : (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: one toolbar-like group with a roving tab stop, not a fieldset. */}
          <div
            ref={grid}
            className={classes.grid}
            data-measure={measure}
            role="group"
            aria-label={t('lanes.caption')}
            onKeyDown={move}
          >
            {lanes.map((lane) => {
              const { className, ...data } = workerColour(lane.worker);
              return (
                <button
                  key={lane.lane}
                  type="button"
                  className={`${classes.square} ${className}`}
                  {...data}
                  data-lane={lane.lane}
                  tabIndex={lane.lane === current ? 0 : -1}
                  aria-label={say(lane)}
                  style={{ '--strength': strengthOf(lane.load, most) } as CSSProperties}
                  onFocus={() => setCurrent(lane.lane)}
                  onMouseEnter={() => setCurrent(lane.lane)}
                />
              );
            })}
          </div>
          <div className={classes.below}>
            <p className={classes.words}>{shown === undefined ? '' : say(shown)}</p>
            <ul className={classes.workers} aria-label={t('lanes.owners')}>
              {workers.map((worker) => (
                <li key={worker}>
                  <WorkerMark worker={worker} />{' '}
                  {t('lanes.owned', { count: lanes.filter((lane) => lane.worker === worker).length })}
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
    </div>
  );
}

/** Strength 0, and 12% … 100%; the square root keeps small loads apart. */
function strengthOf(load: number, most: number): string {
  return load === 0 ? '0%' : `${Math.round(12 + 88 * Math.sqrt(load / most))}%`;
}
