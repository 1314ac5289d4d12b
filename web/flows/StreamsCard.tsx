/** Streams as a table: what has arrived of each, where it stands, and what the reader may do about it. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Amount } from '../components/Amount.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { StateChip, type Tone } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { formatAmountExact } from '../formats.ts';
import { type TokenOf, useTokens } from '../rewards/rewardQueries.ts';
import { useViewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { type StreamJson, type StreamsOf, useStreams } from './flowQueries.ts';

interface StreamsCardProps {
  readonly of: StreamsOf;
  readonly title: string;
  readonly note: string;
  readonly empty: string;
}

const tones: Readonly<Record<StreamJson['state'], Tone>> = {
  scheduled: 'neutral',
  cliff: 'neutral',
  streaming: 'pending',
  arrived: 'money',
  paid: 'right',
  canceled: 'warning',
};

/** What a reader may do with a stream: take what has arrived, for whoever is paid, or end a stream of their own. */
interface Act {
  readonly kind: 'streams.claim' | 'streams.cancel';
  readonly stream: StreamJson;
}

export function StreamsCard({ of, title, note, empty }: StreamsCardProps): ReactNode {
  const { t } = useWords();
  const viewer = useViewer();
  const found = useStreams(of);
  const [act, setAct] = useState<Act>();
  const tokenOf = useTokens(found.data?.pages.flatMap(({ items }) => items.map(({ token }) => token)) ?? []);
  const isIncoming = 'payee' in of;
  return (
    <>
      <PagedTable
        title={title}
        note={note}
        found={found}
        empty={empty}
        caption={title}
        rowId={({ stream }) => stream}
        columns={[
          {
            id: 'who',
            head: t(isIncoming ? 'streams.from' : 'streams.to'),
            cell: ({ payer, payee, memo }) => (
              <>
                <Person address={isIncoming ? payer : payee} />
                {memo !== '' && (
                  <div className="small">
                    <bdi>{memo}</bdi>
                  </div>
                )}
              </>
            ),
          },
          {
            id: 'arrived',
            head: t('streams.arrived'),
            align: 'end',
            cell: ({ token, arrived, deposit }) => (
              <Words
                id="streams.arrivedOf"
                values={{
                  arrived: <Amount amount={arrived} token={tokenOf(token)} />,
                  deposit: <Amount amount={deposit} token={tokenOf(token)} />,
                }}
              />
            ),
          },
          {
            id: 'state',
            head: t('streams.state'),
            cell: ({ state }) => <StateChip tone={tones[state]}>{t(`streams.state.${state}`)}</StateChip>,
          },
          {
            id: 'ends',
            head: t('streams.ends'),
            wideOnly: true,
            cell: ({ endAt, canceledAt }) => <Time timeMs={canceledAt ?? endAt} />,
          },
          {
            id: 'act',
            head: t('streams.act'),
            cell: (stream) => (
              <>
                {BigInt(stream.claimable) > 0n && viewer !== undefined && (
                  <Button size="compact-sm" onClick={() => setAct({ kind: 'streams.claim', stream })}>
                    {t('streams.claim')}
                  </Button>
                )}{' '}
                {stream.payer === viewer?.address && stream.cancelable && isRunning(stream) && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => setAct({ kind: 'streams.cancel', stream })}
                  >
                    {t('streams.cancel')}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      {act !== undefined && <ActSheet act={act} tokenOf={tokenOf} onClose={() => setAct(undefined)} />}
    </>
  );
}

const isRunning = ({ state }: StreamJson): boolean => state !== 'paid' && state !== 'canceled';

interface ActSheetProps {
  readonly act: Act;
  readonly tokenOf: TokenOf;
  readonly onClose: () => void;
}

function ActSheet({ act: { kind, stream: one }, tokenOf, onClose }: ActSheetProps): ReactNode {
  const { t, language } = useWords();
  const { stream, token, payee } = one;
  const written = (amount: bigint): string => formatAmountExact(amount, tokenOf(token), language);
  const happens =
    kind === 'streams.claim'
      ? t('streams.claimHappens', { amount: written(BigInt(one.claimable)), payee })
      : t('streams.cancelHappens', {
          amount: written(BigInt(one.claimable)),
          rest: written(BigInt(one.deposit) - BigInt(one.arrived)),
          payee,
        });
  return (
    <Transact
      opened
      onClose={onClose}
      kind={kind}
      payload={{ stream, token, payee }}
      title={t(kind === 'streams.claim' ? 'streams.claim' : 'streams.cancel')}
      happens={happens}
    />
  );
}
