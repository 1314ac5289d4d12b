/** The raw form of something, folded: for who checks or builds, never needed to understand the page. */
import type { ReactNode } from 'react';
import classes from './Raw.module.css';

interface RawProps {
  readonly summary: string;
  readonly value: unknown;
  readonly open?: boolean;
}

export function Raw({ summary, value, open = false }: RawProps): ReactNode {
  return (
    <details className={classes.raw} open={open}>
      <summary>{summary}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
