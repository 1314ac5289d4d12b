/** Each project as a line with two marks: what the model reached, and what counting changed lines reached. */
import { Button, SegmentedControl } from '@mantine/core';
import { type CSSProperties, type ReactNode, useState } from 'react';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { formatFigure } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './ModelPlots.module.css';
import {
  comparisons,
  type ModelFigures,
  type ProjectPoint,
  plotRange,
  projectPoints,
} from './modelFigures.ts';

/** The comparisons that every project has both sides of. */
const choices = ['fixed', 'builtOn', 'used'] as const;
type Choice = (typeof choices)[number];

interface PointsProps {
  readonly points: readonly ProjectPoint[];
}

function Plot({ points }: PointsProps): ReactNode {
  const { language } = useWords();
  const [low, high] = plotRange(points.flatMap(({ model, lines }) => [model, lines]));
  const at = (value: number): string => `${((value - low) / (high - low)) * 100}%`;
  const place = ({ model, lines }: ProjectPoint): CSSProperties =>
    ({
      '--from': at(Math.min(model, lines)),
      '--size': `${(Math.abs(model - lines) / (high - low)) * 100}%`,
    }) as CSSProperties;
  const mark = (value: number): CSSProperties => ({ '--at': at(value) }) as CSSProperties;
  const show = (value: number): string => formatFigure(value, language);
  return (
    <>
      <ul className={classes.projects}>
        {points.map((point) => (
          <li key={point.name}>
            <span className={classes.name}>{point.name}</span>
            <span className={classes.track} aria-hidden="true">
              <span className={classes.span} style={place(point)} />
              <span className={classes.mark} data-of="lines" style={mark(point.lines)} />
              <span className={classes.mark} data-of="model" style={mark(point.model)} />
            </span>
            <span className={classes.values}>
              {show(point.model)} / {show(point.lines)}
            </span>
          </li>
        ))}
      </ul>
      <div className={classes.scale} aria-hidden="true">
        <span>{show(low)}</span>
        <span>{show(high)}</span>
      </div>
    </>
  );
}

function PointsTable({ points }: PointsProps): ReactNode {
  const { t, language } = useWords();
  return (
    <DataTable
      caption={t('models.projects')}
      rows={points}
      rowId={({ name }) => name}
      columns={[
        { id: 'project', head: t('models.project'), cell: ({ name }) => name },
        {
          id: 'model',
          head: t('models.model'),
          align: 'end',
          cell: ({ model }) => formatFigure(model, language),
        },
        {
          id: 'lines',
          head: t('models.lines'),
          align: 'end',
          cell: ({ lines }) => formatFigure(lines, language),
        },
      ]}
    />
  );
}

export function ProjectsCard({ figures }: { readonly figures: ModelFigures }): ReactNode {
  const { t } = useWords();
  const [choice, setChoice] = useState<Choice>('fixed');
  const [asTable, setAsTable] = useState(false);
  const comparison = comparisons.find(({ id }) => id === choice);
  const points = comparison === undefined ? [] : projectPoints(figures, comparison);
  const ahead = points.filter(({ model, lines }) => model > lines).length;
  return (
    <Card title={t('models.projects')} note={t('models.projectsNote')}>
      <div className={classes.controls}>
        <SegmentedControl
          size="xs"
          value={choice}
          onChange={(value) => setChoice(value as Choice)}
          data={choices.map((value) => ({ value, label: t(`models.short.${value}`) }))}
          aria-label={t('models.compare')}
        />
        <Button variant="subtle" size="xs" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'models.asPlot' : 'models.asTable')}
        </Button>
      </div>
      <p className="small">{t('models.ahead', { ahead, count: points.length })}</p>
      {asTable ? <PointsTable points={points} /> : points.length > 0 && <Plot points={points} />}
    </Card>
  );
}
