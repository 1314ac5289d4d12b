/** What a kind of work is paid, in sentences. */
import type { ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import { formatPpm, type Token } from '../formats.ts';
import { formatDuration } from '../times.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import classes from './Sentences.module.css';

/** A rule in JSON form. */
interface RuleJson {
  readonly rate: string;
  readonly cap: string;
  readonly weights: readonly number[];
  readonly immediatePpm: number;
  readonly streamPpm: number;
  readonly vestingPpm: number;
  readonly streamMs: number;
  readonly vestingMs: number;
  readonly unacceptedMs: number;
  readonly scoringMs: number;
}

interface PayRuleProps {
  readonly kind: 'code' | 'document';
  readonly rule: RuleJson;
  readonly token: Token;
}

export function PayRule({ kind, rule, token }: PayRuleProps): ReactNode {
  const { t, language } = useWords();
  const share = (ppm: number | undefined): string => formatPpm(ppm ?? 0, language);
  const time = (durationMs: number): string => formatDuration(durationMs, language);
  const [quality, quantity, impact, value] = rule.weights;
  return (
    <section className={classes.part}>
      <h3>{t(`kind.${kind}`)}</h3>
      <p>
        <Words
          id="rules.rate"
          values={{
            rate: <Amount amount={rule.rate} token={token} tone="money" />,
            cap: <Amount amount={rule.cap} token={token} />,
          }}
        />
      </p>
      <p>
        {t('rules.weights', {
          quality: share(quality),
          quantity: share(quantity),
          impact: share(impact),
          value: share(value),
        })}
      </p>
      <p>
        {t('rules.shares', {
          immediate: share(rule.immediatePpm),
          stream: share(rule.streamPpm),
          streamTime: time(rule.streamMs),
        })}{' '}
        {rule.vestingPpm > 0 &&
          t('rules.vesting', { vesting: share(rule.vestingPpm), vestingTime: time(rule.vestingMs) })}
      </p>
      <p>{t('rules.times', { scoring: time(rule.scoringMs), unaccepted: time(rule.unacceptedMs) })}</p>
    </section>
  );
}
