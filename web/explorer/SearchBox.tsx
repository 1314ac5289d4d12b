/** Finds a block, a transaction, what a transaction made, or an account. */
import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useWords } from '../words/words.ts';
import { findPlace } from './findPlace.ts';
import classes from './SearchBox.module.css';

export function SearchBox(): ReactNode {
  const { t } = useWords();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const search = (event: FormEvent): void => {
    event.preventDefault();
    const place = findPlace(text);
    setWrong(place === undefined);
    if (place !== undefined) void navigate({ to: place });
  };
  return (
    <search>
      <form className={classes.form} onSubmit={search}>
        <TextInput
          className={classes.field ?? ''}
          label={t('explorer.search')}
          placeholder={t('explorer.searchHint')}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setWrong(false);
          }}
          error={wrong ? t('explorer.searchWrong') : undefined}
          spellCheck={false}
          autoComplete="off"
        />
        <Button type="submit">{t('explorer.searchButton')}</Button>
      </form>
    </search>
  );
}
