/** Why a score is what it is: one row a reason, each bar starting where the last ended, exact to the point. */
import { Button } from '@mantine/core';
import { type CSSProperties, type ReactNode, useState } from 'react';
import { formatSigned } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './Waterfall.module.css';
import { layOutWaterfall, type Reason, type WaterfallRow } from './waterfallRows.ts';

interface WaterfallProps {
  /** Where every such work starts; protocol points. */
  readonly base: Reason;
  /** In protocol points; with the base they sum to the score. */
  readonly reasons: readonly Reason[];
  /** "Quality score". */
  readonly totalWords: string;
}

/** Bars are placed by custom properties, which the style sheet turns into inset and width. */
function place(start: number, end: number): CSSProperties {
  const from = Math.min(start, end);
  return {
    '--from': `${from * 100}%`,
    '--size': `${Math.abs(end - start) * 100}%`,
    '--end': `${end * 100}%`,
  } as CSSProperties;
}

function Row({
  row,
  kind,
}: {
  readonly row: WaterfallRow;
  readonly kind: 'base' | 'change' | 'total';
}): ReactNode {
  const direction = row.points > 0 ? 'gain' : row.points < 0 ? 'loss' : 'none';
  return (
    <li className={classes.row} data-kind={kind} data-direction={direction}>
      <span className={classes.sentence}>{row.sentence}</span>
      <span className={classes.track} style={place(row.start, row.end)} aria-hidden="true">
        <span className={classes.bar} />
        {kind !== 'total' && <span className={classes.joint} />}
      </span>
      <span className={classes.points}>{kind === 'change' ? formatSigned(row.points) : row.points}</span>
    </li>
  );
}

export function Waterfall({ base, reasons, totalWords }: WaterfallProps): ReactNode {
  const { t } = useWords();
  const [unfolded, setUnfolded] = useState(false);
  const layout = layOutWaterfall(base, reasons);
  const foldedCount = layout.folded.length;
  const rest: WaterfallRow = {
    id: 'rest',
    sentence: t('waterfall.smaller', { count: foldedCount }),
    points: layout.foldedPoints,
    start: layout.foldedStart,
    end: layout.foldedEnd,
  };
  return (
    <div>
      <ol className={classes.waterfall}>
        <Row row={layout.base} kind="base" />
        {layout.rows.map((row) => (
          <Row key={row.id} row={row} kind="change" />
        ))}
        {foldedCount > 0 && !unfolded && <Row row={rest} kind="change" />}
        {unfolded && layout.folded.map((row) => <Row key={row.id} row={row} kind="change" />)}
        <Row row={{ ...layout.total, sentence: totalWords }} kind="total" />
      </ol>
      {foldedCount > 0 && (
        <Button variant="subtle" size="xs" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {t(unfolded ? 'waterfall.fold' : 'waterfall.unfold', { count: foldedCount })}
        </Button>
      )}
    </div>
  );
}
