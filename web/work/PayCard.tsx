/** What a draft would be paid, part by part, and by which rule. */
import type { ReactNode } from 'react';
import { UNITS_CAP } from '#scoring/features.ts';
import { useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { Time } from '../components/Time.tsx';
import { formatAmount } from '../formats.ts';
import { formatDuration } from '../times.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import type { PayEstimate } from './estimatePay.ts';
import classes from './PayCard.module.css';
import type { Terms } from './useStanding.ts';
import { weightsText } from './weights.ts';

interface PayCardProps {
  readonly dao: string;
  readonly terms: Terms;
  readonly pay: PayEstimate;
}

export function PayCard({ dao, terms, pay }: PayCardProps): ReactNode {
  const { t, language } = useWords();
  const token = useToken(dao);
  const {
    pay: { rule },
    standing,
    unitsBefore,
    epochEndsAt,
  } = terms;
  return (
    <Card title={t('contribute.pay')}>
      <dl className={classes.lines}>
        <div>
          <dt>{t('contribute.payWhole')}</dt>
          <dd>
            <Amount amount={pay.total} token={token} tone="money" />
          </dd>
        </div>
        <div>
          <dt>{t('contribute.payAtOnce')}</dt>
          <dd>
            <Amount amount={pay.atOnce} token={token} />
          </dd>
        </div>
        <div>
          <dt>{t('contribute.payStream', { duration: formatDuration(rule.streamMs, language) })}</dt>
          <dd>
            <Amount amount={pay.total - pay.atOnce} token={token} />
          </dd>
        </div>
      </dl>
      {standing.budget === 0n && (
        <p className="small">
          <Words id="contribute.budgetEmpty" values={{ when: <Time timeMs={epochEndsAt} /> }} />
        </p>
      )}
      {pay.newcomer && <p className="small">{t('contribute.payNewcomer')}</p>}
      {unitsBefore > 0 && (
        <p className="small">{t('contribute.unitsBefore', { units: unitsBefore, cap: UNITS_CAP })}</p>
      )}
      <p className="small">
        {t('contribute.payRule', {
          rate: formatAmount(rule.rate, token, language),
          weights: weightsText(rule.weights, t, language),
        })}
      </p>
    </Card>
  );
}
