/** What the colours of phases mean. */
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import type { BlockPhase } from './BlockGantt.tsx';
import classes from './PhaseColours.module.css';

export function PhaseLegend({ phases }: { readonly phases: readonly BlockPhase[] }): ReactNode {
  const { t } = useWords();
  return (
    <ul className={`${classes.phases} ${classes.legend}`} aria-hidden="true">
      {phases.map((phase) => (
        <li key={phase}>
          <span className={classes.swatch} data-phase={phase} />
          {t(`gantt.${phase}`)}
        </li>
      ))}
    </ul>
  );
}
