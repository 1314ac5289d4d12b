/** The keys of the account in rows, with what can be done to each. */
import { Button, Group } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { DataTable } from '../components/DataTable.tsx';
import { Hash } from '../components/Hash.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { shortHash } from '../formats.ts';
import type { Viewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { keyKindOf } from '../wallet/keyKind.ts';
import { useWords } from '../words/words.ts';
import { ForgetSheet } from './ForgetSheet.tsx';
import { SecretSheet } from './SecretSheet.tsx';
import type { AccountKeyFacts } from './useAccountKeys.ts';

interface KeyTableProps {
  readonly keys: readonly AccountKeyFacts[];
  readonly viewer: Viewer;
}
interface Chosen {
  readonly act: 'add' | 'remove' | 'secret' | 'forget';
  readonly key: AccountKeyFacts;
}

export function KeyTable({ keys, viewer }: KeyTableProps): ReactNode {
  const { t } = useWords();
  const [chosen, setChosen] = useState<Chosen>();
  const close = (): void => setChosen(undefined);
  const accepted = keys.filter((key) => key.accepted).length;
  return (
    <>
      <DataTable
        caption={t('keys.title')}
        rows={keys}
        rowId={(key) => key.publicKey}
        columns={[
          {
            id: 'kind',
            head: t('keys.kind'),
            cell: ({ scheme }) => t(`settings.${keyKindOf(scheme)}`),
          },
          { id: 'key', head: t('keys.publicKey'), cell: ({ publicKey }) => <Hash hash={publicKey} /> },
          {
            id: 'where',
            head: t('keys.where'),
            cell: (key) => <Where facts={key} signs={key.publicKey === viewer.key.publicKey} />,
          },
          {
            id: 'acts',
            head: t('keys.acts'),
            cell: (key) => (
              <KeyActs
                facts={key}
                isLast={accepted === 1}
                signs={key.publicKey === viewer.key.publicKey}
                onAct={(act) => setChosen({ act, key })}
              />
            ),
          },
        ]}
      />
      {chosen?.act === 'remove' && (
        <Transact
          opened
          onClose={close}
          kind="accounts.removeKey"
          payload={{ scheme: chosen.key.scheme, publicKey: chosen.key.publicKey }}
          title={t('keys.remove')}
          happens={t('keys.removeHappens', { key: shortHash(chosen.key.publicKey) })}
          rule={t('keys.removeRule')}
        />
      )}
      {chosen?.act === 'add' && (
        <Transact
          opened
          onClose={close}
          kind="accounts.addKey"
          payload={{
            scheme: chosen.key.scheme,
            publicKey: chosen.key.publicKey,
            ...(chosen.key.scheme === 2 ? { rpId: location.hostname } : {}),
          }}
          title={t('keys.add')}
          happens={t('keys.addHappens', { key: shortHash(chosen.key.publicKey) })}
          rule={t('keys.addRule')}
        />
      )}
      {chosen?.act === 'secret' && <SecretSheet publicKey={chosen.key.publicKey} onClose={close} />}
      {chosen?.act === 'forget' && chosen.key.device !== undefined && (
        <ForgetSheet
          walletKey={chosen.key.device}
          onlyOne={chosen.key.accepted && accepted === 1}
          onClose={close}
        />
      )}
    </>
  );
}

function Where({ facts, signs }: { readonly facts: AccountKeyFacts; readonly signs: boolean }): ReactNode {
  const { t } = useWords();
  if (!facts.accepted) return <StateChip tone="warning">{t('keys.notAccepted')}</StateChip>;
  if (signs) return <StateChip tone="right">{t('keys.signsNow')}</StateChip>;
  return t(facts.device === undefined ? 'keys.elsewhere' : 'keys.onDevice');
}

interface KeyActsProps {
  readonly facts: AccountKeyFacts;
  readonly isLast: boolean;
  readonly signs: boolean;
  readonly onAct: (act: Chosen['act']) => void;
}

/** A key that signs now cannot take itself away: the answer would not be readable as the reader's. */
function KeyActs({ facts, isLast, signs, onAct }: KeyActsProps): ReactNode {
  const { t } = useWords();
  const key = shortHash(facts.publicKey);
  const acts = [
    ...(facts.accepted ? [] : (['add'] as const)),
    ...(facts.accepted && !isLast && !signs ? (['remove'] as const) : []),
    ...(facts.device?.scheme === 0 ? (['secret'] as const) : []),
    ...(facts.device === undefined ? [] : (['forget'] as const)),
  ];
  return (
    <Group gap="xs">
      {acts.map((act) => (
        <Button
          key={act}
          variant="default"
          size="compact-sm"
          aria-label={t(`keys.${act}Of`, { key })}
          onClick={() => onAct(act)}
        >
          {t(`keys.${act}`)}
        </Button>
      ))}
    </Group>
  );
}
