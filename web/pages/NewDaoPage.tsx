/** A new DAO from the template: one form, every rule in words, one signature. */
import { Button, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type CreateDaoJson, paces } from '#governance/daos/templates.ts';
import { fullPage } from '../answers/fullPage.ts';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { StartButton } from '../components/StartButton.tsx';
import { FounderFields } from '../govern/FounderFields.tsx';
import { NewDaoPreview } from '../govern/NewDaoPreview.tsx';
import {
  bounds,
  missingInDao,
  type NewDaoDraft,
  type NodeScorers,
  payloadOf,
  symbolFits,
} from '../govern/newDaoDraft.ts';
import { PayRule } from '../govern/PayRule.tsx';
import classes from '../govern/Sentences.module.css';
import { TrackWords } from '../govern/TrackWords.tsx';
import { client } from '../node.ts';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.ts';
import { formatDuration } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords, type WordId } from '../words/words.ts';

/** DAOs that are asked for their committee, newest first. */
const daosLookedAt = 50;

/** The committee of this node and its model, as a DAO that already has that model registered it; null without any. */
const nodeScorersQuery = {
  queryKey: ['nodeScorers'],
  queryFn: async (): Promise<NodeScorers | null> => {
    const { committee } = await client.status();
    if (committee === undefined) return null;
    const { items } = await fullPage((asked) => client.list.daos.daos(asked), daosLookedAt);
    for (const { dao } of items) {
      const { modelHash, model } = await client.query.scorers.getScorers({ dao });
      if (modelHash === committee.modelHash)
        return { modelHash, model, scorers: committee.scorers.map(({ address }) => address) };
    }
    return null;
  },
} as const;

/** Stands for the reader while there is no account; nothing can be signed then. */
const nobody = 'merit1';

export function NewDaoPage(): ReactNode {
  const { t } = useWords();
  const [draft, setDraft] = useState<NewDaoDraft>({
    name: '',
    purpose: '',
    symbol: '',
    constitution: t('newDao.constitutionStart'),
    pace: 'steady',
    others: [],
  });
  const edit = (part: Partial<NewDaoDraft>): void => setDraft({ ...draft, ...part });
  const viewer = useViewer();
  const node = useQuery(nodeScorersQuery);
  const payload =
    node.data === undefined || node.data === null
      ? undefined
      : payloadOf(draft, viewer?.address ?? nobody, node.data);
  return (
    <Page
      title={t('newDao.title')}
      answer={
        draft.name.trim() === '' ? t('newDao.answer') : t('newDao.answerNamed', { name: draft.name.trim() })
      }
      note={t('newDao.note')}
      side={
        <Card
          title={t('newDao.preview')}
          busy={node.isPending}
          error={node.error}
          onRetry={() => void node.refetch()}
        >
          {payload === undefined ? (
            <EmptyState>{t('newDao.needsScorers')}</EmptyState>
          ) : (
            <SignPart draft={draft} payload={payload} />
          )}
        </Card>
      }
    >
      <Card title={t('newDao.about')}>
        <AboutFields draft={draft} onChange={edit} />
      </Card>
      <Card title={t('newDao.pace')}>
        <PaceField draft={draft} onChange={edit} />
      </Card>
      <Card title={t('newDao.founders')}>
        {viewer === undefined ? (
          <EmptyState action={<StartButton />}>{t('newDao.noAccount')}</EmptyState>
        ) : (
          <FounderFields
            own={viewer.address}
            others={draft.others}
            symbol={draft.symbol}
            onChange={(others) => edit({ others })}
          />
        )}
      </Card>
      {payload !== undefined && (
        <>
          <Card title={t('rules.pay')}>
            {payload.rules.map(({ kind, rule }) => (
              <PayRule key={kind} kind={kind} rule={rule} token={payload.token} />
            ))}
          </Card>
          <Card title={t('rules.tracks')} note={t('rules.tracksNote')}>
            <TrackWords tracks={payload.tracks} token={payload.token} />
          </Card>
        </>
      )}
    </Page>
  );
}

