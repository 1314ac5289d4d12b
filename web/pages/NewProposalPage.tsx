/** The editor of a proposal: the track first, then words and actions, the sentences members will read, one signature. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { utf8 } from '#chain/crypto/bytes.ts';
import { useChainNow } from '../answers/chainClock.ts';
import { constitutionQuery } from '../answers/constitutionQuery.ts';
import {
  type DaoJson,
  daoQuery,
  rulesQuery,
  scorersQuery,
  treasuryQuery,
  useDaoId,
  useToken,
} from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { courtQuery } from '../court/courtQueries.ts';
import { ActionEditor } from '../decide/ActionEditor.tsx';
import { ActionSentence } from '../decide/ActionSentence.tsx';
import { type ActionKind, trackOfKind } from '../decide/actionKinds.ts';
import { type Draft, emptyDraft, useDraft } from '../decide/draftStore.ts';
import { fieldsOf, knownParts } from '../decide/fieldsOf.ts';
import { missingIn } from '../decide/missingIn.ts';
import { TrackChoice, type TrackJson, trackSentence } from '../decide/TrackChoice.tsx';
import { labelOf } from '../decide/TransactionForm.tsx';
import { TryOut } from '../decide/TryOut.tsx';
import type { ProposalJson } from '../decide/verdict.ts';
import { formatAmount, type Token } from '../formats.ts';
import { client } from '../node.ts';
import { paths } from '../paths.ts';
import { formatDuration, formatRelative } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { type Translate, useWords } from '../words/words.ts';
import classes from './NewProposalPage.module.css';

const titleBytesMax = 140;
const bodyBytesMax = 8000;

export function NewProposalPage(): ReactNode {
  const { t } = useWords();
  const id = useDaoId();
  const dao = useQuery(daoQuery(id));
  const [draft, setDraft] = useDraft(id);
  if (dao.data !== undefined) return <Editor dao={dao.data} draft={draft} setDraft={setDraft} />;
  return (
    <Page title={t('editor.title')} answer={t('editor.title')}>
      <Card
        title={t('editor.track')}
        busy={dao.isPending}
        error={dao.error}
        onRetry={() => void dao.refetch()}
      />
    </Page>
  );
}

/** What stands between the draft and a signature, in words; empty when nothing does. */
const missingOf = ({ title, body, track, actions }: Draft, t: Translate, token: Token): readonly string[] => {
  const missing: string[] = [];
  if (title.trim() === '' || utf8(title).length > titleBytesMax) missing.push(t('editor.titleLabel'));
  if (utf8(body).length > bodyBytesMax) missing.push(t('editor.bodyLabel'));
  if (track !== 'signal' && actions.length === 0) missing.push(t('editor.actions'));
  if (track === 'signal') return missing;
  actions.forEach(({ kind, payload }, index) => {
    for (const field of missingIn(fieldsOf(client.registry, kind), payload))
      missing.push(`${t('editor.action', { number: index + 1 })}: ${labelOf(t, token, field)}`);
  });
  return missing;
};

interface EditorProps {
  readonly dao: DaoJson;
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  /** The proposal that is changed; its track stays. Absent for a new one. */
  readonly editing?: ProposalJson;
}

export function Editor({ dao, draft, setDraft, editing }: EditorProps): ReactNode {
  const { t, language } = useWords();
  const token = useToken(dao.dao);
  const nowMs = useChainNow();
  const rules = useQuery(rulesQuery(dao.dao));
  const treasury = useQuery(treasuryQuery(dao.dao));
  const scorers = useQuery(scorersQuery(dao.dao));
  const court = useQuery(courtQuery(dao.dao));
  const constitution = useQuery(constitutionQuery(dao));
  const track = dao.tracks.find(({ name }) => name === draft.track) ?? dao.tracks[0];
  if (track === undefined) return null;
  const loading =
    rules.isPending ||
    treasury.isPending ||
    scorers.isPending ||
    court.isPending ||
    constitution.isPending ||
    token.symbol === '';
  const edit = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const changeActions = (actions: Draft['actions'], added?: ActionKind): void => {
    // The first action of a new proposal says which track is meant.
    const usual =
      added === undefined || editing !== undefined || draft.actions.length > 0
        ? undefined
        : trackOfKind[added];
    edit({ actions, ...(dao.tracks.some(({ name }) => name === usual) ? { track: usual ?? '' } : {}) });
  };
  return (
    <Page
      title={t(editing === undefined ? 'editor.title' : 'editor.editTitle')}
      crumbs={<Link to={paths.proposals(dao.dao)}>{t('proposals.title')}</Link>}
      answer={
        editing === undefined
          ? t('editor.answer', {
              voting: formatDuration(track.votingMs, language),
              timelock: formatDuration(track.timelockMs, language),
            })
          : t('editor.editAnswer', {
              when: formatRelative(editing.voteStart, nowMs ?? editing.createdAt, language),
            })
      }
      note={t(editing === undefined ? 'editor.note' : 'editor.editNote')}
      side={
        <Preview
          dao={dao}
          {...(editing === undefined ? {} : { editing })}
          draft={draft}
          track={track}
          token={token}
          onSent={() => setDraft(emptyDraft)}
          onClear={() => setDraft(emptyDraft)}
        />
      }
    >
      <Card title={t('editor.track')}>
        <TrackChoice
          tracks={editing === undefined ? dao.tracks : [track]}
          token={token}
          value={track.name}
          onChange={(name) => edit({ track: name })}
        />
      </Card>
      <Card title={t('editor.words')}>
        <div className={classes.fields}>
          <TextInput
            label={t('editor.titleLabel')}
            description={t('editor.titleHint')}
            value={draft.title}
            error={
              utf8(draft.title).length > titleBytesMax ? t('form.tooLong', { max: titleBytesMax }) : undefined
            }
            onChange={(event) => edit({ title: event.currentTarget.value })}
          />
          <Textarea
            label={t('editor.bodyLabel')}
            description={t('editor.bodyHint')}
            value={draft.body}
            error={
              utf8(draft.body).length > bodyBytesMax ? t('form.tooLong', { max: bodyBytesMax }) : undefined
            }
            autosize
            minRows={5}
            maxRows={20}
            onChange={(event) => edit({ body: event.currentTarget.value })}
          />
        </div>
      </Card>
      {track.name !== 'signal' && (
        <Card
          title={t('editor.actions')}
          busy={loading}
          error={rules.error ?? treasury.error ?? scorers.error}
        >
          <ActionEditor
            actions={draft.actions}
            onChange={changeActions}
            token={token}
            inForce={{
              dao,
              constitution: constitution.data ?? '',
              rules: rules.data,
              treasury: treasury.data,
              scorers: scorers.data,
              court: court.data,
            }}
          />
        </Card>
      )}
    </Page>
  );
}

