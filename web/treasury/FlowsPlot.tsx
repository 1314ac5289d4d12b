/** Flows as bars: what came stands on the line, what left hangs from it; one pair a period, the newest at the end. */
import type { ReactNode } from 'react';
import { formatAmount, type Token } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './Flows.module.css';
import { barsOf, mostOf, movedOf, type PeriodJson } from './flowFigures.ts';

interface FlowsPlotProps {
  /** Newest first, as the node answers them. */
  readonly periods: readonly PeriodJson[];
  readonly token: Token;
  readonly nameOf: (period: PeriodJson) => string;
}

/** Height of the plot in its own units. */
const height = 1_000_000;
/** Width of a period, and of its bars. */
const slot = 100;
const barMax = 64;
/** A bar takes at most this part of the plot, so that a single one is no wall. */
const barsMin = 8;

export function FlowsPlot({ periods, token, nameOf }: FlowsPlotProps): ReactNode {
  const { t, language } = useWords();
  const { bars, line } = barsOf(periods);
  const [oldest, newest] = [periods.at(-1), periods[0]];
  const width = bars.length * slot;
  const bar = Math.min(barMax, width / barsMin);
  const most = mostOf(periods.map(({ flows }) => movedOf(flows)));
  const top = formatAmount(most.received, token, language);
  const bottom = formatAmount(most.sent, token, language);
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.legend}>
        <span data-way="in">{t('flowsCard.mostIn', { amount: top })}</span>
        <span data-way="out">{t('flowsCard.mostOut', { amount: bottom })}</span>
      </figcaption>
      <svg
        className={classes.plot}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('flowsCard.plot', { periods: bars.length, received: top, sent: bottom })}
      >
        {bars.map(({ number, up, down }, index) => {
          const x = index * slot + (slot - bar) / 2;
          return (
            <g key={number}>
              <rect className={classes.in} x={x} y={line - up} width={bar} height={up} />
              <rect className={classes.out} x={x} y={line} width={bar} height={down} />
            </g>
          );
        })}
        <line
          className={classes.line}
          x1="0"
          x2={width}
          y1={line}
          y2={line}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className={classes.ends} aria-hidden="true">
        {oldest !== undefined && <span>{nameOf(oldest)}</span>}
        {newest !== undefined && newest !== oldest && <span>{nameOf(newest)}</span>}
      </div>
    </figure>
  );
}
