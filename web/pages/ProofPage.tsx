/** Checks a proof file on this device: its steps tick, a wrong one says where, and the proven value stands in words. */
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { ProofDocument } from '#chain/proofs/proofDocument.ts';
import { contributions } from '#governance/contributions/state.ts';
import { statusQuery } from '../answers/chainClock.ts';
import { useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { FactList } from '../components/FactList.tsx';
import { Hash } from '../components/Hash.tsx';
import { Height } from '../components/Height.tsx';
import { Page } from '../components/Page.tsx';
import { Person } from '../components/Person.tsx';
import { ProofSteps } from '../components/ProofSteps.tsx';
import { Time } from '../components/Time.tsx';
import { saveFile } from '../download.ts';
import { GiveProof } from '../explorer/GiveProof.tsx';
import { Raw } from '../explorer/Raw.tsx';
import { formatHeight } from '../formats.ts';
import { paths } from '../paths.ts';
import { provenValue } from '../proofs/provenValue.ts';
import { trustAtFirstContact, trustedGenesis } from '../proofs/trustedGenesis.ts';
import { useProofCheck } from '../proofs/useProofCheck.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';

/** The chain that a document says it is of; anything may have been given. */
function chainIdOf(document: unknown): string {
  const header = (document as { readonly header?: { readonly chainId?: unknown } } | null | undefined)
    ?.header;
  return typeof header?.chainId === 'string' ? header.chainId : '';
}

/** What this device trusts of the chain of a document; the chain of this node is pinned at first contact. */
function useTrusted(document: unknown) {
  const status = useQuery(statusQuery).data;
  const chainId = document === undefined ? (status?.chainId ?? '') : chainIdOf(document);
  if (status !== undefined && status.chainId === chainId) return trustAtFirstContact(status);
  return trustedGenesis(chainId);
}

/** A proven contribution in words: who wrote it and what the state says was paid. */
function ProvenContribution({ value }: { readonly value: unknown }): ReactNode {
  const { dao, author, title, paidSoFar } = value as Readonly<Record<string, unknown>>;
  const token = useToken(typeof dao === 'string' ? dao : '');
  if (typeof author !== 'string' || typeof paidSoFar !== 'string' || typeof title !== 'string') return null;
  return (
    <p>
      <Words
        id="proofPage.contributionPaid"
        values={{
          author: <Person address={author} />,
          amount: <Amount amount={paidSoFar} token={token} />,
          title: <bdi>{title}</bdi>,
        }}
      />
    </p>
  );
}

function Proven({ document }: { readonly document: ProofDocument }): ReactNode {
  const { t } = useWords();
  const { cell, header } = document;
  const { collection, value } = provenValue(cell);
  return (
    <Card
      title={t('proofPage.value')}
      action={
        <Button
          size="xs"
          variant="default"
          onClick={() =>
            saveFile(`proof-${header.height}.json`, 'application/json', `${JSON.stringify(document)}\n`)
          }
        >
          {t('proofPage.save')}
        </Button>
      }
    >
      <FactList
        facts={[
          { id: 'collection', name: t('proofPage.collection'), value: <code>{collection}</code> },
          { id: 'height', name: t('proofPage.at'), value: <Height height={header.height} /> },
          { id: 'time', name: t('block.time'), value: <Time timeMs={header.time} form="moment" /> },
          { id: 'root', name: t('block.stateRoot'), value: <Hash hash={header.stateRoot} /> },
        ]}
      />
      {cell.value === null ? (
        <p>{t('proofPage.absent')}</p>
      ) : (
        <>
          {value === undefined && <p>{t('proofPage.unread')}</p>}
          {collection === contributions.definition.name && value !== undefined && (
            <ProvenContribution value={value} />
          )}
          <Raw open summary={t('proofPage.cell')} value={value ?? cell.value} />
        </>
      )}
    </Card>
  );
}

interface TrustCardProps {
  readonly trusted: ReturnType<typeof useTrusted>;
  readonly own: string;
  readonly onOwn: (hash: string) => void;
}

function TrustCard({ trusted, own, onOwn }: TrustCardProps): ReactNode {
  const { t } = useWords();
  return (
    <Card title={t('proofPage.trusted')}>
      {trusted === undefined ? (
        <p>{t('proofPage.trustedNone')}</p>
      ) : (
        <>
          <p>
            <Hash hash={trusted.hash} />
          </p>
          <p className="small">
            <Words
              id="proofPage.trustedSince"
              values={{ since: <Time timeMs={trusted.sinceMs} form="moment" /> }}
            />
          </p>
        </>
      )}
      <TextInput
        label={t('proofPage.trustedOwn')}
        value={own}
        onChange={(event) => onOwn(event.currentTarget.value.trim().toLowerCase())}
        error={own !== '' && !/^[0-9a-f]{64}$/.test(own) ? t('proofPage.badId') : undefined}
        spellCheck={false}
        autoComplete="off"
      />
    </Card>
  );
}

export function ProofPage(): ReactNode {
  const { t } = useWords();
  const { search } = useLocation() as { readonly search: Readonly<Record<string, unknown>> };
  const asked = typeof search['contribution'] === 'string' ? search['contribution'] : '';
  const [given, setGiven] = useState<{ readonly document: unknown }>();
  const [own, setOwn] = useState('');
  const trusted = useTrusted(given?.document);
  const { steps, verdict } = useProofCheck(given?.document, own === '' ? trusted?.hash : own);
  // A verdict that holds says that the document has the form of one.
  const proven = verdict?.ok === true ? (given?.document as ProofDocument) : undefined;
  const answer = (): string => {
    if (verdict === undefined) return t('proofPage.answer');
    if (proven === undefined) return t('proofPage.answerWrong');
    const height = formatHeight(proven.header.height);
    return t(proven.cell.value === null ? 'proofPage.answerAbsent' : 'proofPage.answerRight', { height });
  };
  return (
    <Page
      title={t('proofPage.title')}
      answer={answer()}
      crumbs={<Link to={paths.explorer}>{t('explorer.title')}</Link>}
      note={t('proofPage.note')}
      side={
        <>
          <Card title={t('proofPage.steps')}>
            {given === undefined ? (
              <EmptyState>{t('proofPage.stepsEmpty')}</EmptyState>
            ) : (
              <ProofSteps steps={steps} />
            )}
          </Card>
          <TrustCard trusted={trusted} own={own} onOwn={setOwn} />
        </>
      }
    >
      <GiveProof contribution={asked} onProof={(document) => setGiven({ document })} />
      {proven !== undefined && <Proven document={proven} />}
    </Page>
  );
}
