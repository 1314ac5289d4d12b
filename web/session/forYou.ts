/** What waits for the reader: votes that are open, money to claim, work to accept. */
import { useQuery } from '@tanstack/react-query';
import { fullPage } from '../answers/fullPage.ts';
import { client } from '../node.ts';

/** More than this waits for nobody. */
const pageMax = 100;

/** All DAOs, newest first. */
export const daosQuery = {
  queryKey: ['daos'],
  queryFn: () => fullPage((asked) => client.list.daos.daos(asked), pageMax),
} as const;

/** The newest contributions of an account (`merit1…`) in every DAO. */
export const ownContributionsQuery = (author: string) =>
  ({
    queryKey: ['contributions', 'of', author],
    queryFn: () =>
      fullPage((asked) => client.list.contributions.contributions({ author, ...asked }), pageMax),
  }) as const;

/** The newest contributions of a DAO. */
export const daoContributionsQuery = (dao: string) =>
  ({
    queryKey: ['contributions', 'in', dao],
    queryFn: () => fullPage((asked) => client.list.contributions.contributions({ dao, ...asked }), pageMax),
  }) as const;

/** The newest proposals of a DAO. */
export const daoProposalsQuery = (dao: string) =>
  ({
    queryKey: ['proposals', 'in', dao],
    queryFn: () => fullPage((asked) => client.list.proposals.proposals({ dao, ...asked }), pageMax),
  }) as const;

/** The newest votes of an account in a DAO. */
const ownVotesQuery = (dao: string, voter: string) =>
  ({
    queryKey: ['votes', 'of', dao, voter],
    queryFn: () => fullPage((asked) => client.list.proposals.votes({ dao, voter, ...asked }), pageMax),
  }) as const;

/** The newest ballots that an account sealed in a DAO. */
const ownSealedQuery = (dao: string, voter: string) =>
  ({
    queryKey: ['sealed', 'of', dao, voter],
    queryFn: () =>
      fullPage((asked) => client.list.proposals.sealedBallots({ dao, voter, ...asked }), pageMax),
  }) as const;

/** A contribution as lists give it. */
export type ContributionItem = Awaited<
  ReturnType<typeof client.list.contributions.contributions>
>['items'][number];
type ProposalItem = Awaited<ReturnType<typeof client.list.proposals.proposals>>['items'][number];

/** What has accrued and was not claimed, in smallest units, as of the answer. */
export const claimableOf = ({ claimable }: Pick<ContributionItem, 'claimable'>): bigint => BigInt(claimable);

/** How many proposals of a DAO can be voted on now; undefined until it is known. */
export const useActiveCount = (dao: string): number | undefined =>
  useQuery(daoProposalsQuery(dao)).data?.items.filter(({ state }) => state === 'active').length;

/** Proposals of a DAO that wait for the account: for its vote or sealed ballot, or for the opening of one. */
export function useOpenVotes(dao: string | undefined, voter: string | undefined): readonly ProposalItem[] {
  const enabled = dao !== undefined && voter !== undefined;
  const open = useQuery({ ...daoProposalsQuery(dao ?? ''), enabled }).data?.items ?? [];
  const votes = useQuery({ ...ownVotesQuery(dao ?? '', voter ?? ''), enabled }).data?.items;
  const ballots = useQuery({ ...ownSealedQuery(dao ?? '', voter ?? ''), enabled }).data?.items;
  if (votes === undefined || ballots === undefined) return [];
  const voted = new Set(votes.map((vote) => vote.proposal));
  const sealed = new Set(ballots.map((ballot) => ballot.proposal));
  return open.filter(
    ({ state, proposal }) =>
      !voted.has(proposal) && (sealed.has(proposal) ? state === 'revealing' : state === 'active'),
  );
}
