/** Agreements in parts as a table: where each part stands, and what the reader may do about it. */
import { Button, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { utf8 } from '#chain/crypto/bytes.ts';
import { Amount } from '../components/Amount.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { Sheet } from '../components/Sheet.tsx';
import { StateChip, type Tone } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { formatAmountExact } from '../formats.ts';
import classes from '../funds/MoveCard.module.css';
import { type TokenOf, useTokens } from '../rewards/rewardQueries.ts';
import { useViewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { type AgreementJson, type AgreementsOf, useAgreements } from './flowQueries.ts';

interface AgreementsCardProps {
  readonly of: AgreementsOf;
  readonly title: string;
  readonly note: string;
  readonly empty: string;
}
type PartState = AgreementJson['states'][number];

const tones: Readonly<Record<PartState, Tone>> = {
  open: 'neutral',
  delivered: 'pending',
  due: 'money',
  accepted: 'right',
  returned: 'warning',
};

/** What a reader may do with a part, or with the whole agreement. */
interface Act {
  readonly kind: 'deliver' | 'accept' | 'decline' | 'close';
  readonly agreement: AgreementJson;
  readonly part: number;
}
const noteBytesMax = 1_000;

/** What an account may do with a part. */
const actsOn = (one: AgreementJson, part: number, account: string | undefined): readonly Act['kind'][] => {
  const state = one.states[part];
  if (account === undefined) return [];
  if (state === 'open' && account === one.payee) return ['deliver'];
  if (state === 'delivered' && account === one.reviewer) return ['accept', 'decline'];
  return state === 'due' ? ['accept'] : [];
};
const mayClose = ({ state, states, payer }: AgreementJson, account: string | undefined): boolean =>
  account !== undefined &&
  (state === 'overdue' || (state === 'running' && account === payer)) &&
  states.every((one) => one !== 'delivered' && one !== 'due');

export function AgreementsCard({ of, title, note, empty }: AgreementsCardProps): ReactNode {
  const { t } = useWords();
  const account = useViewer()?.address;
  const found = useAgreements(of);
  const [act, setAct] = useState<Act>();
  const tokenOf = useTokens(found.data?.pages.flatMap(({ items }) => items.map(({ token }) => token)) ?? []);
  return (
    <>
      <PagedTable
        title={title}
        note={note}
        found={found}
        empty={empty}
        caption={title}
        rowId={({ agreement }) => agreement}
        columns={[
          {
            id: 'who',
            head: t('agreements.who'),
            cell: ({ payer, payee, reviewer, memo }) => (
              <>
                <Person address={'payee' in of ? payer : payee} />
                {memo !== '' && (
                  <div className="small">
                    <bdi>{memo}</bdi>
                  </div>
                )}
                <div className="small">
                  <Words id="agreements.reviewedBy" values={{ reviewer: <Person address={reviewer} /> }} />
                </div>
              </>
            ),
          },
          {
            id: 'parts',
            head: t('agreements.parts'),
            cell: (one) => (
              <>
                {one.parts.map((part, number) => (
                  <div key={number}>
                    <bdi>{part.title}</bdi> · <Amount amount={part.amount} token={tokenOf(one.token)} />{' '}
                    <StateChip tone={tones[one.states[number] ?? 'open']}>
                      {t(`agreements.state.${one.states[number] ?? 'open'}`)}
                    </StateChip>{' '}
                    {actsOn(one, number, account).map((kind) => (
                      <Button
                        key={kind}
                        size="compact-sm"
                        variant={kind === 'decline' ? 'default' : 'filled'}
                        onClick={() => setAct({ kind, agreement: one, part: number })}
                      >
                        {t(`agreements.${kind}`)}
                      </Button>
                    ))}
                  </div>
                ))}
              </>
            ),
          },
          {
            id: 'until',
            head: t('agreements.until'),
            wideOnly: true,
            cell: ({ deliverBy }) => <Time timeMs={deliverBy} />,
          },
          {
            id: 'act',
            head: t('streams.act'),
            cell: (one) =>
              mayClose(one, account) && (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => setAct({ kind: 'close', agreement: one, part: 0 })}
                >
                  {t('agreements.close')}
                </Button>
              ),
          },
        ]}
      />
      {act !== undefined && <ActSheet act={act} tokenOf={tokenOf} onClose={() => setAct(undefined)} />}
    </>
  );
}

interface ActSheetProps {
  readonly act: Act;
  readonly tokenOf: TokenOf;
  readonly onClose: () => void;
}

/** Deliveries and refusals carry words, which are asked for first. */
function ActSheet(props: ActSheetProps): ReactNode {
  const { t } = useWords();
  const { kind } = props.act;
  const [text, setText] = useState('');
  const [written, setWritten] = useState(kind === 'accept' || kind === 'close');
  const fits = text.trim() !== '' && utf8(text).length <= noteBytesMax;
  if (written) return <SignAct {...props} words={text.trim()} />;
  return (
    <Sheet opened onClose={props.onClose} title={t(`agreements.${kind}`)}>
      <div className={classes.form}>
        <Textarea
          label={t(kind === 'deliver' ? 'agreements.note' : 'agreements.reason')}
          value={text}
          autosize
          minRows={3}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button disabled={!fits} onClick={() => setWritten(true)}>
          {t('agreements.next')}
        </Button>
      </div>
    </Sheet>
  );
}

function SignAct({
  act: { kind, agreement: one, part },
  tokenOf,
  onClose,
  words,
}: ActSheetProps & { readonly words: string }): ReactNode {
  const { t, language } = useWords();
  const { agreement, token, payee, payer } = one;
  const written = (amount: string): string => formatAmountExact(amount, tokenOf(token), language);
  const about = one.parts[part];
  const shared = {
    opened: true,
    onClose,
    title: t(`agreements.${kind}`),
    happens: t(`agreements.${kind}Happens`, {
      part: about?.title ?? '',
      amount: written(kind === 'close' ? one.held : (about?.amount ?? '0')),
      payee,
    }),
  };
  if (kind === 'deliver')
    return <Transact {...shared} kind="milestones.deliver" payload={{ agreement, part, note: words }} />;
  if (kind === 'decline')
    return <Transact {...shared} kind="milestones.decline" payload={{ agreement, part, reason: words }} />;
  if (kind === 'close')
    return <Transact {...shared} kind="milestones.close" payload={{ agreement, token, payer }} />;
  return <Transact {...shared} kind="milestones.accept" payload={{ agreement, part, token, payee }} />;
}
