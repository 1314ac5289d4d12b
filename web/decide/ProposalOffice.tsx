/** What some may do with a proposal beside voting: cancel, edit, veto, delay, try again, settle; shown to whom the chain would let. */
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { hasEnded } from '#governance/proposals/proposalState.ts';
import { memberQuery } from '../answers/daoQueries.ts';
import { Person } from '../components/Person.tsx';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.ts';
import { formatDuration } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { officeQuery } from './proposalQueries.ts';
import { isReasonTooLong, ReasonField } from './ReasonField.tsx';
import { depositTo, type ProposalJson, stateNow } from './verdict.ts';

interface OfficeProps {
  readonly proposal: ProposalJson;
  readonly nowMs: number;
}

const endings = ['cancel', 'veto', 'delay'] as const;
type Ending = (typeof endings)[number];

/** Cancel and edit for its author, veto and delay for whom the track names. */
export function ProposalOffice({ proposal, nowMs }: OfficeProps): ReactNode {
  const { t, language } = useWords();
  const viewer = useViewer();
  const member = useQuery({
    ...memberQuery(proposal.dao, viewer?.address ?? ''),
    enabled: viewer !== undefined,
  });
  const [opened, setOpened] = useState<Ending>();
  const [reason, setReason] = useState('');
  const state = stateNow(proposal, nowMs);
  const isOpen = state === 'pending' || state === 'active';
  const isAuthor = viewer?.address === proposal.author;
  const { roles = [], guardianUntil = Number.POSITIVE_INFINITY } = member.data ?? {};
  const held = roles.filter((role) => role !== 'guardian' || nowMs < guardianUntil);
  const may: Readonly<Record<Ending, boolean>> = {
    cancel: isAuthor && isOpen,
    veto: !hasEnded(state) && held.some((role) => proposal.vetoers.includes(role)),
    delay: !hasEnded(state) && proposal.delayedMs === undefined && held.includes('guardian'),
  };
  const about = { proposal: proposal.proposal, dao: proposal.dao };
  const payloads = { cancel: about, veto: { ...about, reason }, delay: { ...about, reason } };
  const by = formatDuration(proposal.voteEnd - proposal.voteStart, language);
  return (
    <>
      {(may.veto || may.delay) && (
        <ReasonField
          value={reason}
          onChange={setReason}
          label={t('proposal.officerReason')}
          hint={t('proposal.officerReasonHint')}
        />
      )}
      <Group gap="sm">
        {isAuthor && state === 'pending' && (
          <Button variant="default" component={Link} to={paths.editProposal(proposal.dao, proposal.proposal)}>
            {t('proposal.edit')}
          </Button>
        )}
        {endings
          .filter((ending) => may[ending])
          .map((ending) => (
            <Button
              key={ending}
              variant="default"
              disabled={ending !== 'cancel' && (reason === '' || isReasonTooLong(reason))}
              onClick={() => setOpened(ending)}
            >
              {t(`proposal.${ending}`)}
            </Button>
          ))}
      </Group>
      {endings.map((ending) => (
        <Transact
          key={ending}
          opened={opened === ending}
          onClose={() => setOpened(undefined)}
          kind={`proposals.${ending}`}
          payload={payloads[ending]}
          title={t(`proposal.${ending}`)}
          happens={t(`proposal.${ending}Happens`, { title: proposal.title, by })}
          rule={t(`proposal.${ending}Rule`)}
        />
      ))}
    </>
  );
}

/** Who vetoed or delayed a proposal, and why. */
export function OfficeWords({ proposal }: { readonly proposal: ProposalJson }): ReactNode {
  const { language } = useWords();
  const isTouched = proposal.vetoedAt !== undefined || proposal.delayedMs !== undefined;
  const { data } = useQuery({ ...officeQuery(proposal.proposal), enabled: isTouched });
  if (data === undefined) return null;
  const { veto, delay } = data;
  return (
    <>
      {delay !== undefined && (
        <p>
          <Words
            id="proposal.wasDelayed"
            values={{
              by: <Person address={delay.by} />,
              time: formatDuration(delay.delayedMs, language),
              reason: <bdi>{delay.reason}</bdi>,
            }}
          />
        </p>
      )}
      {veto !== undefined && (
        <p>
          <Words
            id="proposal.wasVetoed"
            values={{ by: <Person address={veto.by} />, reason: <bdi>{veto.reason}</bdi> }}
          />
        </p>
      )}
    </>
  );
}

/** Settles the deposit of an ended proposal; anyone may, and the node’s keeper does. */
export function SettleButton({ proposal, nowMs }: OfficeProps): ReactNode {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  const to = depositTo(proposal, nowMs);
  const isDue = to !== undefined && proposal.depositHeld !== '0';
  return (
    <>
      {isDue && (
        <Button variant="default" onClick={() => setOpened(true)}>
          {t('proposal.settle')}
        </Button>
      )}
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="proposals.settle"
        payload={{
          proposal: proposal.proposal,
          dao: proposal.dao,
          author: proposal.author,
          deposit: proposal.deposit,
        }}
        title={t('proposal.settle')}
        happens={t('proposal.settleHappens', {
          title: proposal.title,
          to: t(to === 'treasury' ? 'proposal.toTreasury' : 'proposal.toAuthor'),
        })}
        rule={t('proposal.settleRule')}
      />
    </>
  );
}
