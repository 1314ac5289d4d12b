/** What of a vote's power was lent or received, and how it is counted where power is a mix. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { formatAmount } from '../formats.ts';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';
import type { PowerJson } from './proposalQueries.ts';

export function LentWords({ own, dao }: { readonly own: PowerJson; readonly dao: string }): ReactNode {
  const { t, language } = useWords();
  const token = useToken(dao);
  const written = (amount: string): string => formatAmount(amount, token, language);
  return (
    <>
      {own.lent !== '0' && <p className="small">{t('proposal.lentNote', { lent: written(own.lent) })}</p>}
      {own.received !== '0' && (
        <p className="small">
          {t(own.carry?.receives === true ? 'proposal.receivedNote' : 'proposal.cutOffNote', {
            received: written(own.received),
          })}
        </p>
      )}
      {own.mix !== undefined && <p className="small">{t('proposal.personalNote')}</p>}
      <p className="small">
        <Link to={paths.power(dao)}>{t('power.toMine')}</Link>
      </p>
    </>
  );
}
