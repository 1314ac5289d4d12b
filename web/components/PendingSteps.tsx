/** What is happening after a signature, step by step: never only a spinner. */
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import { StateChip } from './StateChip.tsx';
import { Timeline, type TimelineEntry } from './Timeline.tsx';

/** A step on the way of a transaction. */
interface PendingStep {
  readonly id: string;
  readonly words: ReactNode;
  readonly detail?: ReactNode;
}

interface PendingStepsProps {
  readonly steps: readonly PendingStep[];
  /** How many steps are behind us; the next one is happening. */
  readonly done: number;
}

export function PendingSteps({ steps, done }: PendingStepsProps): ReactNode {
  const { t } = useWords();
  const finished = done >= steps.length;
  const current = steps[Math.min(done, steps.length - 1)];
  const entries = steps.map((step, index): TimelineEntry => {
    const state = index < done ? 'past' : index === done ? 'now' : 'future';
    return {
      id: step.id,
      state,
      words: step.words,
      ...(step.detail === undefined ? {} : { when: step.detail }),
    };
  });
  return (
    <div>
      <p role="status" className="steps-status">
        <StateChip tone={finished ? 'right' : 'pending'}>{current?.words}</StateChip>
      </p>
      <Timeline entries={entries} />
      {!finished && <p className="small">{t('pending.leave')}</p>}
    </div>
  );
}
