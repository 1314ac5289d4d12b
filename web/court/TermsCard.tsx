/** The terms of a court: what it costs, what a juror risks and earns, and how long each step takes. */
import type { ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { FactList } from '../components/FactList.tsx';
import type { Token } from '../formats.ts';
import { formatDuration } from '../times.ts';
import { useWords } from '../words/words.ts';
import type { CourtJson } from './courtQueries.ts';

export function TermsCard({ court, token }: { readonly court: CourtJson; readonly token: Token }): ReactNode {
  const { t, language } = useWords();
  const { court: terms } = court;
  const amounts = ['bond', 'seatStake', 'jurorFee', 'seedDeposit'] as const;
  const times = ['evidenceMs', 'seedMs', 'commitMs', 'revealMs', 'appealMs'] as const;
  return (
    <Card title={t('court.terms')} note={t('court.terms.note', { slots: court.slots })}>
      <FactList
        facts={[
          ...amounts.map((name) => ({
            id: name,
            name: t(`court.terms.${name}`),
            value: <Amount amount={terms[name]} token={token} />,
          })),
          { id: 'loss', name: t('court.terms.loss'), value: `${terms.lossPpm / 10_000} %` },
          ...times.map((name) => ({
            id: name,
            name: t(`court.terms.${name}`),
            value: formatDuration(terms[name], language),
          })),
        ]}
      />
    </Card>
  );
}