interface PreviewProps {
  readonly dao: DaoJson;
  readonly draft: Draft;
  readonly track: TrackJson;
  readonly token: Token;
  readonly onSent: () => void;
  readonly onClear: () => void;
  readonly editing?: ProposalJson;
}

function Preview({ dao, draft, track, token, onSent, onClear, editing }: PreviewProps): ReactNode {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const [signing, setSigning] = useState(false);
  const actions = track.name === 'signal' ? [] : draft.actions;
  const missing = missingOf({ ...draft, track: track.name }, t, token);
  const carried = actions.map(({ kind, payload, mayFail }) => ({
    kind,
    payload: { ...payload, ...knownParts(client.registry, kind, dao.dao) },
    mayFail,
  }));
  const started = draft.title !== '' || draft.body !== '' || draft.actions.length > 0;
  return (
    <Card title={t('editor.preview')}>
      {draft.title !== '' && <p className={classes.title}>{draft.title}</p>}
      {actions.length === 0 && <EmptyState>{t('editor.previewEmpty')}</EmptyState>}
      <ol className={classes.sentences}>
        {actions.map(({ key, kind, payload }) => (
          <li key={key}>
            <ActionSentence kind={kind} payload={payload} token={token} />
          </li>
        ))}
      </ol>
      {missing.length > 0 && started && (
        <p className="small">
          {t('editor.incomplete', { fields: missing.join(language === 'zh' ? '、' : ', ') })}
        </p>
      )}
      {editing === undefined && (
        <p className="small">
          {track.deposit === '0'
            ? t('editor.noDeposit')
            : t('editor.deposit', { amount: formatAmount(track.deposit, token, language) })}
        </p>
      )}
      {track.name !== 'signal' && (
        <TryOut dao={dao.dao} actions={carried} disabled={missing.length > 0 || actions.length === 0} />
      )}
      <Button fullWidth size="md" disabled={missing.length > 0} onClick={() => setSigning(true)}>
        {t(editing === undefined ? 'editor.sign' : 'editor.editSign')}
      </Button>
      {editing === undefined && (
        <p className={classes.draft}>
          {t('editor.draft')}{' '}
          {started && (
            <Button variant="subtle" size="compact-sm" onClick={onClear}>
              {t('editor.clear')}
            </Button>
          )}
        </p>
      )}
      <Transact
        opened={signing}
        onClose={() => setSigning(false)}
        kind={editing === undefined ? 'proposals.create' : 'proposals.edit'}
        payload={{
          dao: dao.dao,
          title: draft.title,
          body: draft.body,
          actions: carried,
          ...(editing === undefined
            ? { track: track.name, ...(track.deposit === '0' ? {} : { deposit: track.deposit }) }
            : { proposal: editing.proposal }),
        }}
        title={t(editing === undefined ? 'editor.signTitle' : 'editor.editTitle', { title: draft.title })}
        happens={
          editing === undefined
            ? t('editor.signHappens', {
                dao: dao.name,
                voting: formatDuration(track.votingMs, language),
                count: actions.length,
              })
            : t('editor.editHappens', { title: draft.title })
        }
        {...(editing === undefined && track.deposit !== '0'
          ? { costs: t('editor.deposit', { amount: formatAmount(track.deposit, token, language) }) }
          : {})}
        rule={`${t(`track.${track.name}`)}: ${trackSentence(track, token, t, language)}`}
        onDone={({ id }) => {
          onSent();
          void navigate({ to: paths.proposal(dao.dao, editing?.proposal ?? id) });
        }}
      />
    </Card>
  );
}
