/** What changed between two texts, line by line. */
import type { ReactNode } from 'react';
import { minusSign } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './Diff.module.css';
import { diffLines } from './textDiff.ts';

const signs = { same: ' ', removed: minusSign, added: '+' } as const;

interface DiffProps {
  readonly before: string;
  readonly after: string;
}

export function Diff({ before, after }: DiffProps): ReactNode {
  const { t } = useWords();
  return (
    <p className={classes.diff}>
      {diffLines(before, after).map(({ kind, text }, place) => (
        <span key={place} data-kind={kind}>
          <span>
            <span aria-hidden="true">{signs[kind]}</span>
            {kind !== 'same' && <span className="visually-hidden">{t(`constitution.${kind}`)} </span>}
          </span>
          {kind === 'removed' ? <del>{text}</del> : kind === 'added' ? <ins>{text}</ins> : text}
        </span>
      ))}
    </p>
  );
}
