/** What was understood of the dropped work: its kind, its files or words, or why it cannot be scored. */
import { Button, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ContentKind, Extraction } from '#scoring/extract.ts';
import { Card } from '../components/Card.tsx';
import { formatBytes, formatCount, formatSigned, minusSign } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './DraftCard.module.css';
import type { Draft } from './draft.ts';

interface DraftCardProps {
  readonly draft: Draft;
  readonly summary: Extraction['summary'] | undefined;
  readonly busy: boolean;
  readonly error: ReactNode;
  /** Signed already: nothing can be changed. */
  readonly locked: boolean;
  readonly onKind: (kind: ContentKind) => void;
  readonly onReplace: () => void;
}

export function DraftCard(props: DraftCardProps): ReactNode {
  const { draft, summary, busy, error, locked, onKind, onReplace } = props;
  const { t, language } = useWords();
  return (
    <Card
      title={draft.name}
      note={
        summary === undefined ? formatBytes(draft.bytes.length, language) : <Understood summary={summary} />
      }
      action={
        locked ? undefined : (
          <Button variant="default" size="xs" onClick={onReplace}>
            {t('contribute.replace')}
          </Button>
        )
      }
    >
      {!locked && (
        <div className={classes.kind}>
          <span>{t('contribute.kind')}</span>
          <SegmentedControl
            aria-label={t('contribute.kind')}
            value={draft.kind}
            onChange={(value) => onKind(value as ContentKind)}
            data={[
              { value: 'code', label: t('work.code') },
              { value: 'document', label: t('work.document') },
            ]}
          />
        </div>
      )}
      <p role="status" className="visually-hidden">
        {busy ? t('contribute.answer.scoring') : ''}
      </p>
      {error}
      {summary?.kind === 'code' && <FileList files={summary.files} fileCount={summary.fileCount} />}
    </Card>
  );
}

/** What the extractor saw, in one sentence. */
export function Understood({ summary }: { readonly summary: Extraction['summary'] }): ReactNode {
  const { t, language } = useWords();
  if (summary.kind === 'document') {
    const { words, headings, links } = summary;
    return t('contribute.document', { words, headings, links });
  }
  return t('contribute.files', {
    files: summary.fileCount,
    added: formatCount(summary.addedLines, language),
    removed: formatCount(summary.removedLines, language),
  });
}

type Files = Extract<Extraction['summary'], { readonly kind: 'code' }>['files'];

/** More rows than this are no list but a wall. */
const filesShownMax = 12;

/** The first files of a patch with what each adds and removes. */
export function FileList({
  files,
  fileCount,
}: {
  readonly files: Files;
  readonly fileCount: number;
}): ReactNode {
  const { t } = useWords();
  const shown = files.slice(0, filesShownMax);
  return (
    <>
      <ul className={classes.files}>
        {shown.map(({ path, added, removed }, index) => (
          <li key={`${path} ${index}`}>
            <code>{path}</code>
            <span className={classes.lines}>
              <span data-sign="added">{added === 0 ? '+0' : formatSigned(added)}</span>{' '}
              <span data-sign="removed">{removed === 0 ? `${minusSign}0` : formatSigned(-removed)}</span>
            </span>
          </li>
        ))}
      </ul>
      {fileCount > shown.length && (
        <p className="small">{t('contribute.moreFiles', { count: fileCount - shown.length })}</p>
      )}
    </>
  );
}
