/** Adds a key to the account: a passkey, wallet or browser key of this device, or one from elsewhere by its public key. */
import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import { parseAddress } from '#chain/crypto/address.ts';
import { schemeNumbers } from '#chain/crypto/schemes.ts';
import { Card } from '../components/Card.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import type { Fault } from '../faults.ts';
import { shortHash } from '../formats.ts';
import type { Viewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { ethereumPossible } from '../wallet/ethereum.ts';
import { keyFaultOf } from '../wallet/keyFault.ts';
import type { KeyKind } from '../wallet/keyKind.ts';
import { makeKey } from '../wallet/keys.ts';
import { passkeysPossible } from '../wallet/passkey.ts';
import { useWords } from '../words/words.ts';
import classes from './AddKey.module.css';

type Payload = PayloadJson<'accounts.addKey'>;

export function AddKey({ viewer }: { readonly viewer: Viewer }): ReactNode {
  const { t } = useWords();
  const cache = useQueryClient();
  const [payload, setPayload] = useState<Payload>();
  const [fault, setFault] = useState<Fault>();
  const make = async (kind: KeyKind): Promise<void> => {
    setFault(undefined);
    const account = parseAddress(viewer.address);
    try {
      const key = await makeKey(kind, viewer.name, account);
      await cache.invalidateQueries({ queryKey: ['device', 'keys'] });
      setPayload({
        scheme: key.scheme,
        publicKey: key.publicKey,
        ...(kind === 'passkey' ? { rpId: location.hostname } : {}),
      });
    } catch (error) {
      setFault(keyFaultOf(error, t));
    }
  };
  return (
    <Card title={t('keys.add')} note={t('keys.addNote')}>
      <div className={classes.ways}>
        {passkeysPossible() && <Button onClick={() => void make('passkey')}>{t('keys.addPasskey')}</Button>}
        <Button variant="default" onClick={() => void make('browserKey')}>
          {t('keys.addBrowserKey')}
        </Button>
        {ethereumPossible() && (
          <Button variant="default" onClick={() => void make('ethereum')}>
            {t('keys.addEthereum')}
          </Button>
        )}
        {fault !== undefined && <ErrorNote fault={fault} focus />}
        <AddByPublicKey onKey={setPayload} />
      </div>
      {payload !== undefined && (
        <Transact
          opened
          onClose={() => setPayload(undefined)}
          kind="accounts.addKey"
          payload={payload}
          title={t('keys.add')}
          happens={t('keys.addHappens', { key: shortHash(payload.publicKey) })}
          rule={t('keys.addRule')}
        />
      )}
    </Card>
  );
}

function AddByPublicKey({ onKey }: { readonly onKey: (payload: Payload) => void }): ReactNode {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const publicKey = text.trim().toLowerCase();
    const fits = /^[0-9a-f]{64}$/.test(publicKey);
    setWrong(!fits);
    if (fits) onKey({ scheme: schemeNumbers.ed25519, publicKey });
  };
  return (
    <form className={classes.ways} onSubmit={add}>
      <TextInput
        label={t('keys.byPublicKey')}
        value={text}
        autoComplete="off"
        spellCheck={false}
        error={wrong ? t('keys.publicKeyWrong') : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
      />
      <Button type="submit" variant="default">
        {t('keys.addThis')}
      </Button>
    </form>
  );
}
