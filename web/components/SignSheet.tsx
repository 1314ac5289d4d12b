/** The one sheet before every signature: what happens, what it costs, under which rule; then what became of it. */
import { Button } from '@mantine/core';
import { IconFingerprint, IconKey } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type Fault, faultOf } from '../faults.ts';
import { refusalOf } from '../wallet/refusals.ts';
import { type Translate, useWords } from '../words/words.ts';
import { ErrorNote } from './ErrorNote.tsx';
import { Sheet } from './Sheet.tsx';
import classes from './SignSheet.module.css';

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
  readonly signWith: 'passkey' | 'browserKey';
  /** Signs and sends. Called straight from the click, since some browsers refuse passkeys otherwise. */
  readonly onSign: () => Promise<void>;
  /** Replaces the button once something was sent: usually `PendingSteps`. */
  readonly after?: ReactNode;
}

/** A refusal of the key says that nothing was sent; anything else speaks for itself. */
function signFault(error: unknown, t: Translate): Fault {
  const refusal = refusalOf(error);
  if (refusal === undefined) return faultOf(error, t);
  return { sentence: t(`refusal.${refusal}`), advice: t(`refusal.${refusal}.advice`) };
}

export function SignSheet(props: SignSheetProps): ReactNode {
  const { opened, onClose, title, happens, costs, rule, details, signWith, onSign, after } = props;
  const { t } = useWords();
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
      setFailure((last) => ({ fault: signFault(error, t), attempt: (last?.attempt ?? 0) + 1 }));
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
            leftSection={signWith === 'passkey' ? <IconFingerprint size={20} /> : <IconKey size={20} />}
            onClick={() => void sign()}
          >
            {t(signWith === 'passkey' ? 'sign.withPasskey' : 'sign.withBrowserKey')}
          </Button>
        )}
        <p className="visually-hidden" role="status">
          {signing ? t('sign.waiting') : ''}
        </p>
      </div>
    </Sheet>
  );
}
