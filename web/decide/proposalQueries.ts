/** What pages of proposals ask the node. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { decodeCall } from '#chain/registry.ts';
import type { Call } from '#chain/scalars.ts';
import { fullPage, pagesQuery } from '../answers/fullPage.ts';
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

const isText = (name: string): boolean => name === 'proposals.created' || name === 'proposals.edited';
const newestEdit = async (proposal: string) => {
  const { items } = await fullPage((asked) => client.list.proposals.edits({ proposal, ...asked }), 1);
  return items.map((data) => ({ name: 'proposals.edited', data }));
};

/** Text and actions: those of the newest edit, which is before voting opened, else those of its own transaction. */
export const proposalWordsQuery = (id: string, editedAt?: number) =>
  ({
    queryKey: ['proposalWords', id, editedAt],
    queryFn: async (): Promise<ProposalWords> => {
      const edits = editedAt === undefined ? [] : await newestEdit(id);
      const { events } = edits.length > 0 ? { events: edits } : await client.transaction(id);
      const created = events.find(({ name }) => isText(name))?.data;
      const { body = '', actions = [] } = (created ?? {}) as {
        readonly body?: string;
        readonly actions?: readonly Call[];
      };
      return { body, actions: actions.map(actionOf) };
    },
  }) as const;

/** Why officers stopped or delayed a proposal: a veto and a delay at most. */
export const officeQuery = (proposal: string) =>
  ({
    queryKey: ['proposals', 'office', proposal],
    queryFn: async () => {
      const [vetoes, delays] = await Promise.all([
        fullPage((asked) => client.list.proposals.vetoes({ proposal, ...asked }), 1),
        fullPage((asked) => client.list.proposals.delays({ proposal, ...asked }), 1),
      ]);
      return { veto: vetoes.items[0], delay: delays.items[0] };
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
