/** How much may leave a treasury in an epoch, and how much of it still may in the running one. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { type Fact, FactList } from '../components/FactList.tsx';
import type { Token } from '../formats.ts';
import { useWords } from '../words/words.ts';
import { limitQuery } from './flowQueries.ts';

interface LimitCardProps {
  readonly dao: string;
  readonly token: Token;
}

export function LimitCard({ dao, token }: LimitCardProps): ReactNode {
  const { t } = useWords();
  const found = useQuery(limitQuery(dao, dao));
  const limit = found.data;
  const facts: Fact[] =
    limit === undefined || !limit.limited
      ? []
      : [
          ...(limit.perEpoch === undefined
            ? []
            : [
                {
                  id: 'per',
                  name: t('limits.perEpoch'),
                  value: <Amount amount={limit.perEpoch} token={token} />,
                },
              ]),
          { id: 'left', name: t('limits.left'), value: <Amount amount={limit.left} token={token} /> },
        ];
  return (
    <Card
      title={t('limits.title')}
      note={t('limits.note')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
    >
      {limit !== undefined && !limit.limited && <p className="small">{t('limits.none')}</p>}
      {facts.length > 0 && <FactList facts={facts} />}
      {limit?.limited === true && !limit.renewed && <p className="small">{t('limits.notRenewed')}</p>}
    </Card>
  );
}
