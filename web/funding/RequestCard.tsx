/** Asking for funding: how much, to whom, what for, and how much stake that needs. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { utf8 } from '#chain/crypto/bytes.ts';
import { useToken } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { Person } from '../components/Person.tsx';
import { parseAmount } from '../decide/fieldTexts.ts';
import { isAddress } from '../decide/isAddress.ts';
import { formatAmount, formatAmountExact, formatPpm, formatShare } from '../formats.ts';
import classes from '../funds/MoveCard.module.css';
import { paths } from '../paths.ts';
import { Transact } from '../transact/Transact.tsx';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { stakeNeeded } from './fundingFigures.ts';
import type { FundingJson, RuleJson } from './fundingQueries.ts';

interface RequestCardProps {
  readonly funding: FundingJson;
  readonly rule: RuleJson;
  /** Who asks, `merit1…`. */
  readonly account: string;
}

const titleBytesMax = 140;

export function RequestCard({ funding, rule, account }: RequestCardProps): ReactNode {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const { dao, staked } = funding;
  const [paid, own] = [useToken(rule.token), useToken(dao)];
  const [draft, setDraft] = useState({ title: '', amount: '', beneficiary: account, body: '' });
  const [tried, setTried] = useState(false);
  const [opened, setOpened] = useState(false);
  const [title, beneficiary] = [draft.title.trim(), draft.beneficiary.trim()];
  const amount = parseAmount(draft.amount.trim(), paid.decimals) ?? '0';
  const needed = stakeNeeded(funding, rule, BigInt(amount));
  const right = {
    title: title !== '' && utf8(title).length <= titleBytesMax,
    amount: amount !== '0',
    beneficiary: isAddress(beneficiary),
  };
  const fault = (field: keyof typeof right) => ({
    error: tried && !right[field] ? t(`funding.fault.${field}`) : undefined,
  });
  const field = (name: 'title' | 'amount' | 'beneficiary', label: string) => (
    <TextInput
      label={label}
      value={draft[name]}
      inputMode={name === 'amount' ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={name === 'title'}
      onChange={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })}
      {...fault(name)}
    />
  );
  const needs = (): string => {
    if (needed === undefined)
      return t('funding.askImpossible', { most: formatPpm(rule.maxRatioPpm, language) });
    const share = formatShare(needed, BigInt(staked), language);
    return t('funding.askNeeds', { share, amount: formatAmount(needed, own, language) });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    setOpened(Object.values(right).every((one) => one));
  };
  const values = {
    amount: formatAmountExact(amount, paid, language),
    beneficiary: right.beneficiary && <Person address={beneficiary} />,
  };
  return (
    <Card title={t('funding.ask')} note={t('funding.askNote')}>
      <form className={classes.form} onSubmit={submit}>
        {field('title', t('funding.askTitle'))}
        {field('amount', t('funding.askAmount', { symbol: paid.symbol }))}
        {right.amount && <p className="small">{needs()}</p>}
        {field('beneficiary', t('funding.beneficiary'))}
        <Textarea
          label={t('funding.askBody')}
          autosize
          minRows={3}
          value={draft.body}
          onChange={(event) => setDraft({ ...draft, body: event.currentTarget.value })}
        />
        <Button type="submit">{t('funding.ask')}</Button>
      </form>
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        onDone={({ id }) => void navigate({ to: paths.fundingRequest(dao, id) })}
        kind="conviction.request"
        payload={{ dao, token: rule.token, amount, beneficiary, title, body: draft.body }}
        title={t('funding.ask')}
        happens={<Words id="funding.askHappens" values={values} />}
      />
    </Card>
  );
}
