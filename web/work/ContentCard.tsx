/** The work itself as text, a patch coloured by line; never drawn as a page. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Card } from '../components/Card.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { faultOf } from '../faults.ts';
import { formatCount } from '../formats.ts';
import { client } from '../node.ts';
import { useWords } from '../words/words.ts';
import classes from './ContentCard.module.css';
import type { ContributionJson } from './contributionQueries.ts';

/** More lines than this make a phone slow; the download has them all. */
const linesShownMax = 2000;

/** What a line of a patch is. */
function markOf(line: string): 'added' | 'removed' | 'head' | 'plain' {
  if (/^(?:\+\+\+|---|diff |index |new file|deleted file|rename |From )/.test(line)) return 'head';
  if (line.startsWith('@@')) return 'head';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'plain';
}

/** Where the change itself begins: before it a patch names its author and carries a message. */
const withoutHead = (text: string): string => text.slice(Math.max(0, text.search(/^diff --git /m)));

interface ContentCardProps {
  readonly work: ContributionJson;
  /** Leaves out who made the work and what they say of it. */
  readonly blind?: boolean;
  readonly children?: ReactNode;
}

export function ContentCard({ work, blind = false, children }: ContentCardProps): ReactNode {
  const { t, language } = useWords();
  const [opened, setOpened] = useState(false);
  const content = useQuery({
    queryKey: ['content', work.contentId],
    queryFn: async () => new TextDecoder().decode(await client.content(work.contentId)),
    enabled: opened,
  });
  const text = blind && content.data !== undefined ? withoutHead(content.data) : content.data;
  const name = blind ? t('reviews.text') : work.title;
  const lines = text?.split('\n') ?? [];
  return (
    <Card
      title={t('contribution.work')}
      action={
        <>
          <Button
            variant="default"
            size="xs"
            aria-expanded={opened}
            loading={opened && content.isPending}
            onClick={() => setOpened(!opened)}
          >
            {t(opened ? 'contribution.work.hide' : 'contribution.work.show')}
          </Button>
          {!blind && (
            <Button
              component="a"
              variant="subtle"
              size="xs"
              href={`/v1/content/${work.contentId}`}
              download={`${work.contribution.slice(0, 8)}.${work.kind === 'code' ? 'patch' : 'md'}`}
            >
              {t('contribution.work.download')}
            </Button>
          )}
        </>
      }
    >
      {children}
      {opened && content.error !== null && <ErrorNote fault={faultOf(content.error, t)} />}
      {opened && lines.length > 0 && (
        // A box that scrolls needs a name and a stop for the keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: as said.
        <section className={classes.text} aria-label={name} tabIndex={0}>
          <pre>
            {lines.slice(0, linesShownMax).map((line, index) => (
              <span key={index} data-mark={work.kind === 'code' ? markOf(line) : 'plain'}>
                {line === '' ? ' ' : line}
              </span>
            ))}
          </pre>
        </section>
      )}
      {opened && lines.length > linesShownMax && (
        <p className="small">{t('contribution.work.cut', { lines: formatCount(linesShownMax, language) })}</p>
      )}
    </Card>
  );
}
