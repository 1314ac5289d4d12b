/** One transaction from its sentence to its receipt: the sheet before the signature, the steps after it. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { ReceiptJson } from '#api/client/answers.ts';
import type { KindName, PayloadJson } from '#api/client/jsonTypes.ts';
import type { ClientSigner } from '#api/client/submitter.ts';
import { PendingSteps } from '../components/PendingSteps.tsx';
import { Sheet } from '../components/Sheet.tsx';
import { SignSheet, type SignWith } from '../components/SignSheet.tsx';
import { StartButton } from '../components/StartButton.tsx';
import { formatHeight } from '../formats.ts';
import { client } from '../node.ts';
import { paths } from '../paths.ts';
import { useViewer, type Viewer } from '../session/session.ts';
import { useWords } from '../words/words.ts';
import classes from './Transact.module.css';

/** How a payload is signed and sent. */
export interface SendingWay<K extends KindName> {
  readonly signWith: SignWith;
  /** Resolves with the receipt of what was applied; calls `onSigned` in between. */
  readonly send: (payload: PayloadJson<K>, onSigned: () => void) => Promise<ReceiptJson>;
}

interface TransactProps<K extends KindName> {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly kind: K;
  /** A function where something goes first, such as an upload; it runs after the click on the sign button. */
  readonly payload: PayloadJson<K> | (() => Promise<PayloadJson<K>>);
  /** The action as a title: "Vote For". */
  readonly title: ReactNode;
  /** What happens, in one sentence. */
  readonly happens: ReactNode;
  /** Without it: nothing, since the chain takes no fees. */
  readonly costs?: ReactNode;
  readonly rule?: ReactNode;
  /** A transaction that a key of the account signs, unless given. */
  readonly way?: SendingWay<K> | undefined;
  /** Called once with the receipt of the applied transaction. */
  readonly onDone?: (receipt: ReceiptJson) => void;
}

/** Asks for the signature, sends, and shows the receipt as fact; without an account it leads to the start page. */
export function Transact<K extends KindName>(props: TransactProps<K>): ReactNode {
  const viewer = useViewer();
  return viewer === undefined ? <NoAccount {...props} /> : <Signing {...props} viewer={viewer} />;
}

function NoAccount<K extends KindName>({ opened, onClose, title }: TransactProps<K>): ReactNode {
  const { t } = useWords();
  return (
    <Sheet opened={opened} onClose={onClose} title={title}>
      <p className={classes.sentence}>{t('transact.noAccount')}</p>
      <StartButton />
    </Sheet>
  );
}

const readyPayload = <K extends KindName>(
  payload: TransactProps<K>['payload'],
): PayloadJson<K> | Promise<PayloadJson<K>> =>
  typeof payload === 'function' ? (payload as () => Promise<PayloadJson<K>>)() : payload;

/** A transaction of its own, signed by the key that the reader acts with. */
const ownWay = <K extends KindName>(kind: K, { signer, signWith }: Viewer): SendingWay<K> => ({
  signWith,
  send(payload, onSigned) {
    const watched: ClientSigner = {
      ...signer,
      sign: async (id, transaction) => {
        const signature = await signer.sign(id, transaction);
        onSigned();
        return signature;
      },
    };
    return client.submit(kind, payload, watched);
  },
});

type Stage =
  | { readonly name: 'asked' }
  | { readonly name: 'signed' }
  | { readonly name: 'done'; readonly receipt: ReceiptJson };

function Signing<K extends KindName>(props: TransactProps<K> & { readonly viewer: Viewer }): ReactNode {
  const { opened, onClose, kind, payload, title, happens, costs, rule, onDone, viewer } = props;
  const { signWith, send } = props.way ?? ownWay(kind, viewer);
  const cache = useQueryClient();
  const [stage, setStage] = useState<Stage>({ name: 'asked' });
  // The sheet stays mounted, so that the focus returns to its button; opened anew it starts from the question.
  useEffect(() => {
    if (opened) setStage({ name: 'asked' });
  }, [opened]);
  const sign = async (): Promise<void> => {
    try {
      const receipt = await send(await readyPayload(payload), () => setStage({ name: 'signed' }));
      setStage({ name: 'done', receipt });
      await cache.invalidateQueries();
      onDone?.(receipt);
    } catch (error) {
      setStage({ name: 'asked' });
      throw error;
    }
  };
  return (
    <SignSheet
      opened={opened}
      onClose={onClose}
      title={title}
      happens={happens}
      {...(costs === undefined ? {} : { costs })}
      {...(rule === undefined ? {} : { rule })}
      details={
        <pre className={classes.raw}>
          {typeof payload === 'function' ? kind : JSON.stringify({ kind, payload }, null, 2)}
        </pre>
      }
      signWith={signWith}
      onSign={sign}
      {...(stage.name === 'asked' ? {} : { after: <After stage={stage} onClose={onClose} /> })}
    />
  );
}

function After({ stage, onClose }: { readonly stage: Stage; readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const height = stage.name === 'done' ? formatHeight(stage.receipt.height) : undefined;
  return (
    <>
      <PendingSteps
        done={stage.name === 'done' ? 3 : 1}
        steps={[
          { id: 'signed', words: t('pending.signed') },
          {
            id: 'block',
            words: height === undefined ? t('pending.inABlock') : t('pending.inBlock', { height }),
          },
          { id: 'counted', words: t('pending.counted') },
        ]}
      />
      {stage.name === 'done' && (
        <>
          <p className={classes.sentence}>
            <Link to={paths.transaction(stage.receipt.id)}>{t('transact.receipt')}</Link>
          </p>
          <Button fullWidth variant="default" onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      )}
    </>
  );
}
