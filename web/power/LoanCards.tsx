/** What an account lends and what others lend to it, each with its end. */
import type { ReactNode } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Person } from '../components/Person.tsx';
import { formatAmount, formatCount, formatPower, formatPpm } from '../formats.ts';
import type { Language } from '../words/language.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import type { MemberPowerJson } from './powerQueries.ts';

interface PowerProps {
  readonly power: MemberPowerJson;
}

/** `a, b and c` in the reader's language. */
const together = (words: readonly string[], language: Language): string =>
  new Intl.ListFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { type: 'conjunction' }).format(words);

export function LentCard({ power }: PowerProps): ReactNode {
  const { t, language } = useWords();
  const token = useToken(power.dao);
  const { lent, epoch } = power;
  return (
    <Card title={t('power.lentTitle')} note={t('power.epochNow', { epoch: formatCount(epoch, language) })}>
      {lent === undefined && <EmptyState>{t('power.lentNone')}</EmptyState>}
      {lent?.grants.flatMap(({ tracks, expires, shares }) =>
        shares.map(({ delegate, ppm }) => (
          <p key={`${delegate}${tracks.join()}`} className="small">
            <Words
              id="power.lentLine"
              values={{
                share: formatPpm(ppm, language),
                amount: formatAmount(lent.amount, token, language),
                delegate: <Person address={delegate} />,
                tracks: together(
                  tracks.map((track) => t(`track.${track}`)),
                  language,
                ),
                epoch: formatCount(expires, language),
              }}
            />
            {expires < epoch && ` (${t('power.ended')})`}
          </p>
        )),
      )}
    </Card>
  );
}

export function ReceivedCard({ power }: PowerProps): ReactNode {
  const { t, language } = useWords();
  const token = useToken(power.dao);
  const { received } = power;
  return (
    <Card title={t('power.receivedTitle')} flush={received.length > 0}>
      {received.length === 0 ? (
        <EmptyState>{t('power.receivedNone')}</EmptyState>
      ) : (
        <DataTable
          caption={t('power.receivedTitle')}
          rows={received}
          rowId={({ track, expires }) => `${track}${expires}`}
          columns={[
            { id: 'track', head: t('power.track'), cell: ({ track }) => t(`track.${track}`) },
            {
              id: 'amount',
              head: t('power.received'),
              align: 'end',
              cell: ({ amount }) => formatPower(BigInt(amount), token, language),
            },
            {
              id: 'until',
              head: t('power.until'),
              align: 'end',
              cell: ({ expires }) => formatCount(expires, language),
            },
          ]}
        />
      )}
    </Card>
  );
}
