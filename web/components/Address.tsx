/** An account: its identicon, its name or short address, the whole address on hover, focus and copy. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatAddress } from '#chain/crypto/address.ts';
import { shortAddress } from '../formats.ts';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';
import classes from './Address.module.css';
import { CopyButton } from './CopyButton.tsx';
import { Identicon } from './Identicon.tsx';

interface AddressProps {
  /** 64 hex digits. */
  readonly address: string;
  /** The person's own name comes before any address. */
  readonly name?: string | undefined;
  /** Shows a copy button; on where the address itself is the subject. */
  readonly copy?: boolean;
  readonly link?: boolean;
}

/** Names up to this length are kept on one line where they are one word. */
const shortNameMax = 16;

export function Address({ address, name, copy = false, link = true }: AddressProps): ReactNode {
  const { t } = useWords();
  const text = formatAddress(address);
  const shown =
    name === undefined || name === '' ? (
      <bdi className={classes.short}>{shortAddress(text)}</bdi>
    ) : (
      <bdi>{name}</bdi>
    );
  return (
    <span className={classes.address}>
      <Identicon address={address} />
      {link ? (
        <Link
          to={paths.account(text)}
          title={text}
          className={classes.link}
          data-long={(name ?? '').length > shortNameMax}
        >
          {shown}
        </Link>
      ) : (
        <span title={text}>{shown}</span>
      )}
      {copy && <CopyButton text={text} label={t('common.copyAddress')} />}
    </span>
  );
}
