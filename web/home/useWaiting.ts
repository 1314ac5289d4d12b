/** What waits for the reader in a DAO: votes, money to claim, and work to accept where the reader reviews. */
import { useQuery } from '@tanstack/react-query';
import { memberQuery } from '../answers/daoQueries.ts';
import { paths } from '../paths.ts';
import {
  claimableOf,
  daoContributionsQuery,
  ownContributionsQuery,
  useOpenVotes,
} from '../session/forYou.ts';

/** One thing that waits, with where to do it. */
export interface Waiting {
  readonly id: string;
  readonly words: 'home.vote' | 'home.claim' | 'home.accept';
  readonly title: string;
  readonly to: string;
  /** Of a claim: what can be claimed. */
  readonly amount?: string;
}

/** More rows than these would hide what matters. */
const rowsMax = 5;

export function useWaiting(dao: string, address: string | undefined): readonly Waiting[] {
  const enabled = address !== undefined;
  const votes = useOpenVotes(dao, address);
  const own = useQuery({ ...ownContributionsQuery(address ?? ''), enabled }).data?.items ?? [];
  const member = useQuery({ ...memberQuery(dao, address ?? ''), enabled }).data;
  const reviews = member?.roles.includes('reviewer') === true;
  const all = useQuery({ ...daoContributionsQuery(dao), enabled: reviews }).data?.items ?? [];
  if (!enabled) return [];
  const waiting: Waiting[] = [
    ...votes.map(({ proposal, title }) => ({
      id: proposal,
      words: 'home.vote' as const,
      title,
      to: paths.proposal(dao, proposal),
    })),
    ...own
      .filter((one) => one.dao === dao && claimableOf(one) > 0n)
      .map(({ contribution, title, claimable }) => ({
        id: contribution,
        words: 'home.claim' as const,
        title,
        to: paths.contribution(dao, contribution),
        amount: claimable,
      })),
    ...all
      .filter((one) => one.state === 'scored' && one.author !== address && one.amount !== '0')
      .map(({ contribution, title }) => ({
        id: contribution,
        words: 'home.accept' as const,
        title,
        to: paths.contribution(dao, contribution),
      })),
  ];
  return waiting.slice(0, rowsMax);
}