interface FieldsProps {
  readonly draft: NewDaoDraft;
  readonly onChange: (part: Partial<NewDaoDraft>) => void;
}

function AboutFields({ draft, onChange }: FieldsProps): ReactNode {
  const { t } = useWords();
  const long = (text: string, max: number): string | undefined =>
    new TextEncoder().encode(text).length > max ? t('form.tooLong', { max }) : undefined;
  return (
    <div className={classes.fields}>
      <TextInput
        label={t('newDao.name')}
        value={draft.name}
        error={long(draft.name, bounds.name)}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('newDao.purpose')}
        description={t('newDao.purposeHint')}
        value={draft.purpose}
        error={long(draft.purpose, bounds.purpose)}
        onChange={(event) => onChange({ purpose: event.currentTarget.value })}
      />
      <TextInput
        label={t('newDao.symbol')}
        description={t('newDao.symbolHint')}
        value={draft.symbol}
        error={draft.symbol === '' || symbolFits(draft.symbol) ? undefined : t('newDao.badSymbol')}
        onChange={(event) => onChange({ symbol: event.currentTarget.value.toUpperCase() })}
      />
      <Textarea
        label={t('newDao.constitution')}
        description={t('newDao.constitutionHint')}
        value={draft.constitution}
        error={long(draft.constitution, bounds.constitution)}
        autosize
        minRows={4}
        maxRows={16}
        onChange={(event) => onChange({ constitution: event.currentTarget.value })}
      />
    </div>
  );
}

function PaceField({ draft, onChange }: FieldsProps): ReactNode {
  const { t, language } = useWords();
  const time = (durationMs: number): string => formatDuration(durationMs, language);
  return (
    <Radio.Group
      value={draft.pace}
      onChange={(pace) => onChange({ pace: pace as NewDaoDraft['pace'] })}
      aria-label={t('newDao.pace')}
    >
      <Stack gap="sm">
        {(['steady', 'demo'] as const).map((pace) => (
          <Radio
            key={pace}
            value={pace}
            label={t(`newDao.${pace}`)}
            description={t('newDao.paceNote', {
              voting: time(paces[pace].votingMs),
              timelock: time(paces[pace].timelockMs),
              epoch: time(paces[pace].epochMs),
              stream: time(paces[pace].streamMs),
            })}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

const partWords: Readonly<Record<keyof NewDaoDraft, WordId>> = {
  name: 'newDao.name',
  purpose: 'newDao.purpose',
  symbol: 'newDao.symbol',
  constitution: 'newDao.constitution',
  pace: 'newDao.pace',
  others: 'newDao.founders',
};

interface SignPartProps {
  readonly draft: NewDaoDraft;
  readonly payload: CreateDaoJson;
}

function SignPart({ draft, payload }: SignPartProps): ReactNode {
  const { t, language } = useWords();
  const viewer = useViewer();
  const navigate = useNavigate();
  const [signing, setSigning] = useState(false);
  const missing = missingInDao(draft, viewer?.address);
  return (
    <>
      <NewDaoPreview payload={payload} />
      {missing.length > 0 && (
        <p className={classes.line}>
          {t('newDao.incomplete', {
            fields: missing.map((part) => t(partWords[part])).join(language === 'zh' ? '、' : ', '),
          })}
        </p>
      )}
      <Button
        fullWidth
        size="md"
        mt="md"
        disabled={missing.length > 0 || viewer === undefined}
        onClick={() => setSigning(true)}
      >
        {t('newDao.sign')}
      </Button>
      <Transact
        opened={signing}
        onClose={() => setSigning(false)}
        kind="daos.create"
        payload={payload}
        title={t('newDao.signTitle', { name: draft.name })}
        happens={t('newDao.signHappens', {
          name: draft.name,
          founders: draft.others.length + 1,
          symbol: draft.symbol,
        })}
        rule={t('newDao.signRule')}
        onDone={({ id }) => void navigate({ to: paths.dao(id) })}
      />
    </>
  );
}
