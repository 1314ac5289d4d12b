/** The founders of a new DAO: the reader, and others by their address. */
import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Person } from '../components/Person.tsx';
import { isAddress } from '../decide/isAddress.ts';
import { formatAmount } from '../formats.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { bounds, founderFree, founderStaked } from './newDaoDraft.ts';
import classes from './Sentences.module.css';

interface FounderFieldsProps {
  /** `merit1…` of the reader. */
  readonly own: string;
  readonly others: readonly string[];
  readonly symbol: string;
  readonly onChange: (others: readonly string[]) => void;
}

export function FounderFields({ own, others, symbol, onChange }: FounderFieldsProps): ReactNode {
  const { t, language } = useWords();
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const whole = (amount: bigint): string => formatAmount(amount, { symbol, decimals: 0 }, language).trim();
  const faultAt = (index: number): string | undefined => {
    const text = others[index] ?? '';
    if (text === '' || !left.has(index)) return undefined;
    if (!isAddress(text)) return t('form.badAddress');
    return [own, ...others.slice(0, index)].includes(text) ? t('newDao.repeatedFounder') : undefined;
  };
  return (
    <div className={classes.fields}>
      <p className="small">
        {t('newDao.foundersNote', { free: whole(founderFree), staked: whole(founderStaked) })}
      </p>
      <p className={classes.line}>
        <Words id="newDao.you" values={{ person: <Person address={own} /> }} />
      </p>
      {others.map((text, index) => (
        <div key={index} className={classes.founder}>
          <TextInput
            label={t('newDao.founder', { number: index + 2 })}
            placeholder="merit1…"
            value={text}
            error={faultAt(index)}
            onBlur={() => setLeft(new Set([...left, index]))}
            onChange={(event) => {
              const next = event.currentTarget.value.trim();
              onChange(others.map((old, at) => (at === index ? next : old)));
            }}
          />
          <Button
            variant="subtle"
            aria-label={t('newDao.removeFounder', { number: index + 2 })}
            onClick={() => onChange(others.filter((_, at) => at !== index))}
          >
            ×
          </Button>
        </div>
      ))}
      {others.length + 1 < bounds.founders && (
        <div>
          <Button variant="default" onClick={() => onChange([...others, ''])}>
            {t('newDao.addFounder')}
          </Button>
        </div>
      )}
    </div>
  );
}
