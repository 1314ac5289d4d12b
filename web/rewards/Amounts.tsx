/** Sums of several tokens side by side, for tokens are never added up. */
import { Fragment, type ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import type { TokenOf } from './rewardQueries.ts';

/** A sum in smallest units of a token. */
export interface TokenSum {
  readonly token: string;
  readonly amount: bigint | string;
}

interface AmountsProps {
  readonly sums: readonly TokenSum[];
  readonly tokenOf: TokenOf;
  readonly tone?: 'plain' | 'money';
}

export function Amounts({ sums, tokenOf, tone = 'plain' }: AmountsProps): ReactNode {
  if (sums.length === 0) return '0';
  return sums.map(({ token, amount }, index) => (
    <Fragment key={token}>
      {index > 0 && ' + '}
      <Amount amount={amount} token={tokenOf(token)} tone={tone} />
    </Fragment>
  ));
}
