/** The four figures of a statement: received, ready to claim, still to arrive, waiting for acceptance. */
import type { ReactNode } from 'react';
import type { RewardTotalJson } from '#api/client/answers.ts';
import { useWords } from '../words/words.ts';
import { Amounts, type TokenSum } from './Amounts.tsx';
import classes from './Figures.module.css';
import type { TokenOf } from './rewardQueries.ts';
import type { Outstanding } from './statement.ts';

interface FiguresProps {
  readonly received: readonly RewardTotalJson[];
  readonly outstanding: readonly (Outstanding & { readonly token: string })[];
  readonly tokenOf: TokenOf;
}

/** Adds up one part by token, leaving out tokens of which there is nothing. */
function sumsOf(items: FiguresProps['outstanding'], part: keyof Outstanding): TokenSum[] {
  const sums = new Map<string, bigint>();
  for (const item of items) sums.set(item.token, (sums.get(item.token) ?? 0n) + item[part]);
  return [...sums].filter(([, amount]) => amount > 0n).map(([token, amount]) => ({ token, amount }));
}

export function Figures({ received, outstanding, tokenOf }: FiguresProps): ReactNode {
  const { t } = useWords();
  const figures = [
    { id: 'received', sums: received },
    { id: 'claimable', sums: sumsOf(outstanding, 'claimable') },
    { id: 'toCome', sums: sumsOf(outstanding, 'toCome') },
    { id: 'waits', sums: sumsOf(outstanding, 'waits') },
  ] as const;
  return (
    <dl className={classes.figures}>
      {figures.map(({ id, sums }) => (
        <div key={id}>
          <dt>{t(`rewards.figure.${id}`)}</dt>
          <dd>
            <Amounts sums={sums} tokenOf={tokenOf} />
          </dd>
          <dd className={classes.why}>{t(`rewards.figure.${id}.why`)}</dd>
        </div>
      ))}
    </dl>
  );
}
