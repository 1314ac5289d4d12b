/** A clock that gives header time now, for figures that move by the second. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { statusQuery } from '../answers/chainClock.ts';

/** The node's clock between blocks, or a test clock that stands still; the device's until the node has answered. */
export function useChainClock(): () => number {
  const { data } = useQuery(statusQuery);
  return useMemo(() => {
    if (data === undefined) return Date.now;
    const { now, heardAtMs, testClock } = data;
    return () => (testClock ? now : now + Math.max(0, Date.now() - heardAtMs));
  }, [data]);
}
