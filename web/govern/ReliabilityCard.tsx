/** Whether predicted chances came true: a dot for each group of changes, and the line on which they should lie. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { formatCount, formatPpm } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './ModelPlots.module.css';
import { plotRange, type ReliabilityPart } from './modelFigures.ts';

interface PartsProps {
  readonly parts: readonly ReliabilityPart[];
}

/** Sides of the plot in its own units, and the radius of a dot. */
const side = 100;
const radius = 1.8;

const useChance = (): ((share: number) => string) => {
  const { language } = useWords();
  return (share) => formatPpm(Math.round(share * 1_000_000), language);
};

function Plot({ parts }: PartsProps): ReactNode {
  const { t } = useWords();
  const chance = useChance();
  const [, top] = plotRange(parts.flatMap(({ predicted, observed }) => [predicted, observed]));
  const at = (share: number): number => (share / top) * side;
  return (
    <div className={classes.reliability}>
      <span className={`${classes.axis} ${classes.down}`} aria-hidden="true">
        <span>{chance(0)}</span>
        <span>{t('models.observed')}</span>
        <span>{chance(top)}</span>
      </span>
      <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label={t('models.reliabilityPlot')}>
        <rect className={classes.frame} width={side} height={side} vectorEffect="non-scaling-stroke" />
        <line
          className={classes.diagonal}
          x1="0"
          y1={side}
          x2={side}
          y2="0"
          vectorEffect="non-scaling-stroke"
        />
        {parts.map(({ predicted, observed }) => (
          <circle
            key={`${predicted} ${observed}`}
            className={classes.dot}
            cx={at(predicted)}
            cy={side - at(observed)}
            r={radius}
          />
        ))}
      </svg>
      <span className={`${classes.axis} ${classes.across}`} aria-hidden="true">
        <span>{chance(0)}</span>
        <span>{t('models.predicted')}</span>
        <span>{chance(top)}</span>
      </span>
    </div>
  );
}

function PartsTable({ parts }: PartsProps): ReactNode {
  const { t, language } = useWords();
  const chance = useChance();
  return (
    <DataTable
      caption={t('models.reliability')}
      rows={parts}
      rowId={({ predicted }) => String(predicted)}
      columns={[
        { id: 'predicted', head: t('models.predicted'), cell: ({ predicted }) => chance(predicted) },
        {
          id: 'observed',
          head: t('models.observed'),
          align: 'end',
          cell: ({ observed }) => chance(observed),
        },
        {
          id: 'count',
          head: t('models.count'),
          align: 'end',
          cell: ({ count }) => formatCount(count, language),
        },
      ]}
    />
  );
}

export function ReliabilityCard({ parts }: PartsProps): ReactNode {
  const { t } = useWords();
  const [asTable, setAsTable] = useState(false);
  return (
    <Card
      title={t('models.reliability')}
      note={t('models.reliabilityNote', { count: parts.length })}
      flush={asTable}
      action={
        <Button variant="subtle" size="xs" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'models.asPlot' : 'models.asTable')}
        </Button>
      }
    >
      {asTable ? <PartsTable parts={parts} /> : <Plot parts={parts} />}
    </Card>
  );
}
