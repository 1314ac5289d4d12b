/** Asking a question: its choices, how answers are counted and weighed, and for how long. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import { methods } from '#governance/polls/methods.ts';
import { Card } from '../components/Card.tsx';
import classes from '../funds/MoveCard.module.css';
import { paths } from '../paths.ts';
import { formatDuration } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { emptyPollDraft, type PollFault, pollOf } from './pollDraft.ts';

export function AskCard({ dao }: { readonly dao: string }): ReactNode {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(emptyPollDraft);
  const [fault, setFault] = useState<PollFault>();
  const [ready, setReady] = useState<PayloadJson<'polls.create'>>();
  const change = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = pollOf(dao, draft);
    setFault(typeof found === 'string' ? found : undefined);
    if (typeof found !== 'string') setReady(found);
  };
  return (
    <Card title={t('polls.ask')} note={t('polls.askNote')}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('polls.question')}
          value={draft.question}
          onChange={(event) => change({ question: event.currentTarget.value })}
        />
        <Textarea
          label={t('polls.choices')}
          autosize
          minRows={3}
          value={draft.choices}
          onChange={(event) => change({ choices: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('polls.method')}
          description={t(`polls.how.${draft.method}`)}
          value={draft.method}
          onChange={(event) => change({ method: event.currentTarget.value as typeof draft.method })}
          data={methods.map((method) => ({ value: method, label: t(`polls.method.${method}`) }))}
        />
        <NativeSelect
          label={t('polls.weighing')}
          value={draft.weighing}
          onChange={(event) => change({ weighing: event.currentTarget.value as typeof draft.weighing })}
          data={(['stake', 'members'] as const).map((one) => ({
            value: one,
            label: t(`polls.weighing.${one}`),
          }))}
        />
        <TextInput
          label={t('polls.days')}
          inputMode="decimal"
          value={draft.days}
          onChange={(event) => change({ days: event.currentTarget.value })}
        />
        <Textarea
          label={t('polls.body')}
          autosize
          minRows={2}
          value={draft.body}
          onChange={(event) => change({ body: event.currentTarget.value })}
        />
        {fault !== undefined && (
          <p className="small" role="alert">
            {t(`polls.fault.${fault}`)}
          </p>
        )}
        <Button type="submit">{t('polls.ask')}</Button>
      </form>
      {ready !== undefined && (
        <Transact
          opened
          onClose={() => setReady(undefined)}
          onDone={({ id }) => void navigate({ to: paths.poll(dao, id) })}
          kind="polls.create"
          payload={ready}
          title={t('polls.ask')}
          happens={t('polls.askHappens', { length: formatDuration(ready.votingMs, language) })}
        />
      )}
    </Card>
  );
}
