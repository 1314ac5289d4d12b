/** Runs the actions of a proposal: for the first time once they are due, and again where some were rejected; anyone may. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { formatRelative } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import type { ActionJson } from './proposalQueries.ts';
import { isDue, type ProposalJson } from './verdict.ts';

interface RunProps {
  readonly proposal: ProposalJson;
  readonly actions: readonly ActionJson[];
  readonly nowMs: number;
}

interface RunButtonProps extends Omit<RunProps, 'nowMs'> {
  readonly run: 'execute' | 'retry';
  /** Says why it can be run now; nothing is offered without it. */
  readonly note: string | undefined;
}

function RunButton({ proposal, actions, run, note }: RunButtonProps): ReactNode {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  return (
    <>
      {note !== undefined && (
        <>
          <p className="small">{note}</p>
          <Button {...(run === 'retry' && { variant: 'default' })} onClick={() => setOpened(true)}>
            {t(`proposal.${run}`)}
          </Button>
        </>
      )}
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind={`proposals.${run}`}
        payload={{
          proposal: proposal.proposal,
          dao: proposal.dao,
          actions: actions.map(({ call }) => call),
        }}
        title={t(`proposal.${run}`)}
        happens={t(`proposal.${run}Happens`, { title: proposal.title, count: actions.length })}
        rule={t(`proposal.${run}Rule`)}
      />
    </>
  );
}

/** Runs the actions of a proposal that carried, and again those that were rejected, as long as either may be. */
export function RunButtons({ nowMs, ...props }: RunProps): ReactNode {
  const { t, language } = useWords();
  const { failed = [], expiresAt } = props.proposal;
  const mayRetry = failed.length > 0 && nowMs < expiresAt;
  const when = formatRelative(expiresAt, nowMs, language);
  return (
    <>
      <RunButton
        {...props}
        run="execute"
        note={isDue(props.proposal, nowMs) ? t('proposal.executeNote') : undefined}
      />
      <RunButton
        {...props}
        run="retry"
        note={mayRetry ? t('proposal.retryNote', { count: failed.length, when }) : undefined}
      />
    </>
  );
}
