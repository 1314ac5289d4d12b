/** The present moment, again at each pulse: for streamed amounts and relative times. */
import { useEffect, useState } from 'react';

/** Returns the clock's milliseconds now, and renders again every `everyMs`; a hidden tab pauses. */
export function usePulse(everyMs: number, clock: () => number = Date.now): number {
  const [nowMs, setNowMs] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setNowMs(clock());
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, clock]);
  return nowMs;
}
