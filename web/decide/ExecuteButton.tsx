/** Runs the actions of a proposal that carried, once they are due; anyone may. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import type { ActionJson } from './proposalQueries.ts';
import { isDue, type ProposalJson } from './verdict.ts';

interface ExecuteButtonProps {
  readonly proposal: ProposalJson;
  readonly actions: readonly ActionJson[];
  readonly nowMs: number;
}

export function ExecuteButton({ proposal, actions, nowMs }: ExecuteButtonProps): ReactNode {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  const due = isDue(proposal, nowMs);
  return (
    <>
      {due && (
        <>
          <p className="small">{t('proposal.executeNote')}</p>
          <Button onClick={() => setOpened(true)}>{t('proposal.execute')}</Button>
        </>
      )}
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="proposals.execute"
        payload={{
          proposal: proposal.proposal,
          dao: proposal.dao,
          actions: actions.map(({ call }) => call),
        }}
        title={t('proposal.execute')}
        happens={t('proposal.executeHappens', { title: proposal.title, count: actions.length })}
        rule={t('proposal.executeRule')}
      />
    </>
  );
}
