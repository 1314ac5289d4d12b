/** The actions of a proposal as sentences, and after they ran what became of each. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { fullPage } from '../answers/fullPage.ts';
import { ActionList, type ProposalAction } from '../components/ActionList.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { faultOf } from '../faults.ts';
import type { Token } from '../formats.ts';
import { client } from '../node.ts';
import { useWords } from '../words/words.ts';
import { ActionSentence } from './ActionSentence.tsx';
import type { ActionJson } from './proposalQueries.ts';
import type { ProposalJson } from './verdict.ts';

interface ProposalActionsProps {
  readonly proposal: ProposalJson;
  readonly actions: readonly ActionJson[];
  readonly token: Token;
}

/** The code of each action after it ran, empty where it took effect; undefined before, or where it is not found. */
function useOutcomes(proposal: ProposalJson): readonly string[] | undefined {
  const { data } = useQuery({
    queryKey: ['proposals', 'outcomes', proposal.proposal],
    enabled: proposal.executedAt !== undefined,
    queryFn: async () => {
      let cursor: string | undefined;
      // Runs of proposals are few; five pages hold a thousand of them.
      for (let page = 0; page < 5; page++) {
        const { items, next } = await fullPage(
          (asked) => client.transactions({ kind: 'proposals.execute', status: 'applied', ...asked }),
          200,
          cursor,
        );
        for (const { id, time } of items.filter((item) => item.time === proposal.executedAt)) {
          const { events } = await client.transaction(id);
          const ran = events.find(
            (event) => event.name === 'proposals.executed' && event.data['proposal'] === proposal.proposal,
          );
          if (ran !== undefined && time === proposal.executedAt)
            return ran.data['outcomes'] as readonly string[];
        }
        if (next === null) return null;
        cursor = next;
      }
      return null;
    },
  });
  return data ?? undefined;
}

export function ProposalActions({ proposal, actions, token }: ProposalActionsProps): ReactNode {
  const { t } = useWords();
  const outcomes = useOutcomes(proposal);
  if (actions.length === 0) return <EmptyState>{t('proposal.noActions')}</EmptyState>;
  const shown = actions.map((action, index): ProposalAction => {
    const code = outcomes?.[index];
    const reason =
      code === undefined || code === ''
        ? undefined
        : faultOf({ code, title: client.registry.errors.get(code)?.message ?? code }, t).sentence;
    const note = action.mayFail && proposal.executedAt === undefined ? t('proposal.mayFail') : undefined;
    return {
      words: (
        <>
          <ActionSentence kind={action.kind} payload={action.payload} token={token} />
          {note !== undefined && <span className="small"> {note}</span>}
        </>
      ),
      result: code === undefined ? 'unknown' : code === '' ? 'done' : 'failed',
      ...(reason === undefined ? {} : { failure: t('proposal.actionFailed', { reason }) }),
      raw: JSON.stringify({ kind: action.kind, payload: action.payload ?? action.call.payload }, null, 2),
    };
  });
  return <ActionList actions={shown} />;
}
