/** The way in: an account in one step, or one that is here already. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconCurrencyEthereum, IconFingerprint, IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { utf8Length } from '#chain/codec.ts';
import { formatAddress } from '#chain/crypto/address.ts';
import { Card } from '../components/Card.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Page } from '../components/Page.tsx';
import { PendingSteps } from '../components/PendingSteps.tsx';
import { Person } from '../components/Person.tsx';
import type { Fault } from '../faults.ts';
import { client } from '../node.ts';
import { createAccount, type Making, signName } from '../session/createAccount.ts';
import { actAs, actAsNobody, useViewer } from '../session/session.ts';
import { ethereumPossible } from '../wallet/ethereum.ts';
import { keyFaultOf } from '../wallet/keyFault.ts';
import type { KeyKind } from '../wallet/keyKind.ts';
import { fetchWalletKeys, importBrowserKey, makeKey, type WalletKey } from '../wallet/keys.ts';
import { passkeysPossible } from '../wallet/passkey.ts';
import { useWords } from '../words/words.ts';
import classes from './StartPage.module.css';

/** The bound of an account's name on the chain, in bytes of UTF-8. */
const nameBytesMax = 60;

/** Goes on where the reader was going; only within this app. */
function useGoOn(): () => void {
  const navigate = useNavigate();
  return () => {
    const next = new URLSearchParams(location.search).get('next') ?? '/';
    // Two slashes would name another host.
    void navigate({ href: next.startsWith('/') && !next.startsWith('//') ? next : '/' });
  };
}

export function StartPage(): ReactNode {
  const { t } = useWords();
  const viewer = useViewer();
  const goOn = useGoOn();
  return (
    <Page
      title={t('start.title')}
      answer={viewer === undefined ? t('start.answer') : t('start.here', { name: viewer.name })}
      note={t(viewer === undefined ? 'start.note' : 'start.hereNote')}
      {...(viewer === undefined
        ? {}
        : {
            action: (
              <div className={classes.row}>
                <Button onClick={goOn}>{t('start.goOn')}</Button>
                <Button variant="default" onClick={actAsNobody}>
                  {t('start.leave')}
                </Button>
              </div>
            ),
          })}
      side={<Others />}
    >
      <NewAccount />
    </Page>
  );
}

