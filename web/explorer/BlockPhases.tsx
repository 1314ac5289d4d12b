/** How long this node took for each phase of a block, and in which of them each worker was at work. */
import type { ReactNode } from 'react';
import type { LaneReportJson, WorkerReportJson } from '#api/client/answers.ts';
import { BlockGantt, blockPhases, type PhaseSpan, type WorkerSpans } from '../components/BlockGantt.tsx';
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

/** Work of a worker within the phases of the block; cells are merged, and then written by the owners of their lanes. */
function workOf(
  { busyMs }: WorkerReportJson,
  together: readonly PhaseSpan[],
  slowestStageMs: number,
): PhaseSpan[] {
  const within = (phase: PhaseSpan['phase'], fromMs: number, lengthMs: number): PhaseSpan[] => {
    const whole = together.find((span) => span.phase === phase);
    if (whole === undefined || lengthMs <= 0) return [];
    const startMs = Math.min(whole.endMs, whole.startMs + fromMs);
    return [{ phase, startMs, endMs: Math.min(whole.endMs, startMs + lengthMs) }];
  };
  return [
    ...within('execute', 0, busyMs.execute),
    ...within('commit', 0, busyMs.stage),
    ...within('commit', slowestStageMs, busyMs.commit),
  ];
}

/** How long the block took on this node, milliseconds. */
export const totalMsOf = ({ phasesMs }: LaneReportJson): number =>
  blockPhases.reduce((total, phase) => total + phasesMs[phase], 0);

export function BlockPhases({ report }: { readonly report: LaneReportJson }): ReactNode {
  const { t } = useWords();
  const together = spansOf(report);
  const { workers } = report;
  const slowestStageMs = Math.max(0, ...workers.map(({ busyMs }) => busyMs.stage));
  const rows: WorkerSpans[] = [
    { worker: -1, name: t('lanesPage.allWorkers'), spans: together },
    ...workers.map((one, worker) => ({ worker, spans: workOf(one, together, slowestStageMs) })),
  ];
  return (
    <Card title={t('lanesPage.gantt')} note={t('lanesPage.ganttNote')}>
      <BlockGantt workers={rows} totalMs={totalMsOf(report)} waiting={false} />
    </Card>
  );
}
