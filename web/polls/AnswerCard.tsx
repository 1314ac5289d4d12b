/** Answering a poll by its method: one form for each way of marking, and what was answered already. */
import { Button, Checkbox, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Card } from '../components/Card.tsx';
import { formatAmountExact, type Token } from '../formats.ts';
import classes from '../funds/MoveCard.module.css';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { chosen, faultOf, marksOf, textsOf } from './marks.ts';
import { type AnswerJson, answerQuery, type PollJson } from './pollQueries.ts';

interface AnswerCardProps {
  readonly poll: PollJson;
  readonly token: Token;
  readonly account: string;
}

export function AnswerCard({ poll, token, account }: AnswerCardProps): ReactNode {
  const { t } = useWords();
  const found = useQuery(answerQuery(poll.poll, account));
  const own = found.data;
  return (
    <Card
      title={t('polls.yours')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
    >
      {own?.voice === '0' && <p className="small">{t('polls.noVoice')}</p>}
      {own !== undefined && own.voice !== '0' && <AnswerForm poll={poll} token={token} own={own} />}
    </Card>
  );
}

interface AnswerFormProps {
  readonly poll: PollJson;
  readonly token: Token;
  readonly own: AnswerJson;
}

function AnswerForm({ poll, token, own }: AnswerFormProps): ReactNode {
  const { t, language } = useWords();
  const { method, choices } = poll;
  const [texts, setTexts] = useState(() => textsOf(method, own.marks, choices.length));
  const [wrong, setWrong] = useState(false);
  const [ready, setReady] = useState<number[]>();
  const voice =
    poll.weighing === 'members'
      ? t('polls.voices', { count: Number(own.voice) })
      : formatAmountExact(own.voice, token, language);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const marks = marksOf(method, texts);
    setWrong(marks === undefined);
    setReady(marks);
  };
  const set = (choice: number, text: string): void =>
    setTexts(texts.map((before, place) => (place === choice ? text : before)));
  const kind = faultOf(method);
  const title = t(own.marks === undefined ? 'polls.send' : 'polls.change');
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className="small">{t('polls.yourVoice', { voice })}</p>
      {kind === 'single' && (
        <Radio.Group
          label={t(`polls.method.${method}`)}
          value={String(texts.indexOf(chosen))}
          onChange={(value) => setTexts(choices.map((_, place) => (String(place) === value ? chosen : '')))}
        >
          {choices.map((choice, place) => (
            <Radio key={choice} value={String(place)} label={choice} my="xs" />
          ))}
        </Radio.Group>
      )}
      {kind === 'approval' &&
        choices.map((choice, place) => (
          <Checkbox
            key={choice}
            label={choice}
            checked={texts[place] !== ''}
            onChange={(event) => set(place, event.currentTarget.checked ? chosen : '')}
          />
        ))}
      {kind === 'weighted' &&
        choices.map((choice, place) => (
          <TextInput
            key={choice}
            label={t('polls.share', { choice })}
            inputMode="decimal"
            value={texts[place] ?? ''}
            onChange={(event) => set(place, event.currentTarget.value)}
          />
        ))}
      {kind === 'ranked' &&
        choices.map((choice, place) => (
          <NativeSelect
            key={choice}
            label={t('polls.place', { choice })}
            value={texts[place] ?? ''}
            onChange={(event) => set(place, event.currentTarget.value)}
            data={[
              { value: '', label: t('polls.unranked') },
              ...choices.map((_, index) => ({ value: String(index + 1), label: String(index + 1) })),
            ]}
          />
        ))}
      {wrong && (
        <p className="small" role="alert">
          {t(`polls.fault.marks.${kind}`)}
        </p>
      )}
      <Button type="submit">{title}</Button>
      {ready !== undefined && (
        <Transact
          opened
          onClose={() => setReady(undefined)}
          kind="polls.answer"
          payload={{
            poll: poll.poll,
            dao: poll.dao,
            token: poll.token,
            snapshotHeight: poll.snapshotHeight,
            method,
            weighing: poll.weighing,
            marks: ready,
            ...(own.marks === undefined ? {} : { before: own.marks }),
            reason: '',
          }}
          title={title}
          happens={t('polls.sendHappens', { voice })}
        />
      )}
    </form>
  );
}
