/** A bar on the terminal for commands that take long; where there is no terminal, nothing. */
import type { CliEnvironment } from './cliContext.ts';

const WIDTH = 30;
/** Often enough to look alive, seldom enough to cost nothing. */
const MS_BETWEEN = 100;

export interface ProgressBar {
  readonly show: (progress: { readonly done: number; readonly of: number }) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

/** A bar that counts `things`, with the time that is left at the pace so far. */
export const progressBar = ({ progress }: CliEnvironment, things: string): ProgressBar => {
  const start = performance.now();
  let shown = Number.NEGATIVE_INFINITY;
  return {
    show({ done, of }) {
      const now = performance.now();
      if (progress === undefined || now - shown < MS_BETWEEN) return;
      shown = now;
      const share = of === 0 ? 1 : Math.min(1, done / of);
      const full = Math.round(share * WIDTH);
      const secondsLeft = Math.ceil(((now - start) / 1000) * (share === 0 ? 0 : 1 / share - 1));
      progress(
        `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${done} of ${of} ${things}, about ${secondsLeft} s left`,
      );
    },
    end: () => progress?.(''),
  };
};
