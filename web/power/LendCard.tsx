/** Lending power: delegates with shares, stake, tracks and an end; and taking everything back. */
import { Button, Checkbox, CloseButton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import { daoQuery, tokenQuery } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { decimalText, formatAmount, formatAmountExact } from '../formats.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import classes from './LendCard.module.css';
import { type LendDraft, type LendFault, lendOf, rowsMax, type Track } from './lendDraft.ts';
import { type MemberPowerJson, memberPowerQuery } from './powerQueries.ts';

interface LendCardProps {
  readonly dao: string;
  readonly account: string;
  /** The delegate that the form begins with; empty for what is lent already. */
  readonly chosen: string;
}

export function LendCard({ dao, account, chosen }: LendCardProps): ReactNode {
  const { t } = useWords();
  const power = useQuery(memberPowerQuery(dao, account));
  const tracks = useQuery(daoQuery(dao)).data?.tracks.map(({ name }) => name);
  const token = useQuery(tokenQuery(dao)).data;
  const ready = power.data !== undefined && tracks !== undefined && token !== undefined;
  return (
    <Card
      title={t(power.data?.lent === undefined ? 'delegates.lend' : 'delegates.change')}
      busy={!ready}
      error={power.error}
      onRetry={() => void power.refetch()}
    >
      {ready && power.data.staked === '0' && <EmptyState>{t('delegates.noStake')}</EmptyState>}
      {ready && power.data.staked !== '0' && (
        <LendForm power={power.data} tracks={tracks} token={token} chosen={chosen} />
      )}
    </Card>
  );
}

interface LendFormProps {
  readonly power: MemberPowerJson;
  readonly tracks: readonly Track[];
  readonly token: { readonly symbol: string; readonly decimals: number };
  readonly chosen: string;
}

/** Begins with the first grant that is in force, or with all stake to the chosen delegate on every track. */
const draftOf = ({ power, tracks, token, chosen }: LendFormProps): LendDraft => {
  const grant = power.lent?.grants[0];
  const all = { amount: decimalText(BigInt(power.staked), token.decimals), epochs: '12' };
  if (grant === undefined || chosen !== '')
    return { ...all, rows: [{ delegate: chosen, share: '100' }], tracks: [...tracks] };
  return {
    amount: decimalText(BigInt(power.lent?.amount ?? '0'), token.decimals),
    rows: grant.shares.map(({ delegate, ppm }) => ({ delegate, share: String(ppm / 10_000) })),
    tracks: grant.tracks,
    epochs: String(Math.max(0, grant.expires - power.epoch)),
  };
};

type Lending = PayloadJson<'delegation.set'>;

function LendForm(props: LendFormProps): ReactNode {
  const { power, tracks, token } = props;
  const { t, language } = useWords();
  const [draft, setDraft] = useState<LendDraft>(() => draftOf(props));
  const [fault, setFault] = useState<LendFault>();
  const [sent, setSent] = useState<Lending>();
  const change = (part: Partial<LendDraft>): void => setDraft({ ...draft, ...part });
  const facts = {
    account: power.account,
    staked: BigInt(power.staked),
    decimals: token.decimals,
    epoch: power.epoch,
  };
  const before = power.lent === undefined ? {} : { before: power.lent };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const lent = lendOf(draft, facts);
    setFault(typeof lent === 'string' ? lent : undefined);
    if (typeof lent !== 'string') setSent({ dao: power.dao, ...lent, ...before });
  };
  const ends = sent?.grants.length === 0;
  return (
    <>
      <form className={classes.form} onSubmit={submit}>
        <Delegates rows={draft.rows} onChange={(rows) => change({ rows })} />
        <TextInput
          label={t('delegates.amount', { symbol: token.symbol })}
          inputMode="decimal"
          value={draft.amount}
          onChange={(event) => change({ amount: event.currentTarget.value })}
        />
        <Checkbox.Group
          label={t('delegates.tracks')}
          value={[...draft.tracks]}
          onChange={(names) => change({ tracks: tracks.filter((name) => names.includes(name)) })}
        >
          <div className={classes.tracks}>
            {tracks.map((name) => (
              <Checkbox key={name} value={name} label={t(`track.${name}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <TextInput
          label={t('delegates.epochs')}
          description={t('delegates.epochsHint')}
          inputMode="numeric"
          value={draft.epochs}
          onChange={(event) => change({ epochs: event.currentTarget.value })}
        />
        {fault !== undefined && (
          <p className={classes.fault} role="alert">
            {t(`delegates.fault.${fault}`, { most: formatAmountExact(power.staked, token, language) })}
          </p>
        )}
        <Button type="submit">{t('delegates.sign')}</Button>
        {power.lent !== undefined && (
          <Button
            variant="default"
            onClick={() => setSent({ dao: power.dao, amount: '0', grants: [], ...before })}
          >
            {t('delegates.end')}
          </Button>
        )}
      </form>
      {sent !== undefined && (
        <Transact
          opened
          onClose={() => setSent(undefined)}
          kind="delegation.set"
          payload={sent}
          title={t(ends ? 'delegates.end' : 'delegates.lend')}
          happens={
            ends
              ? t('delegates.endHappens')
              : t('delegates.signHappens', { amount: formatAmount(sent.amount, token, language) })
          }
          rule={t('delegates.signRule')}
        />
      )}
    </>
  );
}

interface DelegatesProps {
  readonly rows: LendDraft['rows'];
  readonly onChange: (rows: LendDraft['rows']) => void;
}

function Delegates({ rows, onChange }: DelegatesProps): ReactNode {
  const { t } = useWords();
  const set = (place: number, part: Partial<LendDraft['rows'][number]>): void =>
    onChange(rows.map((row, at) => (at === place ? { ...row, ...part } : row)));
  return (
    <>
      {rows.map(({ delegate, share }, place) => (
        <div key={place} className={classes.row}>
          <TextInput
            label={t('delegates.to')}
            placeholder="merit1…"
            value={delegate}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => set(place, { delegate: event.currentTarget.value })}
          />
          <TextInput
            label={t('delegates.share')}
            inputMode="decimal"
            value={share}
            autoComplete="off"
            onChange={(event) => set(place, { share: event.currentTarget.value })}
          />
          <CloseButton
            size="lg"
            disabled={rows.length === 1}
            aria-label={t('delegates.removeRow', { number: place + 1 })}
            onClick={() => onChange(rows.filter((_, at) => at !== place))}
          />
        </div>
      ))}
      {rows.length < rowsMax && (
        <Button variant="subtle" onClick={() => onChange([...rows, { delegate: '', share: '' }])}>
          {t('delegates.add')}
        </Button>
      )}
    </>
  );
}
