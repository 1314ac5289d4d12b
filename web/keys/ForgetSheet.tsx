/** Takes a key off this device; says what is lost with it before. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Sheet } from '../components/Sheet.tsx';
import { faultOf } from '../faults.ts';
import { actAsNobody, useViewer } from '../session/session.ts';
import { keyKindOf } from '../wallet/keyKind.ts';
import { forgetKey } from '../wallet/keyStore.ts';
import type { WalletKey } from '../wallet/keys.ts';
import { useWords } from '../words/words.ts';
import classes from './SecretSheet.module.css';

interface ForgetSheetProps {
  readonly walletKey: WalletKey;
  /** No other key signs for the account. */
  readonly onlyOne: boolean;
  readonly onClose: () => void;
}

export function ForgetSheet({ walletKey, onlyOne, onClose }: ForgetSheetProps): ReactNode {
  const { t } = useWords();
  const cache = useQueryClient();
  const viewer = useViewer();
  const [failure, setFailure] = useState<unknown>();
  const forget = async (): Promise<void> => {
    try {
      await forgetKey(walletKey.publicKey);
    } catch (error) {
      setFailure(error);
      return;
    }
    onClose();
    if (viewer?.key.publicKey === walletKey.publicKey) actAsNobody();
    await cache.invalidateQueries({ queryKey: ['device', 'keys'] });
  };
  return (
    <Sheet opened onClose={onClose} title={t('keys.forget')}>
      <p className={classes.text}>
        {t(`keys.forget.${keyKindOf(walletKey.scheme)}`)}
        {onlyOne && walletKey.scheme === 0 && ` ${t('keys.forgetLast')}`}
      </p>
      {failure !== undefined && <ErrorNote fault={faultOf(failure, t)} focus />}
      <Button fullWidth color="red" onClick={() => void forget()}>
        {t('keys.forgetDo')}
      </Button>
    </Sheet>
  );
}
