/** One transaction: first what it did in a sentence, then its events, its receipt and its raw form. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TransactionJson } from '#api/client/answers.ts';
import { schemeNumbers } from '#chain/crypto/schemes.ts';
import { EventSentence, sentenceIdOf } from '../activity/EventSentence.tsx';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { type Fact, FactList } from '../components/FactList.tsx';
import { Hash } from '../components/Hash.tsx';
import { Height } from '../components/Height.tsx';
import { Page } from '../components/Page.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { transactionQuery } from '../explorer/explorerQueries.ts';
import { KindWords, kindWords } from '../explorer/KindWords.tsx';
import { Raw } from '../explorer/Raw.tsx';
import { StatusChip } from '../explorer/StatusChip.tsx';
import { faultOf, isMissing } from '../faults.ts';
import { paths } from '../paths.ts';
import { keyKindOf } from '../wallet/keyKind.ts';
import { Words } from '../words/Words.tsx';
import { type Translate, useWords } from '../words/words.ts';
import classes from './TransactionPage.module.css';

/** Calls of genesis carry no envelope, and so no kind. */
const kindOf = ({ envelope }: TransactionJson, t: Translate): string =>
  envelope === undefined ? t('tx.title') : kindWords(envelope.kind, t);

const reasonOf = ({ code, message, height }: TransactionJson, t: Translate): string =>
  faultOf({ code, title: message, height }, t).sentence;

function answerOf(transaction: TransactionJson, t: Translate): ReactNode {
  const { status, events } = transaction;
  if (status !== 'applied') return t('tx.answerRejected', { reason: reasonOf(transaction, t) });
  const [first] = events;
  if (first === undefined || sentenceIdOf(first) === undefined)
    return t('tx.answerPlain', { kind: kindOf(transaction, t) });
  return <EventSentence event={first} />;
}

function Events({ transaction }: { readonly transaction: TransactionJson }): ReactNode {
  const { t } = useWords();
  const { status, events, envelope } = transaction;
  return (
    <Card title={t('tx.events')}>
      {status !== 'applied' && (
        <ErrorNote
          fault={{
            sentence: reasonOf(transaction, t),
            advice: t(status === 'rejected' ? 'tx.rejectedNote' : 'tx.notAdmittedNote'),
            code: transaction.code,
            height: transaction.height,
          }}
        />
      )}
      {status === 'applied' && events.length === 0 && <EmptyState>{t('tx.noEvents')}</EmptyState>}
      {events.length > 0 && (
        <ol className={classes.events}>
          {events.map((event, index) => (
            <li key={index}>
              <EventSentence event={event} />
              <code>{event.name}</code>
            </li>
          ))}
        </ol>
      )}
      <Raw summary={t('tx.rawShow')} value={{ ...(envelope === undefined ? {} : { envelope }), events }} />
    </Card>
  );
}

function signatureFacts({ envelope, scheme, publicKey, path }: TransactionJson, t: Translate): Fact[] {
  if (envelope === undefined || scheme === undefined)
    return [{ id: 'signed', name: t('tx.signedWith'), value: t('tx.signedGenesis') }];
  const sender = { id: 'sender', name: t('tx.sender'), value: <Person address={envelope.sender} /> };
  // A share has neither key nor nonce nor end: its account and the proposal's height name the key.
  if (scheme === schemeNumbers.bls12381)
    return [sender, { id: 'signed', name: t('tx.signedWith'), value: t('tx.votingKey') }];
  return [
    sender,
    {
      id: 'signed',
      name: t('tx.signedWith'),
      value: t(`tx.${keyKindOf(scheme)}`),
    },
    ...(path === undefined
      ? []
      : [
          {
            id: 'together',
            name: t('tx.together'),
            value: t('tx.togetherPlace', { place: path.place + 1, count: path.count }),
          },
        ]),
    ...(publicKey === undefined ? [] : [{ id: 'key', name: t('tx.key'), value: <Hash hash={publicKey} /> }]),
    { id: 'nonce', name: t('tx.nonce'), value: envelope.nonce },
    { id: 'until', name: t('tx.validUntil'), value: <Time timeMs={envelope.validUntil} form="moment" /> },
  ];
}

function Receipt({ transaction }: { readonly transaction: TransactionJson }): ReactNode {
  const { t } = useWords();
  const { id, height, index } = transaction;
  return (
    <Card title={t('tx.facts')}>
      <FactList
        facts={[
          { id: 'id', name: t('tx.id'), value: <Hash hash={id} /> },
          { id: 'block', name: t('tx.block'), value: <Height height={height} /> },
          { id: 'index', name: t('tx.index'), value: index + 1 },
          ...signatureFacts(transaction, t),
        ]}
      />
    </Card>
  );
}

export function TransactionPage(): ReactNode {
  const { t } = useWords();
  const { id = '' } = useParams({ strict: false });
  const found = useQuery(transactionQuery(id));
  const transaction = found.data;
  const crumbs = <Link to={paths.explorer}>{t('explorer.title')}</Link>;
  if (transaction === undefined) {
    return (
      <Page
        title={t('tx.title')}
        answer={t(isMissing(found.error) ? 'tx.unknown' : 'tx.title')}
        crumbs={crumbs}
      >
        <Card
          title={t('tx.facts')}
          busy={found.isPending}
          error={found.error}
          onRetry={() => void found.refetch()}
        />
      </Page>
    );
  }
  const { envelope, height, status, time } = transaction;
  return (
    <Page
      title={kindOf(transaction, t)}
      answer={answerOf(transaction, t)}
      crumbs={crumbs}
      chip={<StatusChip status={status} />}
      note={
        <Words
          id={envelope === undefined ? 'tx.genesisIn' : 'tx.byIn'}
          values={{
            ...(envelope === undefined
              ? {}
              : { kind: <KindWords kind={envelope.kind} />, sender: <Person address={envelope.sender} /> }),
            height: <Height height={height} />,
            when: <Time timeMs={time} />,
          }}
        />
      }
      side={<Receipt transaction={transaction} />}
    >
      <Events transaction={transaction} />
    </Page>
  );
}
