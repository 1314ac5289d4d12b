/** What pages of proposals ask the node. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { decodeCall } from '#chain/registry.ts';
import type { Call } from '#chain/scalars.ts';
import { pagesQuery } from '../answers/fullPage.ts';
import { client } from '../node.ts';

export const proposalQuery = (id: string) =>
  ({
    queryKey: ['proposals', 'one', id],
    queryFn: () => client.query.proposals.getProposal({ proposal: id }),
  }) as const;

/** An action as its proposal carries it; `payload` is missing where this page does not know the kind. */
export interface ActionJson {
  readonly kind: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly mayFail: boolean;
  /** As the chain has it: needed again to run it. */
  readonly call: Call;
}
/** What only the proposal's own transaction holds: its text and its actions. */
export interface ProposalWords {
  readonly body: string;
  readonly actions: readonly ActionJson[];
}

const actionOf = (call: Call): ActionJson => {
  const { kind, mayFail } = call;
  try {
    return { kind, mayFail, call, payload: decodeCall(client.registry, call) as Record<string, unknown> };
  } catch {
    return { kind, mayFail, call };
  }
};

/** Text and actions never change, so no event makes them stale. */
export const proposalWordsQuery = (id: string) =>
  ({
    queryKey: ['proposalWords', id],
    queryFn: async (): Promise<ProposalWords> => {
      const { events } = await client.transaction(id);
      const created = events.find(({ name }) => name === 'proposals.created')?.data;
      const { body = '', actions = [] } = (created ?? {}) as {
        readonly body?: string;
        readonly actions?: readonly Call[];
      };
      return { body, actions: actions.map(actionOf) };
    },
  }) as const;

export const powerQuery = (proposal: string, account: string) =>
  ({
    queryKey: ['proposals', 'power', proposal, account],
    queryFn: () => client.query.proposals.getPower({ proposal, account }),
  }) as const;

/** What an account may vote with on a proposal, and how it voted. */
export type PowerJson = Awaited<ReturnType<typeof client.query.proposals.getPower>>;

/** A page of the list; more come on request. */
const pageItems = 30;
/** A vote is one row. */
const votesShown = 100;

export const useProposals = (dao: string) =>
  useInfiniteQuery(
    pagesQuery(['proposals', 'list', dao], pageItems, (asked) =>
      client.list.proposals.proposals({ dao, ...asked }),
    ),
  );

/** Votes of a proposal, newest first; a changed vote stands among them as often as it was cast. */
export const useVotes = (proposal: string) =>
  useInfiniteQuery(
    pagesQuery(['votes', proposal], votesShown, (asked) =>
      client.list.proposals.votes({ proposal, ...asked }),
    ),
  );
