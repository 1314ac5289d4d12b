/** One's own stake behind a request: how much there is, and setting or taking back what stands there. */
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { supportPayload } from '#api/client/funding.ts';
import { Card } from '../components/Card.tsx';
import { parseAmount } from '../decide/fieldTexts.ts';
import { decimalText, formatAmountExact, type Token } from '../formats.ts';
import classes from '../funds/MoveCard.module.css';
import { client } from '../node.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { type SupportJson, supportQuery } from './fundingQueries.ts';

interface SupportCardProps {
  readonly request: string;
  readonly isOpen: boolean;
  /** Of the DAO, whose stake it is. */
  readonly token: Token;
  /** `merit1…`. */
  readonly account: string;
}

/** Nothing where the request ended and none of the stake stands behind it. */
export function SupportCard(props: SupportCardProps): ReactNode {
  const { request, isOpen, token, account } = props;
  const { t, language } = useWords();
  const own = useQuery(supportQuery(request, account)).data;
  // The sheet stays while the form behind it already shows what stands there now.
  const [next, setNext] = useState<bigint>();
  const written = (amount: bigint | string): string => formatAmountExact(amount, token, language);
  if (own === undefined || (!isOpen && own.amount === '0' && next === undefined)) return null;
  const takeBack = own.amount !== '0' && (
    <Button variant="default" onClick={() => setNext(0n)}>
      {t('funding.takeBack')}
    </Button>
  );
  return (
    <Card title={t('funding.yours')}>
      {isOpen ? (
        <SupportForm key={own.amount} own={own} token={token} onSet={setNext}>
          {takeBack}
        </SupportForm>
      ) : (
        <>
          <p className="small">{t('funding.stillBehind', { amount: written(own.amount) })}</p>
          {takeBack}
        </>
      )}
      {next !== undefined && (
        <Transact
          opened
          onClose={() => setNext(undefined)}
          kind="conviction.support"
          payload={() => supportPayload(client, request, account, next)}
          title={t(next === 0n ? 'funding.takeBack' : 'funding.set')}
          happens={t('funding.setHappens', { amount: written(next) })}
          rule={next === 0n ? undefined : t('funding.setRule')}
        />
      )}
    </Card>
  );
}

interface SupportFormProps {
  readonly own: SupportJson;
  readonly token: Token;
  readonly onSet: (amount: bigint) => void;
  readonly children: ReactNode;
}

function SupportForm({ own, token, onSet, children }: SupportFormProps): ReactNode {
  const { t, language } = useWords();
  const [text, setText] = useState(own.amount === '0' ? '' : decimalText(own.amount, token.decimals));
  const [tried, setTried] = useState(false);
  const written = (amount: bigint | string): string => formatAmountExact(amount, token, language);
  const elsewhere = BigInt(own.total) - BigInt(own.amount);
  const most = BigInt(own.staked) - elsewhere;
  const amount = parseAmount(text.trim(), token.decimals);
  const fits = amount !== undefined && BigInt(amount) <= most && amount !== own.amount;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (fits) onSet(BigInt(amount));
  };
  if (own.staked === '0') return <p className="small">{t('funding.noStake')}</p>;
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t('funding.yourAmount', { symbol: token.symbol })}
        description={t('funding.staked', { staked: written(own.staked), elsewhere: written(elsewhere) })}
        inputMode="decimal"
        value={text}
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
        error={tried && !fits ? t('funding.amountWrong', { most: written(most) }) : undefined}
      />
      <Button type="submit">{t('funding.set')}</Button>
      {children}
    </form>
  );
}
