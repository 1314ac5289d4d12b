/** What may be done with an open request: paying it once conviction suffices, and for its author ending it. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { executePayload } from '#api/client/funding.ts';
import { Card } from '../components/Card.tsx';
import { Person } from '../components/Person.tsx';
import { formatAmountExact, type Token } from '../formats.ts';
import { client } from '../node.ts';
import { Transact } from '../transact/Transact.tsx';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import type { RequestJson } from './fundingQueries.ts';

interface PayCardProps {
  readonly request: RequestJson;
  readonly isReady: boolean;
  /** What it is paid in. */
  readonly token: Token;
}

export function PayCard({ request: asked, isReady, token }: PayCardProps): ReactNode {
  const { t, language } = useWords();
  const [opened, setOpened] = useState(false);
  const { request, amount, beneficiary } = asked;
  if (!isReady && !opened) return null;
  const values = {
    amount: formatAmountExact(amount, token, language),
    beneficiary: <Person address={beneficiary} />,
  };
  return (
    <Card title={t('funding.state.ready')} note={t('funding.payNote')}>
      <Button onClick={() => setOpened(true)}>{t('funding.pay')}</Button>
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="conviction.execute"
        payload={() => executePayload(client, request)}
        title={t('funding.pay')}
        happens={<Words id="funding.payHappens" values={values} />}
        rule={t('funding.payRule')}
      />
    </Card>
  );
}

/** For the author of an open request. */
export function EndButton({ request: { dao, request } }: Pick<PayCardProps, 'request'>): ReactNode {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('funding.end')}
      </Button>
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="conviction.cancel"
        payload={{ dao, request }}
        title={t('funding.end')}
        happens={t('funding.endHappens')}
      />
    </>
  );
}