function NewAccount(): ReactNode {
  const { t } = useWords();
  const goOn = useGoOn();
  const [name, setName] = useState('');
  const [nameFault, setNameFault] = useState<string>();
  const [making, setMaking] = useState<Making>();
  const [fault, setFault] = useState<{ readonly fault: Fault; readonly attempt: number }>();
  const passkeys = passkeysPossible();
  const run = async (work: () => Promise<void>): Promise<void> => {
    setFault(undefined);
    try {
      await work();
      goOn();
    } catch (error) {
      setFault((last) => ({ fault: keyFaultOf(error, t), attempt: (last?.attempt ?? 0) + 1 }));
      setMaking((stage) => (stage?.key === undefined ? undefined : { ...stage, failed: true }));
    }
  };
  const create = (kind: KeyKind): void => {
    const wanted = name.trim();
    const wrong =
      wanted === ''
        ? t('start.nameMissing')
        : utf8Length(wanted) > nameBytesMax
          ? t('start.nameLong', { max: nameBytesMax })
          : undefined;
    setNameFault(wrong);
    if (wrong === undefined) void run(() => createAccount(kind, wanted, setMaking));
  };
  return (
    <Card title={t('start.create')}>
      <div className={classes.form}>
        <TextInput
          label={t('start.name')}
          description={t('start.nameHint')}
          autoComplete="nickname"
          value={name}
          error={nameFault}
          disabled={making !== undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {fault !== undefined && <ErrorNote key={fault.attempt} fault={fault.fault} focus />}
        {making === undefined ? (
          <>
            <Button
              size="md"
              fullWidth
              disabled={!passkeys}
              leftSection={<IconFingerprint size={20} />}
              onClick={() => create('passkey')}
            >
              {t('start.withPasskey')}
            </Button>
            <p className="small">{t(passkeys ? 'start.passkeyNote' : 'start.noPasskey')}</p>
            <Button
              size="md"
              fullWidth
              variant={passkeys ? 'default' : 'filled'}
              leftSection={<IconKey size={20} />}
              onClick={() => create('browserKey')}
            >
              {t('start.withBrowserKey')}
            </Button>
            <p className="small">{t('start.browserKeyNote')}</p>
            {ethereumPossible() && (
              <>
                <Button
                  size="md"
                  fullWidth
                  variant="default"
                  leftSection={<IconCurrencyEthereum size={20} />}
                  onClick={() => create('ethereum')}
                >
                  {t('start.withEthereum')}
                </Button>
                <p className="small">{t('start.ethereumNote')}</p>
              </>
            )}
          </>
        ) : (
          <Progress
            making={making}
            onAgain={(key) => void run(() => signName(key, name.trim(), setMaking))}
          />
        )}
      </div>
    </Card>
  );
}

interface ProgressProps {
  readonly making: Making;
  readonly onAgain: (key: WalletKey) => void;
}

function Progress({ making, onAgain }: ProgressProps): ReactNode {
  const { t } = useWords();
  const { key, failed, signed } = making;
  if (failed === true && key !== undefined) {
    return <Button onClick={() => onAgain(key)}>{t('start.nameAgain')}</Button>;
  }
  return (
    <PendingSteps
      done={key === undefined ? 0 : signed ? 2 : 1}
      steps={[
        { id: 'key', words: t(key === undefined ? 'start.making' : 'start.step.key') },
        { id: 'name', words: t(signed ? 'start.step.name' : 'start.signing') },
        { id: 'block', words: t('start.step.block') },
      ]}
    />
  );
}

/** Accounts that need not be made: the demo's founders, keys of this device, a secret from elsewhere. */
function Others(): ReactNode {
  const { t } = useWords();
  const goOn = useGoOn();
  const viewer = useViewer();
  const demo = useQuery({ queryKey: ['demo'], queryFn: () => client.demoKeys(), retry: false });
  const keys = useQuery({ queryKey: ['device', 'keys'], queryFn: fetchWalletKeys });
  const founders = demo.data?.items ?? [];
  const own = (keys.data ?? []).filter(
    ({ publicKey, account }) =>
      publicKey !== viewer?.key.publicKey &&
      !founders.some(({ address }) => address === formatAddress(account)),
  );
  const act = (key: WalletKey): void => {
    actAs(key);
    goOn();
  };
  return (
    <>
      {founders.length > 0 && (
        <Card title={t('start.demo')} note={t('start.demoNote')}>
          <div className={classes.form}>
            {founders.map(({ name, secret }) => (
              <Button
                key={name}
                variant="default"
                fullWidth
                onClick={() => void importBrowserKey(secret, name).then(act)}
              >
                {t('start.actAs', { name })}
              </Button>
            ))}
          </div>
        </Card>
      )}
      {own.length > 0 && (
        <Card title={t('start.keysHere')}>
          <ul className={classes.keys}>
            {own.map((key) => (
              <li key={key.publicKey}>
                <Person address={formatAddress(key.account)} />
                <Button variant="default" size="xs" onClick={() => act(key)}>
                  {t('start.useKey', { name: key.name })}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <ImportSecret onKey={act} />
    </>
  );
}

function ImportSecret({ onKey }: { readonly onKey: (key: WalletKey) => void }): ReactNode {
  const { t } = useWords();
  const [secret, setSecret] = useState('');
  const [wrong, setWrong] = useState(false);
  const bring = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const clean = secret.trim().toLowerCase();
    const fits = /^[0-9a-f]{64}$/.test(clean);
    setWrong(!fits);
    if (fits) onKey(await importBrowserKey(clean, t('settings.browserKey')));
  };
  return (
    <Card title={t('start.have')}>
      <form className={classes.form} onSubmit={(event) => void bring(event)}>
        <PasswordInput
          label={t('start.secret')}
          value={secret}
          autoComplete="off"
          error={wrong ? t('start.secretWrong') : undefined}
          onChange={(event) => {
            setSecret(event.currentTarget.value);
            setWrong(false);
          }}
        />
        <Button type="submit" variant="default">
          {t('start.import')}
        </Button>
      </form>
      {ethereumPossible() && <UseEthereum onKey={onKey} />}
    </Card>
  );
}

/** An account whose key is in the wallet needs no new name: the wallet shows its key, and that is all. */
function UseEthereum({ onKey }: { readonly onKey: (key: WalletKey) => void }): ReactNode {
  const { t } = useWords();
  const [fault, setFault] = useState<Fault>();
  const connect = async (): Promise<void> => {
    setFault(undefined);
    try {
      onKey(await makeKey('ethereum', t('settings.ethereum')));
    } catch (error) {
      setFault(keyFaultOf(error, t));
    }
  };
  return (
    <div className={classes.form}>
      {fault !== undefined && <ErrorNote fault={fault} focus />}
      <Button
        variant="default"
        leftSection={<IconCurrencyEthereum size={20} />}
        onClick={() => void connect()}
      >
        {t('start.useEthereum')}
      </Button>
    </div>
  );
}
