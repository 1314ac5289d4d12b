/** How long this node took for each phase of a block, and what each worker executed. */
import type { ReactNode } from 'react';
import type { LaneReportJson } from '#api/client/answers.ts';
import { BlockGantt, blockPhases, type PhaseSpan } from '../components/BlockGantt.tsx';
import { Card } from '../components/Card.tsx';
import { useWords } from '../words/words.ts';

/** The phases one after the other, from their lengths. */
function spansOf({ phasesMs }: LaneReportJson): PhaseSpan[] {
  let at = 0;
  return blockPhases.map((phase) => {
    const startMs = at;
    at += phasesMs[phase];
    return { phase, startMs, endMs: at };
  });
}

/** How long the block took on this node, milliseconds. */
export const totalMsOf = ({ phasesMs }: LaneReportJson): number =>
  blockPhases.reduce((total, phase) => total + phasesMs[phase], 0);

export function BlockPhases({ report }: { readonly report: LaneReportJson }): ReactNode {
  const { t } = useWords();
  return (
    <Card title={t('lanesPage.gantt')} note={t('lanesPage.ganttNote')}>
      <BlockGantt
        workers={[{ worker: 0, name: t('lanesPage.allWorkers'), spans: spansOf(report) }]}
        totalMs={totalMsOf(report)}
        waiting={false}
      />
      <p className="small">
        {report.workers
          .map(({ executed }, worker) => t('lanesPage.byWorker', { worker: worker + 1, count: executed }))
          .join(' ')}
      </p>
    </Card>
  );
}
