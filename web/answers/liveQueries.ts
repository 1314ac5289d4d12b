/** Which cached answers an event of the chain makes stale; keys begin with the thing they are about. */
import type { QueryClient } from '@tanstack/react-query';
import { onLiveEvents, onLivePruned } from '../live.ts';

/** Query keys whose first part is one of these are fetched again after an event of the module, where a page shows them. */
const staleAfter: Readonly<Record<string, readonly string[]>> = {
  accounts: ['accounts'],
  tokens: [
    'balances',
    'tokens',
    'members',
    'treasury',
    'proposals',
    'power',
    'delegates',
    'exits',
    'funding',
  ],
  daos: ['daos', 'members', 'power', 'constitutions'],
  treasury: ['treasury', 'payments', 'balances', 'exits', 'funding'],
  streams: ['streams', 'balances', 'treasury', 'exits'],
  exits: ['exits', 'balances', 'treasury', 'tokens', 'members', 'power'],
  conviction: ['funding', 'balances', 'treasury', 'exits'],
  milestones: ['agreements', 'balances', 'treasury', 'exits'],
  payouts: ['payouts', 'balances', 'treasury', 'exits'],
  proposals: ['proposals', 'votes', 'sealed', 'treasury'],
  contributions: ['contributions', 'rewards', 'treasury', 'balances', 'rules', 'power'],
  delegation: ['power', 'delegates', 'proposals'],
  reputation: ['power'],
  power: ['power'],
  polls: ['polls'],
  outcomes: ['contributions', 'treasury'],
  reviews: ['reviews'],
  disputes: ['disputes', 'contributions', 'balances', 'treasury', 'power'],
  scorers: ['contributions', 'rewards', 'treasury', 'balances', 'scorers'],
};
const staleAfterBlock: readonly string[] = ['status', 'blocks', 'lanes', 'transactions', 'activity'];

/** A busy chain makes many blocks a second; twice a second is as live as a person can read. */
const flushMs = 500;

/** Keeps the cache fresh by the live stream; returns what stops it. */
export function followEvents(queries: QueryClient): () => void {
  const stale = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    const things = new Set(stale);
    stale.clear();
    void queries.invalidateQueries({ predicate: ({ queryKey }) => things.has(String(queryKey[0])) });
  };
  const stopEvents = onLiveEvents((events) => {
    for (const { name, data } of events) {
      if (name === 'block') for (const thing of staleAfterBlock) stale.add(thing);
      const event = (data as { readonly name?: unknown } | null)?.name;
      const module = typeof event === 'string' ? (event.split('.')[0] ?? '') : '';
      for (const thing of staleAfter[module] ?? []) stale.add(thing);
    }
    if (stale.size > 0) timer ??= setTimeout(flush, flushMs);
  });
  const stopPruned = onLivePruned(() => void queries.invalidateQueries());
  return () => {
    stopEvents();
    stopPruned();
    clearTimeout(timer);
  };
}
