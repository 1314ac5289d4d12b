/** The form of a transaction, drawn from the fields of its payload. */
import { Button, Checkbox, Group, NativeSelect, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { utf8 } from '#chain/crypto/bytes.ts';
import { decimalText, type Token } from '../formats.ts';
import { isWordId, type Translate, useWords } from '../words/words.ts';
import { emptyValue, type Field, type NamedField } from './fieldsOf.ts';
import { durationUnits, parseAmount, parseDecimal, parseShare, writtenDuration } from './fieldTexts.ts';
import { isAddress } from './isAddress.ts';
import classes from './TransactionForm.module.css';

interface TransactionFormProps {
  readonly fields: readonly NamedField[];
  /** The payload so far in JSON form; parts that are missing or wrong are undefined. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly onChange: (value: Readonly<Record<string, unknown>>) => void;
  readonly token: Token;
}

interface Asked<F extends Field> {
  readonly field: F;
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly token: Token;
}
type FieldOf<T extends Field['type']> = Extract<Field, { readonly type: T }>;

type Named = Pick<NamedField, 'name' | 'kind'>;
/**
 * The words of a field: `field.<name>`, or `field.<kind>.<name>` where a kind means something else by it. A list's items with
 * a meaning of their own have `field.<name>.<index>`.
 */
export const labelOf = (t: Translate, token: Token, { name, kind }: Named, index?: number): string => {
  const own = `field.${name}.${index}`;
  if (index !== undefined && isWordId(own)) return t(own, { symbol: token.symbol });
  const id = [`field.${kind}.${name}`, `field.${name}`].find(isWordId);
  const label = id === undefined ? name : t(id, { symbol: token.symbol });
  return index === undefined ? label : t('form.item', { name: label, number: index + 1 });
};

export function TransactionForm({ fields, value, onChange, token }: TransactionFormProps): ReactNode {
  const { t } = useWords();
  return (
    <div className={classes.fields}>
      {fields.map(({ name, kind, field, optional }) => (
        <AnyField
          key={name}
          named={{ name, kind }}
          asked={{
            field,
            token,
            label: optional
              ? t('form.optional', { name: labelOf(t, token, { name, kind }) })
              : labelOf(t, token, { name, kind }),
            value: value[name],
            onChange: (part) => {
              const { [name]: _, ...others } = value;
              onChange(optional && (part === undefined || part === '') ? others : { ...value, [name]: part });
            },
          }}
        />
      ))}
    </div>
  );
}

function AnyField({ named, asked }: { readonly named: Named; readonly asked: Asked<Field> }): ReactNode {
  const { field, ...rest } = asked;
  switch (field.type) {
    case 'boolean':
      return (
        <Switch
          label={rest.label}
          checked={rest.value === true}
          onChange={(event) => rest.onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return <ChoiceField field={field} {...rest} />;
    case 'choices':
      return <ChoicesField field={field} {...rest} />;
    case 'duration':
      return <DurationField field={field} {...rest} />;
    case 'list':
      return <ListField named={named} field={field} {...rest} />;
    case 'group':
      return (
        <fieldset className={classes.group}>
          <legend>{rest.label}</legend>
          <TransactionForm
            fields={field.fields}
            value={(rest.value ?? {}) as Readonly<Record<string, unknown>>}
            onChange={rest.onChange}
            token={rest.token}
          />
        </fieldset>
      );
    case 'text':
      return <LongText field={field} {...rest} />;
    default:
      return <LineField field={field} {...rest} />;
  }
}

const optionWords = (t: Translate, option: string): string => {
  for (const group of ['role', 'kind', 'track']) {
    const id = `${group}.${option}`;
    if (isWordId(id)) return t(id);
  }
  return option;
};

function ChoiceField({ field, label, value, onChange }: Asked<FieldOf<'choice'>>): ReactNode {
  const { t } = useWords();
  return (
    <NativeSelect
      label={label}
      value={String(value ?? '')}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={field.options.map((option) => ({ value: option, label: optionWords(t, option) }))}
    />
  );
}

function ChoicesField({ field, label, value, onChange }: Asked<FieldOf<'choices'>>): ReactNode {
  const { t } = useWords();
  const chosen = (value ?? []) as readonly string[];
  return (
    <Checkbox.Group label={label} value={[...chosen]} onChange={onChange}>
      <Group gap="md" mt="xs">
        {field.options.map((option) => (
          <Checkbox key={option} value={option} label={optionWords(t, option)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

function LongText({ field, label, value, onChange }: Asked<FieldOf<'text'>>): ReactNode {
  const { t } = useWords();
  const text = typeof value === 'string' ? value : '';
  const tooLong = utf8(text).length > field.bytesMax;
  const shared = {
    label,
    value: text,
    error: tooLong ? t('form.tooLong', { max: field.bytesMax }) : undefined,
  };
  return field.bytesMax > 300 ? (
    <Textarea
      className={classes.wide ?? ''}
      {...shared}
      autosize
      minRows={4}
      maxRows={18}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  ) : (
    <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}

type LineType = 'address' | 'hash' | 'amount' | 'share' | 'integer' | 'time';

/** What a line shows for a value, what it reads from a text, and what it says of any other text. */
const lines = {
  address: {
    write: String,
    read: (text: string) => (isAddress(text) ? text : undefined),
    fault: 'form.badAddress',
  },
  hash: {
    write: String,
    read: (text: string) => (/^[0-9a-f]{64}$/.test(text) ? text : undefined),
    fault: 'form.badHash',
  },
  amount: {
    write: (value: unknown, { decimals }: Token) =>
      decimalText(String(value), decimals).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros)),
    read: (text: string, { decimals }: Token) => parseAmount(text, decimals),
    fault: 'form.badNumber',
  },
  share: {
    write: (value: unknown) => String(Number(value) / 10_000),
    read: (text: string) => parseShare(text),
    fault: 'form.badNumber',
  },
  integer: {
    write: String,
    read: (text: string) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined),
    fault: 'form.badNumber',
  },
  // The browser's own input of a moment, read as UTC.
  time: {
    write: (value: unknown) => new Date(Number(value)).toISOString().slice(0, 16),
    read: (text: string) => {
      const timeMs = Date.parse(`${text}Z`);
      return Number.isNaN(timeMs) ? undefined : timeMs;
    },
    fault: 'form.badNumber',
  },
} as const;

/** One line of text; it keeps what was typed while the payload holds what it means, or nothing. */
function LineField({ field, label, value, onChange, token }: Asked<FieldOf<LineType>>): ReactNode {
  const { t } = useWords();
  const { write, read, fault } = lines[field.type];
  const [text, setText] = useState(() => (value === undefined || value === '' ? '' : write(value, token)));
  const [left, setLeft] = useState(false);
  const meant = read(text.trim(), token);
  const error = text.trim() === '' ? undefined : meant === undefined ? t(fault) : undefined;
  return (
    <TextInput
      label={label}
      value={text}
      error={left ? error : undefined}
      type={field.type === 'time' ? 'datetime-local' : 'text'}
      inputMode={field.type === 'address' || field.type === 'hash' ? 'text' : 'decimal'}
      onBlur={() => setLeft(true)}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        onChange(read(next.trim(), token));
      }}
    />
  );
}

function DurationField({ field, label, value, onChange }: Asked<FieldOf<'duration'>>): ReactNode {
  const { t } = useWords();
  const [written, setWritten] = useState(() =>
    writtenDuration(typeof value === 'number' ? value : undefined),
  );
  const [left, setLeft] = useState(false);
  const read = ({ count, unit }: typeof written): number | undefined => {
    const number = parseDecimal(count);
    if (number === undefined) return undefined;
    const durationMs = Math.round(number * durationUnits[unit]);
    return durationMs >= field.min && durationMs <= field.max ? durationMs : undefined;
  };
  const change = (part: Partial<typeof written>): void => {
    const next = { ...written, ...part };
    setWritten(next);
    onChange(read(next));
  };
  const wrong = left && written.count.trim() !== '' && read(written) === undefined;
  return (
    <div className={classes.duration}>
      <TextInput
        label={label}
        value={written.count}
        inputMode="decimal"
        error={wrong ? t('form.badNumber') : undefined}
        onBlur={() => setLeft(true)}
        onChange={(event) => change({ count: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t('form.unit', { name: label })}
        value={written.unit}
        onChange={(event) => change({ unit: event.currentTarget.value as typeof written.unit })}
        data={(['seconds', 'minutes', 'hours', 'days'] as const).map((unit) => ({
          value: unit,
          label: t(`form.${unit}`),
        }))}
      />
    </div>
  );
}

function ListField({
  named,
  field,
  label,
  value,
  onChange,
  token,
}: Asked<FieldOf<'list'>> & { readonly named: Named }): ReactNode {
  const { t } = useWords();
  const items = (value ?? []) as readonly unknown[];
  // Items keep their own typed texts, so each needs a name that stays when others leave.
  const [keys, setKeys] = useState(() => items.map((_, index) => index));
  const fixed = field.min === field.max;
  const remove = (index: number): void => {
    setKeys(keys.filter((_, at) => at !== index));
    onChange(items.filter((_, at) => at !== index));
  };
  return (
    <fieldset className={classes.group}>
      <legend>{label}</legend>
      <Stack gap="sm">
        {items.map((item, index) => (
          <div key={keys[index] ?? index} className={classes.item} data-removable={!fixed}>
            <AnyField
              named={named}
              asked={{
                field: field.item,
                token,
                label: labelOf(t, token, named, index),
                value: item,
                onChange: (part) => onChange(items.map((old, at) => (at === index ? part : old))),
              }}
            />
            {!fixed && items.length > field.min && (
              <Button
                variant="subtle"
                size="xs"
                aria-label={t('form.removeItem', { name: label, number: index + 1 })}
                onClick={() => remove(index)}
              >
                ×
              </Button>
            )}
          </div>
        ))}
        {!fixed && items.length < field.max && (
          <Button
            variant="default"
            size="xs"
            className={classes.add ?? ''}
            onClick={() => {
              setKeys([...keys, Math.max(-1, ...keys) + 1]);
              onChange([...items, emptyValue(field.item)]);
            }}
          >
            {t('form.add')}
          </Button>
        )}
      </Stack>
    </fieldset>
  );
}
