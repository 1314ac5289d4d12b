/** Offering to be a delegate: one statement, one signature. */
import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { utf8 } from '#chain/crypto/bytes.ts';
import { Card } from '../components/Card.tsx';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import classes from './LendCard.module.css';
import { delegateQuery } from './powerQueries.ts';

const statementBytesMax = 1_000;

interface OfferProps {
  readonly dao: string;
  readonly account: string;
}

export function OfferCard({ dao, account }: OfferProps): ReactNode {
  const { t } = useWords();
  const stored = useQuery(delegateQuery(dao, account)).data?.statement;
  const [typed, setTyped] = useState<string>();
  const [opened, setOpened] = useState(false);
  const statement = typed ?? stored ?? '';
  const tooLong = utf8(statement).length > statementBytesMax;
  const sign = t(stored === undefined || stored === '' ? 'delegates.offerSign' : 'delegates.offerChange');
  return (
    <Card title={t('delegates.offer')} note={t('delegates.offerNote')} busy={stored === undefined}>
      <div className={classes.form}>
        <Textarea
          label={t('delegates.offerLabel')}
          value={statement}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={tooLong ? t('delegates.offerLong') : undefined}
          autosize
          minRows={3}
          maxRows={10}
        />
        <Button variant="default" disabled={tooLong || statement === stored} onClick={() => setOpened(true)}>
          {sign}
        </Button>
      </div>
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="delegation.present"
        payload={{ dao, statement }}
        title={t('delegates.offer')}
        happens={t('delegates.offerHappens')}
      />
    </Card>
  );
}
