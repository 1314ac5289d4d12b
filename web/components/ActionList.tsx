/** What will happen if a proposal passes: a sentence an action, its simulated result, raw payloads folded. */
import type { ReactNode } from 'react';
import { formatHeight } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './ActionList.module.css';
import { StateChip, type Tone } from './StateChip.tsx';

/** One action of a proposal. */
export interface ProposalAction {
  /** A sentence built from the kind's words and the payload. */
  readonly words: ReactNode;
  readonly result: 'works' | 'fails' | 'done' | 'failed' | 'unknown';
  /** Why it would fail, or failed: one sentence. */
  readonly failure?: ReactNode;
  /** The payload as JSON text. */
  readonly raw: string;
}

interface ActionListProps {
  readonly actions: readonly ProposalAction[];
  /** The block whose state the simulation used. */
  readonly simulatedAt?: number;
}

const tones: Readonly<Record<ProposalAction['result'], Tone>> = {
  works: 'right',
  fails: 'wrong',
  done: 'right',
  failed: 'wrong',
  unknown: 'neutral',
};

export function ActionList({ actions, simulatedAt }: ActionListProps): ReactNode {
  const { t } = useWords();
  const fails = actions.filter((action) => action.result === 'fails').length;
  return (
    <div>
      {simulatedAt !== undefined && (
        <p className="small">
          {t('actions.simulated', { height: formatHeight(simulatedAt), count: actions.length, fails })}
        </p>
      )}
      <ol className={classes.actions}>
        {actions.map((action, index) => (
          <li key={index}>
            <span className={classes.number} aria-hidden="true">
              {index + 1}
            </span>
            <div className={classes.words}>
              {action.words}
              {action.failure !== undefined && <p className={classes.failure}>{action.failure}</p>}
            </div>
            {(action.result !== 'unknown' || simulatedAt !== undefined) && (
              <StateChip tone={tones[action.result]}>{t(`actions.${action.result}`)}</StateChip>
            )}
          </li>
        ))}
      </ol>
      <details className={classes.raw}>
        <summary>{t('actions.raw')}</summary>
        <pre>{actions.map((action) => action.raw).join('\n')}</pre>
      </details>
    </div>
  );
}
