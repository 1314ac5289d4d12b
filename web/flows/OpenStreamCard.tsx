/** Opening a stream: to whom, how much, over how long, after which cliff, and whether the rest may be taken back. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import { useChainNow } from '../answers/chainClock.ts';
import { Card } from '../components/Card.tsx';
import { formatAmountExact } from '../formats.ts';
import type { Holding } from '../funds/fundsQueries.ts';
import classes from '../funds/MoveCard.module.css';
import { formatDuration } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { emptyStreamDraft, type StreamFault, streamOf } from './streamDraft.ts';

interface OpenStreamCardProps {
  readonly holdings: readonly Holding[];
}

export function OpenStreamCard({ holdings }: OpenStreamCardProps): ReactNode {
  const { t, language } = useWords();
  const nowMs = useChainNow();
  const [tokenId, setTokenId] = useState('');
  const [draft, setDraft] = useState(emptyStreamDraft);
  const [fault, setFault] = useState<StreamFault>();
  const [ready, setReady] = useState<PayloadJson<'streams.open'>>();
  const holding = holdings.find(({ token }) => token.token === tokenId) ?? holdings[0];
  if (holding === undefined || nowMs === undefined) return null;
  const { token, free } = holding;
  const change = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = streamOf(draft, { token: token.token, decimals: token.decimals, free, nowMs });
    setFault(typeof found === 'string' ? found : undefined);
    if (typeof found !== 'string') setReady(found);
  };
  const text = (key: 'payee' | 'amount' | 'length' | 'cliff' | 'memo', label: string) => (
    <TextInput
      label={label}
      value={draft[key]}
      inputMode={key === 'payee' || key === 'memo' ? 'text' : 'decimal'}
      spellCheck={false}
      autoComplete="off"
      {...(key === 'payee' ? { placeholder: 'merit1…' } : {})}
      onChange={(event) => change({ [key]: event.currentTarget.value })}
    />
  );
  return (
    <Card title={t('streams.open')} note={t('streams.openNote')}>
      <form className={classes.form} onSubmit={submit}>
        {holdings.length > 1 && (
          <NativeSelect
            label={t('wallet.token')}
            value={token.token}
            onChange={(event) => setTokenId(event.currentTarget.value)}
            data={holdings.map((one) => ({
              value: one.token.token,
              label: `${one.token.symbol} · ${one.token.name}`,
            }))}
          />
        )}
        {text('payee', t('wallet.to'))}
        {text('amount', t('wallet.amountIn', { symbol: token.symbol }))}
        {text('length', t('streams.length'))}
        {text('cliff', t('streams.cliff'))}
        {text('memo', t('streams.memo'))}
        <Checkbox
          label={t('streams.cancelable')}
          checked={draft.cancelable}
          onChange={(event) => change({ cancelable: event.currentTarget.checked })}
        />
        {fault !== undefined && (
          <p className="small" role="alert">
            {t(`streams.fault.${fault}`, { most: formatAmountExact(free, token, language) })}
          </p>
        )}
        <Button type="submit">{t('streams.open')}</Button>
      </form>
      {ready !== undefined && (
        <Transact
          opened
          onClose={() => setReady(undefined)}
          onDone={() => setDraft(emptyStreamDraft)}
          kind="streams.open"
          payload={ready}
          title={t('streams.open')}
          happens={t('streams.openHappens', {
            amount: formatAmountExact(ready.deposit, token, language),
            payee: ready.payee,
            length: formatDuration(ready.endAt - ready.startAt, language),
          })}
          rule={t(ready.cancelable ? 'streams.ruleCancelable' : 'streams.ruleFixed')}
        />
      )}
    </Card>
  );
}
