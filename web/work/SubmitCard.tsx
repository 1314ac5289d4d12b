/** Title, notice before the first scoring, and the signature that submits. */
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { utf8Length } from '#chain/codec.ts';
import { daoQuery } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { formatPpm } from '../formats.ts';
import { client } from '../node.ts';
import { useViewer } from '../session/session.ts';
import { formatDuration } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { type Draft, titleBytesMax, titleOf } from './draft.ts';
import { NoticeSheet, noticeRead } from './NoticeSheet.tsx';
import classes from './SubmitCard.module.css';
import type { Terms } from './useStanding.ts';

interface SubmitCardProps {
  readonly dao: string;
  readonly draft: Draft;
  /** The title that the work gives itself; may be empty. */
  readonly suggested: string;
  readonly terms: Terms;
  /** The submission's transaction has this id, and so has the contribution. */
  readonly onSubmitted: (contribution: string) => void;
}

export function SubmitCard({ dao, draft, suggested, terms, onSubmitted }: SubmitCardProps): ReactNode {
  const { t, language } = useWords();
  const viewer = useViewer();
  const name = useQuery(daoQuery(dao)).data?.name ?? '';
  const [title, setTitle] = useState(() => titleOf(suggested === '' ? draft.name : suggested));
  const [open, setOpen] = useState<'notice' | 'sign'>();
  const [titleFault, setTitleFault] = useState<string>();
  const begin = (): void => {
    const fault =
      title.trim() === ''
        ? t('contribute.titleMissing')
        : utf8Length(title.trim()) > titleBytesMax
          ? t('contribute.titleLong', { max: titleBytesMax })
          : undefined;
    setTitleFault(fault);
    if (fault !== undefined) return;
    const needsNotice = viewer !== undefined && terms.first && !noticeRead(viewer.address);
    setOpen(needsNotice ? 'notice' : 'sign');
  };
  const payload = async () => {
    const { id } = await client.upload(draft.bytes);
    return { dao, kind: draft.kind, contentId: id, title: title.trim() };
  };
  const { rule } = terms.pay;
  return (
    <Card title={t('contribute.step.sign')} note={t('contribute.noRefund')}>
      <div className={classes.form}>
        <TextInput
          label={t('contribute.workTitle')}
          description={t('contribute.titleHint')}
          value={title}
          error={titleFault}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Button size="md" fullWidth onClick={begin}>
          {t('contribute.send')}
        </Button>
      </div>
      {viewer !== undefined && (
        <NoticeSheet
          opened={open === 'notice'}
          dao={dao}
          address={viewer.address}
          onClose={() => setOpen(undefined)}
          onRead={() => setOpen('sign')}
        />
      )}
      <Transact
        opened={open === 'sign'}
        onClose={() => setOpen(undefined)}
        kind="contributions.submit"
        payload={payload}
        title={t('contribute.send')}
        happens={t('contribute.happens', { title: title.trim(), dao: name })}
        rule={t('contribute.rule', {
          immediate: formatPpm(rule.immediatePpm, language),
          stream: formatPpm(rule.streamPpm, language),
          duration: formatDuration(rule.streamMs, language),
        })}
        onDone={(receipt) => onSubmitted(receipt.id)}
      />
    </Card>
  );
}
