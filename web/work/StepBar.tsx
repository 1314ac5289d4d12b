/** Where the reader is among the four steps of contributing. */
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import classes from './StepBar.module.css';

const steps = ['drop', 'check', 'sign', 'follow'] as const;

interface StepBarProps {
  /** 0 … 3: the step that is now. */
  readonly step: number;
}

export function StepBar({ step }: StepBarProps): ReactNode {
  const { t } = useWords();
  return (
    <ol className={classes.steps} aria-label={t('contribute.steps')}>
      {steps.map((name, index) => (
        <li
          key={name}
          data-state={index < step ? 'past' : index === step ? 'now' : 'future'}
          aria-current={index === step ? 'step' : undefined}
        >
          {t(`contribute.step.${name}`)}
        </li>
      ))}
    </ol>
  );
}
