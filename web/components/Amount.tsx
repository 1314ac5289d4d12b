/** An amount of a token: two decimals to read, every decimal in the tooltip and on copy. */
import type { ReactNode } from 'react';
import {
  formatAmount,
  formatAmountCompact,
  formatAmountExact,
  formatAmountNumber,
  formatAmountSigned,
  type Token,
} from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './Amount.module.css';

interface AmountProps {
  /** Smallest units, as a bigint or the decimal string of the API. */
  readonly amount: bigint | string;
  readonly token: Token;
  /** `number` leaves the unit to the column's head; `signed` always writes + or −. */
  readonly form?: 'plain' | 'number' | 'signed' | 'compact';
  /** `money` draws it in brass, for the one amount that answers the page. */
  readonly tone?: 'plain' | 'money';
}

const writers = {
  plain: formatAmount,
  number: formatAmountNumber,
  signed: formatAmountSigned,
  compact: formatAmountCompact,
};

export function Amount({ amount, token, form = 'plain', tone = 'plain' }: AmountProps): ReactNode {
  const { language } = useWords();
  const exact = formatAmountExact(amount, token, language);
  return (
    <data
      className={classes.amount}
      data-tone={tone}
      title={exact}
      value={String(amount)}
      onCopy={(event) => {
        const selected = getSelection()?.toString().trim();
        if (selected !== event.currentTarget.textContent?.trim()) return;
        event.preventDefault();
        event.clipboardData.setData('text/plain', exact);
      }}
    >
      {writers[form](amount, token, language)}
    </data>
  );
}
