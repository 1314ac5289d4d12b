/** The filters of the list of contributions; they stand in the page's address, so that a view can be sent on. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ContributionItem } from '../session/forYou.ts';

export const workKinds = ['code', 'document'] as const;
export const workStates = [
  'submitted',
  'scored',
  'accepted',
  'paid',
  'returned',
] as const satisfies readonly ContributionItem['state'][];

export interface WorkFilters {
  readonly kind: (typeof workKinds)[number] | undefined;
  readonly state: (typeof workStates)[number] | undefined;
  readonly mine: boolean;
}

/** What an address says; anything else in it counts as no filter. */
function filtersOf(search: Readonly<Record<string, unknown>>): WorkFilters {
  return {
    kind: workKinds.find((kind) => kind === search['kind']),
    state: workStates.find((state) => state === search['state']),
    mine: search['whose'] === 'mine',
  };
}

/** The filters and what changes one; changing one replaces the entry in the history. */
export function useWorkFilters(): readonly [WorkFilters, (change: Partial<WorkFilters>) => void] {
  const filters = filtersOf(useSearch({ strict: false }) as Readonly<Record<string, unknown>>);
  const navigate = useNavigate();
  const change = (changed: Partial<WorkFilters>): void => {
    const { kind, state, mine } = { ...filters, ...changed };
    const search = { kind, state, whose: mine ? 'mine' : undefined };
    // Routes are made from a list, so the router's types know no search part.
    void navigate({ to: '.', search: search as never, replace: true });
  };
  return [filters, change];
}
