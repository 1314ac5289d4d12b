/** The constitution of a DAO: the text in force, checked against the chain's hash, its versions, and what each changed. */
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { utf8 } from '#chain/crypto/bytes.ts';
import { sha256Hex } from '#hash';
import { constitutionsQuery, versionInForce } from '../answers/constitutionQuery.ts';
import { daoQuery, useDaoId } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Hash } from '../components/Hash.tsx';
import { Page } from '../components/Page.tsx';
import { Time } from '../components/Time.tsx';
import { paths } from '../paths.ts';
import { Diff } from '../power/Diff.tsx';
import { useWords } from '../words/words.ts';

const Prose = lazy(async () => ({ default: (await import('../components/Prose.tsx')).Prose }));

export function ConstitutionPage(): ReactNode {
  const { t } = useWords();
  const id = useDaoId();
  const hash = useQuery(daoQuery(id)).data?.constitutionHash;
  const found = useQuery(constitutionsQuery(id));
  const versions = found.data?.items ?? [];
  const inForce = versionInForce(versions, hash);
  return (
    <Page
      title={t('constitution.title')}
      answer={
        versions.length === 0 ? t('constitution.title') : t('constitution.answer', { count: versions.length })
      }
      crumbs={<Link to={paths.rules(id)}>{t('shell.rules')}</Link>}
      note={t('constitution.note')}
      action={
        <Button component={Link} to={paths.newProposal(id)}>
          {t('constitution.amend')}
        </Button>
      }
    >
      <Card
        title={t('constitution.text')}
        busy={found.isPending || hash === undefined}
        error={found.error}
        onRetry={() => void found.refetch()}
      >
        {inForce === undefined ? (
          <EmptyState>{t('constitution.mismatch')}</EmptyState>
        ) : (
          <Suspense fallback={<p>{inForce.constitution}</p>}>
            <Prose text={inForce.constitution} />
          </Suspense>
        )}
        {hash !== undefined && (
          <p className="small">
            {t('rules.hash')} <Hash hash={hash} />
          </p>
        )}
      </Card>
      <Changes texts={versions.map(({ constitution }) => constitution).reverse()} />
      <Card title={t('constitution.versions')} busy={found.isPending} flush>
        <DataTable
          caption={t('constitution.versions')}
          rows={versions.map((version, place) => ({ ...version, number: versions.length - place }))}
          rowId={({ id: transaction, event }) => `${transaction}${event}`}
          columns={[
            {
              id: 'number',
              head: t('constitution.versions'),
              cell: ({ number }) => t('constitution.version', { number }),
            },
            {
              id: 'hash',
              head: t('rules.hash'),
              cell: ({ constitution, id: transaction }) => (
                <Hash hash={sha256Hex(utf8(constitution))} to={paths.transaction(transaction)} />
              ),
            },
            { id: 'time', head: t('constitution.since'), cell: ({ time }) => <Time timeMs={time} /> },
          ]}
        />
      </Card>
    </Page>
  );
}

/** The difference that one version made; `texts` begin with the first. */
function Changes({ texts }: { readonly texts: readonly string[] }): ReactNode {
  const { t } = useWords();
  const [chosen, setChosen] = useState<number>();
  if (texts.length < 2) return null;
  const number = chosen ?? texts.length;
  const [before = '', after = ''] = texts.slice(number - 2, number);
  return (
    <Card
      title={t('constitution.changes', { number })}
      action={
        <NativeSelect
          aria-label={t('constitution.versions')}
          value={String(number)}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          data={texts.slice(1).map((_, place) => ({
            value: String(place + 2),
            label: t('constitution.version', { number: place + 2 }),
          }))}
        />
      }
    >
      {before === after ? (
        <EmptyState>{t('constitution.noChanges')}</EmptyState>
      ) : (
        <Diff before={before} after={after} />
      )}
    </Card>
  );
}
