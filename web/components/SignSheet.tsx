/** The one sheet before every signature: what happens, what it costs, under which rule; then what became of it. */
import { Button } from '@mantine/core';
import { IconCurrencyEthereum, IconFingerprint, IconKey, IconUsersGroup } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Fault } from '../faults.ts';
import { keyFaultOf } from '../wallet/keyFault.ts';
import type { KeyKind } from '../wallet/keyKind.ts';
import { useWords } from '../words/words.ts';
import { ErrorNote } from './ErrorNote.tsx';
import { Sheet } from './Sheet.tsx';
import classes from './SignSheet.module.css';

/** What signs: a key of the account, or its voting key. */
export type SignWith = KeyKind | 'votingKey';

interface SignSheetProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** The action as a title: "Vote For on #112". */
  readonly title: ReactNode;
  /** A sentence built from the kind's words. */
  readonly happens: ReactNode;
  /** Without it: nothing, since the chain takes no fees. */
  readonly costs?: ReactNode;
  readonly rule?: ReactNode;
  /** Folded: the payload and what else an auditor reads. */
  readonly details?: ReactNode;
  readonly signWith: SignWith;
  /** Signs and sends. Called straight from the click, since some browsers refuse passkeys otherwise. */
  readonly onSign: () => Promise<void>;
  /** Replaces the button once something was sent: usually `PendingSteps`. */
  readonly after?: ReactNode;
}

const buttons = {
  browserKey: { Icon: IconKey, words: 'sign.withBrowserKey' },
  ethereum: { Icon: IconCurrencyEthereum, words: 'sign.withEthereum' },
  passkey: { Icon: IconFingerprint, words: 'sign.withPasskey' },
  votingKey: { Icon: IconUsersGroup, words: 'sign.withVotingKey' },
} as const;

export function SignSheet(props: SignSheetProps): ReactNode {
  const { opened, onClose, title, happens, costs, rule, details, signWith, onSign, after } = props;
  const { t } = useWords();
  const { Icon, words } = buttons[signWith];
  const [signing, setSigning] = useState(false);
  const [failure, setFailure] = useState<{ readonly fault: Fault; readonly attempt: number }>();
  useEffect(() => {
    if (opened) setFailure(undefined);
  }, [opened]);
  const sign = async (): Promise<void> => {
    setSigning(true);
    setFailure(undefined);
    try {
      await onSign();
    } catch (error) {
      setFailure((last) => ({ fault: keyFaultOf(error, t), attempt: (last?.attempt ?? 0) + 1 }));
    } finally {
      setSigning(false);
    }
  };
  return (
    <Sheet opened={opened} onClose={onClose} title={title}>
      <dl className={classes.parts}>
        <dt>{t('sign.happens')}</dt>
        <dd>{happens}</dd>
        <dt>{t('sign.costs')}</dt>
        <dd>{costs ?? t('sign.nothing')}</dd>
        {rule !== undefined && (
          <>
            <dt>{t('sign.rule')}</dt>
            <dd>{rule}</dd>
          </>
        )}
      </dl>
      {details !== undefined && (
        <details className={classes.details}>
          <summary>{t('sign.details')}</summary>
          {details}
        </details>
      )}
      {failure !== undefined && <ErrorNote key={failure.attempt} fault={failure.fault} focus />}
      <div className={classes.foot}>
        {after ?? (
          <Button
            fullWidth
            size="md"
            loading={signing}
            leftSection={<Icon size={20} />}
            onClick={() => void sign()}
          >
            {t(words)}
          </Button>
        )}
        <p className="visually-hidden" role="status">
          {signing ? t('sign.waiting') : ''}
        </p>
      </div>
    </Sheet>
  );
}
