/** What became of accepted work, and what that does to the part of its money that is held. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { FactList } from '../components/FactList.tsx';
import { Time } from '../components/Time.tsx';
import { usePulse } from '../components/usePulse.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { heldBy } from './chainMoney.ts';
import { type ContributionJson, outcomeQuery } from './contributionQueries.ts';
import { useChainClock } from './useChainClock.ts';

interface OutcomeCardProps {
  readonly work: ContributionJson;
}

const pulseMs = 1000;
const counted = ['lines', 'standing', 'reverted', 'adopters'] as const;

/** Draws nothing where the rule holds nothing, or before the work is accepted. */
export function OutcomeCard({ work }: OutcomeCardProps): ReactNode {
  const { t } = useWords();
  const token = useToken(work.dao);
  const nowMs = usePulse(pulseMs, useChainClock());
  const { outcome, outcomeFrom, outcomeUntil } = work;
  if (outcomeFrom === undefined || outcomeUntil === undefined || work.rule.vestingPpm === 0) return null;
  if (outcome !== undefined)
    return (
      <Card title={t('outcome.title')} note={t('outcome.formula')}>
        <FactList
          facts={[
            ...counted.map((id) => ({ id, name: t(`outcome.${id}`), value: String(outcome[id]) })),
            {
              id: 'released',
              name: t('outcome.released'),
              value: <Amount amount={outcome.released} token={token} tone="money" />,
            },
            {
              id: 'returned',
              name: t('outcome.returned'),
              value: <Amount amount={outcome.returned} token={token} />,
            },
          ]}
        />
      </Card>
    );
  const amount = <Amount amount={heldBy(work, nowMs)} token={token} />;
  const values = {
    amount,
    from: <Time timeMs={outcomeFrom} form="moment" />,
    until: <Time timeMs={outcomeUntil} form="moment" />,
  };
  const stage = nowMs < outcomeFrom ? 'waits' : nowMs <= outcomeUntil ? 'measuring' : 'missed';
  return (
    <Card title={t('outcome.title')} note={t('outcome.formula')}>
      <p>
        <Words id={`outcome.${stage}`} values={values} />
      </p>
      {stage === 'measuring' && <Answered work={work} />}
    </Card>
  );
}

function Answered({ work }: OutcomeCardProps): ReactNode {
  const { t } = useWords();
  const round = useQuery(outcomeQuery(work.contribution)).data;
  if (round === undefined) return null;
  const { commits, reveals, quorum } = round;
  return (
    <p className="small">
      {t('outcome.answered', { committed: commits.length, revealed: reveals.length, quorum })}
    </p>
  );
}
