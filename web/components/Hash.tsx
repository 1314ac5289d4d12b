/** A hash: eight and six digits to read, all of them on hover and copy. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { shortHash } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './Address.module.css';
import { CopyButton } from './CopyButton.tsx';

interface HashProps {
  /** Lower-case hex. */
  readonly hash: string;
  /** The page it leads to, if any. */
  readonly to?: string;
}

export function Hash({ hash, to }: HashProps): ReactNode {
  const { t } = useWords();
  const short = <bdi className={classes.short}>{shortHash(hash)}</bdi>;
  return (
    <span className={classes.address}>
      {to === undefined ? (
        <span title={hash}>{short}</span>
      ) : (
        <Link to={to} title={hash} className={classes.link}>
          {short}
        </Link>
      )}
      <CopyButton text={hash} label={t('common.copyHash')} />
    </span>
  );
}
