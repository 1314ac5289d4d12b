/** A worker by its number and its colour. */
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import classes from './WorkerMark.module.css';

/** Colours that are told apart; workers beyond them begin again. */
const colours = 8;

/** Gives an element `--worker`, the colour of a worker counted from 0. */
export const workerColour = (worker: number) =>
  ({ className: classes.worker, 'data-worker': worker % colours }) as const;

export function WorkerMark({ worker }: { readonly worker: number }): ReactNode {
  const { t } = useWords();
  const { className, ...data } = workerColour(worker);
  return (
    <span className={`${className} ${classes.mark}`} {...data}>
      {t('gantt.worker', { worker: worker + 1 })}
    </span>
  );
}
