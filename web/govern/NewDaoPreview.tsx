/** What a DAO that is not made yet begins with, in sentences: token, budgets, newcomers, scorers. */
import type { ReactNode } from 'react';
import type { CreateDaoJson } from '#governance/daos/templates.ts';
import { Amount } from '../components/Amount.tsx';
import { formatAmount, formatCount } from '../formats.ts';
import { formatDuration } from '../times.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import classes from './Sentences.module.css';

export function NewDaoPreview({ payload }: { readonly payload: CreateDaoJson }): ReactNode {
  const { t, language } = useWords();
  const { token, treasury, budgets, committee, scorerBond, policy } = payload;
  const list = new Intl.ListFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { type: 'conjunction' });
  const amount = (units: string): ReactNode => <Amount amount={units} token={token} />;
  const planned = list.format(
    budgets.map((budget) =>
      t('newDao.budget', {
        amount: formatAmount(budget.amountPerEpoch, token, language),
        kind: t(`kind.${budget.kind}`),
      }),
    ),
  );
  return (
    <>
      <p className={classes.line}>
        <Words
          id="newDao.token"
          values={{ symbol: token.symbol, cap: amount(token.cap), treasury: amount(treasury) }}
        />
      </p>
      <p className={classes.line}>
        {t('rules.open')}
        {language === 'en' && ' '}
        {t('rules.epoch', { epoch: formatDuration(policy.epochMs, language) })}
      </p>
      <p className={classes.line}>{t('newDao.budgets', { budgets: planned })}</p>
      <p className={classes.line}>
        <Words id="rules.newcomers" values={{ amount: amount(payload.newcomersPerEpoch) }} />
      </p>
      <p className={classes.line}>
        <Words
          id="newDao.scorers"
          values={{
            count: formatCount(committee.members.length, language),
            bond: amount(scorerBond),
            fee: amount(committee.fee),
          }}
        />
      </p>
    </>
  );
}
