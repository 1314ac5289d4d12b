/** The chain's time now: the node's clock between blocks, or a test clock that stands still. */
import { useQuery } from '@tanstack/react-query';
import { usePulse } from '../components/usePulse.ts';
import { client } from '../node.ts';

/** Fast enough that a vote that ends is seen to end. */
const pulseMs = 1000;

/** The node's own words about itself, fetched again with each block that is heard of. */
export const statusQuery = {
  queryKey: ['status'],
  queryFn: async () => ({ ...(await client.status()), heardAtMs: Date.now() }),
} as const;

/** Milliseconds since 1970 as the chain counts them; undefined until the node has answered. */
export function useChainNow(): number | undefined {
  const { data } = useQuery(statusQuery);
  const pulse = usePulse(pulseMs);
  if (data === undefined) return undefined;
  return data.testClock ? data.now : data.now + Math.max(0, pulse - data.heardAtMs);
}
