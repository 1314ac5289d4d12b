/** What was measured of the model that this app was built with: figures beside simpler counts, plots, and fairness. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { type Column, DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { formatFigure } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './ModelPlots.module.css';
import { comparisons, figureAt, intervalAt, loadModelFigures, type ModelFigures } from './modelFigures.ts';
import { ProjectsCard } from './ProjectsCard.tsx';
import { ReliabilityCard } from './ReliabilityCard.tsx';

/** Its own key: figures come with the app, not with the chain, so no event renews them. */
const figuresQuery = { queryKey: ['modelFigures'], queryFn: async () => (await loadModelFigures()) ?? null };

export function FiguresCards(): ReactNode {
  const { t } = useWords();
  const { data, error, isPending, refetch } = useQuery(figuresQuery);
  if (data === undefined || data === null) {
    return (
      <Card title={t('models.figures')} busy={isPending} error={error} onRetry={() => void refetch()}>
        <EmptyState>{t('models.noFigures')}</EmptyState>
      </Card>
    );
  }
  return (
    <>
      <MeansCard figures={data} />
      <ProjectsCard figures={data} />
      {data.reliability !== undefined && data.reliability.length > 0 && (
        <ReliabilityCard parts={data.reliability} />
      )}
      <FairnessCard figures={data} />
    </>
  );
}

interface FiguresProps {
  readonly figures: ModelFigures;
}

/** A figure, a dash where there is none, and below it where 95 of 100 resamples lie. */
function Figure({
  of,
  path,
  signed = false,
}: {
  readonly of: unknown;
  readonly path: string | undefined;
  readonly signed?: boolean;
}): ReactNode {
  const { t, language } = useWords();
  const figure = path === undefined ? undefined : figureAt(of, path);
  if (path === undefined || figure === undefined) return '–';
  const [low, high] = intervalAt(of, path) ?? [];
  return (
    <>
      {signed && figure > 0 && '+'}
      {formatFigure(figure, language)}
      {low !== undefined && high !== undefined && (
        <span className={classes.interval}>
          {t('models.interval', { low: formatFigure(low, language), high: formatFigure(high, language) })}
        </span>
      )}
    </>
  );
}

function MeansCard({ figures: { mean, repositories = {} } }: FiguresProps): ReactNode {
  const { t } = useWords();
  const shown = comparisons.filter(({ model }) => figureAt(mean, model) !== undefined);
  const column = (id: 'model' | 'lines' | 'commits' | 'lead'): Column<(typeof shown)[number]> => ({
    id,
    head: t(`models.${id}`),
    align: 'end',
    cell: ({ [id]: path }) => <Figure of={mean} path={path} signed={id === 'lead'} />,
  });
  return (
    <Card
      title={t('models.figures')}
      note={t('models.figuresNote', { count: Object.keys(repositories).length })}
      flush
    >
      <DataTable
        caption={t('models.figures')}
        rows={shown}
        rowId={({ id }) => id}
        columns={[
          { id: 'figure', head: t('models.figure'), cell: ({ id }) => t(`models.${id}`) },
          column('model'),
          column('lines'),
          column('commits'),
          column('lead'),
        ]}
      />
    </Card>
  );
}

/** Ways of grouping people's work, and the bounds that are usual for them. */
const groupings = ['newcomer', 'byKind', 'byLanguage'] as const;
const ratioMin = 0.8;
const gapMax = 0.1;
const tones = { kept: 'right', notKept: 'warning', keptInPart: 'neutral' } as const;

/** A bound that was not measured is not kept; one that is broken decides. */
function boundsOf({ ratio, gap }: Record<'ratio' | 'gap', number | undefined>): keyof typeof tones {
  if ((ratio ?? 1) < ratioMin || (gap ?? 0) > gapMax) return 'notKept';
  return ratio === undefined || gap === undefined ? 'keptInPart' : 'kept';
}

function FairnessCard({ figures: { mean } }: FiguresProps): ReactNode {
  const { t } = useWords();
  const path = (id: (typeof groupings)[number], of: 'ratio' | 'gap') => `fairness.${id}.${of}`;
  const rows = groupings
    .map((id) => ({ id, ratio: figureAt(mean, path(id, 'ratio')), gap: figureAt(mean, path(id, 'gap')) }))
    .filter(({ ratio, gap }) => ratio !== undefined || gap !== undefined);
  if (rows.length === 0) return null;
  return (
    <Card title={t('models.fairness')} note={t('models.fairnessNote')} flush>
      <DataTable
        caption={t('models.fairness')}
        rows={rows}
        rowId={({ id }) => id}
        columns={[
          { id: 'groups', head: t('models.groups'), cell: ({ id }) => t(`models.${id}`) },
          {
            id: 'ratio',
            head: t('models.ratio'),
            align: 'end',
            cell: ({ id }) => <Figure of={mean} path={path(id, 'ratio')} />,
          },
          {
            id: 'gap',
            head: t('models.gap'),
            align: 'end',
            cell: ({ id }) => <Figure of={mean} path={path(id, 'gap')} />,
          },
          {
            id: 'bounds',
            head: t('models.bounds'),
            cell: (row) => {
              const state = boundsOf(row);
              return <StateChip tone={tones[state]}>{t(`models.${state}`)}</StateChip>;
            },
          },
        ]}
      />
    </Card>
  );
}
