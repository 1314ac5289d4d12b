/** The secret of a browser key, shown only after a second click. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { CopyButton } from '../components/CopyButton.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Sheet } from '../components/Sheet.tsx';
import { faultOf } from '../faults.ts';
import { fetchStoredKeys } from '../wallet/keyStore.ts';
import { useWords } from '../words/words.ts';
import classes from './SecretSheet.module.css';

interface SecretSheetProps {
  readonly publicKey: string;
  readonly onClose: () => void;
}

/** Reads the secret when it is asked for; until then it stays in the browser's store. */
async function fetchSecret(publicKey: string): Promise<string | undefined> {
  const stored = (await fetchStoredKeys()).find((key) => key.publicKey === publicKey);
  return stored?.scheme === 0 ? stored.secret : undefined;
}

export function SecretSheet({ publicKey, onClose }: SecretSheetProps): ReactNode {
  const { t } = useWords();
  const [secret, setSecret] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  return (
    <Sheet opened onClose={onClose} title={t('keys.secret')}>
      <p className={classes.text}>{t('keys.secretWarning')}</p>
      {failure !== undefined && <ErrorNote fault={faultOf(failure, t)} focus />}
      {secret === undefined ? (
        <Button
          fullWidth
          variant="default"
          onClick={() => void fetchSecret(publicKey).then(setSecret, setFailure)}
        >
          {t('keys.secretShow')}
        </Button>
      ) : (
        <p className={classes.secret}>
          <code>{secret}</code>
          <CopyButton text={secret} label={t('keys.secretCopy')} />
        </p>
      )}
    </Sheet>
  );
}
