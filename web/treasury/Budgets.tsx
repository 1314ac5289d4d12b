/** The budgets of the running epoch: how much of each is used, as a bar and in words. */
import type { CSSProperties, ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import type { Token } from '../formats.ts';
import type { client } from '../node.ts';
import classes from '../pages/TreasuryPage.module.css';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { usedPermille } from './runway.ts';

export type TreasuryJson = Awaited<ReturnType<typeof client.query.treasury.getTreasury>>;

interface BudgetsProps {
  readonly budgets: TreasuryJson['budgets'];
  readonly token: Token;
}

export function Budgets({ budgets, token }: BudgetsProps): ReactNode {
  const { t } = useWords();
  return (
    <ul className={classes.budgets}>
      {budgets.map(({ kind, amountPerEpoch, left }) => {
        const [planned, rest] = [BigInt(amountPerEpoch), BigInt(left)];
        return (
          <li key={kind}>
            <div className={classes.head}>
              <span className={classes.name}>{t(`kind.${kind}`)}</span>
              <span className={classes.figures}>
                <Words
                  // Work that is settled late gives back, so more may be left than was planned.
                  id={rest > planned ? 'treasuryPage.budgetOver' : 'treasuryPage.budgetLine'}
                  values={{
                    used: <Amount amount={planned - rest} token={token} />,
                    planned: <Amount amount={planned} token={token} />,
                    left: <Amount amount={rest} token={token} />,
                  }}
                />
              </span>
            </div>
            <div className={classes.bar} aria-hidden="true">
              <span style={{ width: `${usedPermille(rest, planned) / 10}%` } as CSSProperties} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
