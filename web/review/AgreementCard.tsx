/** How far people agree with each other and with the scores, axis by axis. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { formatPpm, formatScore } from '../formats.ts';
import { useWords } from '../words/words.ts';
import { agreementQuery } from './reviewQueries.ts';

/** Alpha from which ratings count at all, and from which they count in full (Krippendorff). */
const tentativePpm = 667_000;
const reliablePpm = 800_000;

function meaningOf(alphaPpm: number): 'low' | 'tentative' | 'reliable' {
  if (alphaPpm >= reliablePpm) return 'reliable';
  return alphaPpm >= tentativePpm ? 'tentative' : 'low';
}

/** What the lowest and the highest scores are on a ladder. */
const rangeOf = (rungs: readonly number[]): string =>
  `${formatScore(rungs[0] ?? 0)} – ${formatScore(rungs.at(-1) ?? 0)}`;

export function AgreementCard({ dao }: { readonly dao: string }): ReactNode {
  const { t, language } = useWords();
  const found = useQuery(agreementQuery(dao));
  const rows = found.data?.axes.filter(({ units }) => units > 0) ?? [];
  const rule = found.data?.recalibration;
  const share = formatPpm(found.data?.samplePpm ?? 0, language);
  return (
    <Card title={t('reviews.agreement')} note={t('reviews.agreementNote', { share })} error={found.error}>
      <p>
        {rule === undefined
          ? t('reviews.recalibrationOff')
          : t('reviews.recalibration', {
              units: rule.unitsMin,
              alpha: (rule.alphaMinPpm / 1_000_000).toFixed(3),
              shift: formatScore(rule.shiftMax),
            })}
      </p>
      {rows.length === 0 ? (
        <EmptyState>{t('reviews.agreementEmpty')}</EmptyState>
      ) : (
        <DataTable
          caption={t('reviews.agreement')}
          rows={rows}
          rowId={({ kind, axis }) => `${kind}.${axis}`}
          columns={[
            {
              id: 'axis',
              head: t('reviews.axis'),
              cell: ({ kind, axis }) => `${t(`dimension.${axis}`)} · ${t(`work.${kind}`)}`,
            },
            { id: 'units', head: t('reviews.units'), align: 'end', cell: ({ units }) => String(units) },
            {
              id: 'alpha',
              head: t('reviews.alpha'),
              cell: ({ alphaPpm }) =>
                alphaPpm === undefined
                  ? t('reviews.alphaNone')
                  : `${(alphaPpm / 1_000_000).toFixed(3)} · ${t(`reviews.alpha.${meaningOf(alphaPpm)}`)}`,
            },
            {
              id: 'ladder',
              head: t('reviews.ladder'),
              cell: ({ ladder }) => (ladder.length === 0 ? t('reviews.ladderNone') : rangeOf(ladder)),
            },
            {
              id: 'correction',
              head: t('reviews.correction'),
              cell: ({ correction, nextCorrection }) => (
                <>
                  {correction === undefined ? t('reviews.correctionNone') : rangeOf(correction)}
                  {nextCorrection !== undefined && (
                    <div className="small">
                      {t('reviews.correctionNext', { range: rangeOf(nextCorrection) })}
                    </div>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
