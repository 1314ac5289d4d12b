/** What was measured of the model that this app was built with: figures beside simpler counts, plots, and fairness. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { type Column, DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { formatFigure } from '../formats.ts';
import { useWords } from '../words/words.ts';
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

/** A figure in words; a dash where there is none. */
const useFigure = (): ((figure: number | undefined) => string) => {
  const { language } = useWords();
  return (figure) => (figure === undefined ? '–' : formatFigure(figure, language));
};

function MeansCard({ figures: { mean, repositories = {} } }: FiguresProps): ReactNode {
  const { t } = useWords();
  const show = useFigure();
  const shown = comparisons.filter(({ model }) => figureAt(mean, model) !== undefined);
  const column = (id: 'model' | 'lines' | 'commits'): Column<(typeof shown)[number]> => ({
    id,
    head: t(`models.${id}`),
    align: 'end',
    cell: ({ [id]: path }) => show(path === undefined ? undefined : figureAt(mean, path)),
  });
  const interval: Column<(typeof shown)[number]> = {
    id: 'interval',
    head: t('models.interval'),
    align: 'end',
    cell: ({ model }) => {
      const [low, high] = intervalAt(mean, model) ?? [];
      return low === undefined ? '–' : t('models.intervalValue', { low: show(low), high: show(high) });
    },
  };
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
          ...(shown.some(({ model }) => intervalAt(mean, model) !== undefined) ? [interval] : []),
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
  const show = useFigure();
  const rows = groupings
    .map((id) => ({
      id,
      ratio: figureAt(mean, `fairness.${id}.ratio`),
      gap: figureAt(mean, `fairness.${id}.gap`),
    }))
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
          { id: 'ratio', head: t('models.ratio'), align: 'end', cell: ({ ratio }) => show(ratio) },
          { id: 'gap', head: t('models.gap'), align: 'end', cell: ({ gap }) => show(gap) },
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
