/** How many things wait at a place: a small number to see, words to hear. */
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import classes from './Waiting.module.css';

/** Beyond this the number says only "many". */
const shownMax = 99;

export function Waiting({ count }: { readonly count: number }): ReactNode {
  const { t } = useWords();
  if (count === 0) return null;
  return (
    <>
      <span className={classes.badge} aria-hidden="true">
        {count > shownMax ? `${shownMax}+` : count}
      </span>
      <span className="visually-hidden">, {t('shell.waiting', { count })}</span>
    </>
  );
}
