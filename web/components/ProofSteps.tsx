/** A proof checked in the page: its steps tick one by one, and a wrong one says where. */
import { IconCircle, IconCircleCheck, IconCircleX, IconLoader2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import classes from './ProofSteps.module.css';

/** One step of a check. */
export interface ProofStep {
  readonly id: string;
  readonly state: 'waiting' | 'checking' | 'right' | 'wrong';
  readonly words: ReactNode;
  /** What was compared, or why it is wrong. */
  readonly detail?: ReactNode;
}

interface ProofStepsProps {
  readonly steps: readonly ProofStep[];
}

const icons = { waiting: IconCircle, checking: IconLoader2, right: IconCircleCheck, wrong: IconCircleX };

export function ProofSteps({ steps }: ProofStepsProps): ReactNode {
  const { t } = useWords();
  const wrong = steps.findIndex((step) => step.state === 'wrong');
  const right = steps.filter((step) => step.state === 'right').length;
  const status =
    wrong >= 0
      ? t('proof.wrongAt', { step: wrong + 1 })
      : right === steps.length
        ? t('proof.right')
        : t('proof.progress', { right, count: steps.length });
  return (
    <div>
      <ol className={classes.steps}>
        {steps.map((step) => {
          const Icon = icons[step.state];
          return (
            <li key={step.id} data-state={step.state}>
              <Icon size={20} aria-hidden="true" />
              <div>
                {step.words} <span className="visually-hidden">({t(`proof.state.${step.state}`)})</span>
                {step.detail !== undefined && <div className={classes.detail}>{step.detail}</div>}
              </div>
            </li>
          );
        })}
      </ol>
      <p className={classes.status} role="status" data-result={wrong >= 0 ? 'wrong' : 'fine'}>
        {status}
      </p>
    </div>
  );
}
