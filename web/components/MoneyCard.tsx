/** Where the money of a reward is: what has arrived, the bar in four parts, and a line for each part. */
import type { ReactNode } from 'react';
import { formatStreamed, type Token } from '../formats.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { Amount } from './Amount.tsx';
import { Card } from './Card.tsx';
import { LiveAmount } from './LiveAmount.tsx';
import classes from './MoneyCard.module.css';
import { moneyParts, type RewardMoney } from './moneyParts.ts';
import { streamedASecond } from './streamedAmount.ts';
import { Time } from './Time.tsx';
import { usePulse } from './usePulse.ts';

interface MoneyCardProps {
  readonly money: RewardMoney;
  readonly token: Token;
  /** What the first part is; paid at once unless given. */
  readonly paidWords?: ReactNode;
  /** What the last part waits for; the outcome unless given. */
  readonly waitsWords?: ReactNode;
  /** When the last part is decided, header milliseconds. */
  readonly outcomeMs?: number;
  /** "Show payment with proof". */
  readonly action?: ReactNode;
  readonly clock?: () => number;
}

/** Bars move by less than a pixel a second. */
const barMs = 1000;

/** Shares for drawing only; words carry the exact amounts. */
const share = (part: bigint, total: bigint): number => (total === 0n ? 0 : Number((part * 10_000n) / total));

export function MoneyCard({
  money,
  token,
  paidWords,
  waitsWords,
  outcomeMs,
  action,
  clock = Date.now,
}: MoneyCardProps): ReactNode {
  const { t, language } = useWords();
  const nowMs = usePulse(barMs, clock);
  const parts = moneyParts(money, nowMs);
  const { stream } = money;
  const streaming = stream !== undefined && parts.toStream > 0n && nowMs >= stream.startMs;
  const names = ['paid', 'streamed', 'toStream', 'waits'] as const;
  return (
    <Card title={t('money.title')}>
      {streaming ? (
        <>
          <LiveAmount stream={stream} token={token} plus={money.paid} clock={clock} />
          <p className="small">
            <Words
              id="money.arriving"
              values={{
                rate: `${formatStreamed(streamedASecond(stream), token, language)} ${token.symbol}`,
                end: <Time timeMs={stream.endMs} form="moment" />,
              }}
            />
          </p>
        </>
      ) : (
        <p className={classes.figure}>
          <Amount amount={parts.paid + parts.streamed} token={token} />
        </p>
      )}
      <div className={classes.bar} aria-hidden="true">
        {names.map((name) => (
          <span
            key={name}
            data-part={name}
            data-empty={parts[name] === 0n}
            style={{ flexGrow: share(parts[name], parts.total) }}
          />
        ))}
      </div>
      <dl className={classes.lines}>
        <Line words={paidWords ?? t('money.paid')} amount={parts.paid} token={token} part="paid" />
        {stream !== undefined && (
          <>
            <Line words={t('money.streamed')} amount={parts.streamed} token={token} part="streamed" />
            <Line words={t('money.toStream')} amount={parts.toStream} token={token} part="toStream" />
          </>
        )}
        {parts.waits > 0n && (
          <Line
            words={
              outcomeMs === undefined ? (
                (waitsWords ?? t('money.waits'))
              ) : (
                <Words id="money.waitsUntil" values={{ date: <Time timeMs={outcomeMs} form="date" /> }} />
              )
            }
            amount={parts.waits}
            token={token}
            part="waits"
          />
        )}
      </dl>
      {action}
    </Card>
  );
}

interface LineProps {
  readonly words: ReactNode;
  readonly amount: bigint;
  readonly token: Token;
  readonly part: string;
}

function Line({ words, amount, token, part }: LineProps): ReactNode {
  return (
    <div>
      <dt>
        <span className={classes.key} data-part={part} aria-hidden="true" />
        {words}
      </dt>
      <dd>
        <Amount amount={amount} token={token} form="number" />
      </dd>
    </div>
  );
}
