/** How long the phases of the newest blocks take: median and p99. */
import type { ReactNode } from 'react';
import type { LaneTotalsJson } from '#api/client/answers.ts';
import { blockPhases, formatMs } from '../components/BlockGantt.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import colours from '../components/PhaseColours.module.css';
import { useWords } from '../words/words.ts';

export function PhaseTimes({ phasesMs }: Pick<LaneTotalsJson, 'phasesMs'>): ReactNode {
  const { t } = useWords();
  return (
    <Card title={t('lanesPage.phases')} note={t('lanesPage.phasesNote')} flush>
      <DataTable
        caption={t('lanesPage.phasesCaption')}
        rows={[...blockPhases, 'total'] as const}
        rowId={(phase) => phase}
        columns={[
          {
            id: 'phase',
            head: t('lanesPage.phase'),
            cell: (phase) =>
              phase === 'total' ? (
                <strong>{t('lanesPage.whole')}</strong>
              ) : (
                <span className={colours.phases}>
                  <span className={colours.swatch} data-phase={phase} aria-hidden="true" />
                  {t(`gantt.${phase}`)}
                </span>
              ),
          },
          {
            id: 'median',
            head: t('lanesPage.median'),
            align: 'end',
            cell: (phase) => formatMs(phasesMs[phase].median),
          },
          {
            id: 'p99',
            head: t('lanesPage.p99'),
            align: 'end',
            cell: (phase) => formatMs(phasesMs[phase].p99),
          },
        ]}
      />
    </Card>
  );
}
