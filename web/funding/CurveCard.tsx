/** How the conviction of a request has grown and goes on if support stays, against the threshold that it must exceed. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { Time } from '../components/Time.tsx';
import { formatAmountCompact, type Token } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './CurveCard.module.css';
import { type CurveFigures, curveFigures } from './fundingFigures.ts';
import { curveQuery, type RequestJson } from './fundingQueries.ts';

interface CurveCardProps {
  readonly request: RequestJson;
  /** Of the DAO, whose stake it is. */
  readonly token: Token;
}

export function CurveCard({ request, token }: CurveCardProps): ReactNode {
  const { t } = useWords();
  const [asTable, setAsTable] = useState(false);
  const found = useQuery(curveQuery(request.request));
  const figures = found.data === undefined ? undefined : curveFigures(found.data, request.threshold);
  return (
    <Card
      title={t('funding.curve')}
      note={
        figures !== undefined && t(figures.future.length > 0 ? 'funding.curveNote' : 'funding.curveEnded')
      }
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
      flush={asTable}
      action={
        <Button variant="subtle" size="xs" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'models.asPlot' : 'models.asTable')}
        </Button>
      }
    >
      {figures !== undefined &&
        (asTable ? (
          <PointsTable figures={figures} token={token} />
        ) : (
          <Plot figures={figures} token={token} />
        ))}
    </Card>
  );
}

interface FiguresProps {
  readonly figures: CurveFigures;
  readonly token: Token;
}

/** Sides of the frame in its own units; it stretches to the page. */
const side = 100;
const still = { vectorEffect: 'non-scaling-stroke' } as const;

function Plot({ figures, token }: FiguresProps): ReactNode {
  const { t, language } = useWords();
  const { from, to, top, past, future, threshold, isFlat } = figures;
  const pointsOf = (places: CurveFigures['past']): string =>
    places.map(([x, y]) => `${x * side},${(1 - y) * side}`).join(' ');
  const nowX = (future[0]?.[0] ?? 0) * side;
  const across = (y: number) => ({ x1: 0, x2: side, y1: (1 - y) * side, y2: (1 - y) * side });
  const key = (name: 'past' | 'future' | 'threshold' | 'now') => (
    <li>
      <svg viewBox="0 0 24 8" aria-hidden="true">
        <line className={classes[name]} x1="0" x2="24" y1="4" y2="4" />
      </svg>
      {t(`funding.${name}`)}
    </li>
  );
  return (
    <figure className={classes.figure}>
      {!isFlat && <p aria-hidden="true">{formatAmountCompact(top, token, language)}</p>}
      <svg
        viewBox={`0 0 ${side} ${side}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('funding.curvePlot')}
      >
        <rect className={classes.frame} width={side} height={side} {...still} />
        {future.length > 0 && (
          <line className={classes.now} x1={nowX} x2={nowX} y1="0" y2={side} {...still} />
        )}
        {threshold !== undefined && <line className={classes.threshold} {...across(threshold)} {...still} />}
        <polyline className={classes.past} points={pointsOf(past)} {...still} />
        <polyline className={classes.future} points={pointsOf(future)} {...still} />
      </svg>
      <p>
        <Time timeMs={from} />
        <Time timeMs={to} />
      </p>
      <ul>
        {key('past')}
        {future.length > 0 && key('future')}
        {threshold !== undefined && key('threshold')}
        {future.length > 0 && key('now')}
      </ul>
    </figure>
  );
}

function PointsTable({ figures, token }: FiguresProps): ReactNode {
  const { t } = useWords();
  return (
    <DataTable
      caption={t('funding.curve')}
      rows={figures.points}
      rowId={({ at }) => String(at)}
      columns={[
        { id: 'when', head: t('funding.when'), cell: ({ at }) => <Time timeMs={at} form="moment" /> },
        {
          id: 'support',
          head: t('funding.support'),
          align: 'end',
          cell: ({ support }) =>
            support === undefined ? t('funding.future') : <Amount amount={support} token={token} />,
        },
        {
          id: 'counts',
          head: t('funding.counts'),
          align: 'end',
          cell: ({ like }) => <Amount amount={like} token={token} />,
        },
      ]}
    />
  );
}
