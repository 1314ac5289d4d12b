/** An amount that arrives by the second: computed from the stream, silent for screen readers. */
import { useReducedMotion } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { formatAmount, formatStreamed, type Token } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './LiveAmount.module.css';
import { type Stream, streamedAmount } from './streamedAmount.ts';
import { usePulse } from './usePulse.ts';

interface LiveAmountProps {
  readonly stream: Stream;
  readonly token: Token;
  /** What had arrived apart from the stream, smallest units. */
  readonly plus?: bigint;
  /** Header time now; the device's clock unless the page knows the node's. */
  readonly clock?: () => number;
}

/** Ten frames a second look continuous in the fourth decimal; reduced motion gets one. */
const frameMs = 100;
const calmFrameMs = 1000;
/** The hidden twin follows once a minute, so that a reader who asks hears a steady number. */
const spokenMs = 60_000;

export function LiveAmount({ stream, token, plus = 0n, clock = Date.now }: LiveAmountProps): ReactNode {
  const { language } = useWords();
  const calm = useReducedMotion();
  const nowMs = usePulse(calm === true ? calmFrameMs : frameMs, clock);
  const spokenNowMs = usePulse(spokenMs, clock);
  return (
    <span className={classes.live}>
      <span aria-hidden="true">
        {formatStreamed(plus + streamedAmount(stream, nowMs), token, language)}{' '}
        <span className={classes.unit}>{token.symbol}</span>
      </span>
      <span className="visually-hidden" aria-live="off">
        {formatAmount(plus + streamedAmount(stream, spokenNowMs), token, language)}
      </span>
    </span>
  );
}
