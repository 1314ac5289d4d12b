/** The model in force: its hashes, and what its card says in plain words. */
import { type ReactNode, useState } from 'react';
import { Card } from '../components/Card.tsx';
import { FactList } from '../components/FactList.tsx';
import { Hash } from '../components/Hash.tsx';
import { formatCount, formatScore } from '../formats.ts';
import type { client } from '../node.ts';
import { useWords, type WordId } from '../words/words.ts';
import classes from './Sentences.module.css';

export type ScorersJson = Awaited<ReturnType<typeof client.query.scorers.getScorers>>;

export function ModelFacts({ scorers }: { readonly scorers: ScorersJson }): ReactNode {
  const { t, language } = useWords();
  const { model } = scorers;
  const [quality = 0, quantity = 0, impact = 0, value = 0] = model.bias;
  return (
    <Card title={t('scoring.model')}>
      <FactList
        facts={[
          { id: 'model', name: t('scoring.modelHash'), value: <Hash hash={scorers.modelHash} /> },
          { id: 'extractor', name: t('scoring.extractorHash'), value: <Hash hash={scorers.extractorHash} /> },
          { id: 'tables', name: t('scoring.tablesRoot'), value: <Hash hash={model.tablesRoot} /> },
          {
            id: 'features',
            name: t('scoring.features'),
            value: formatCount(model.featureCount, language),
          },
          { id: 'rows', name: t('scoring.rows'), value: formatCount(model.rowCount, language) },
          {
            id: 'starts',
            name: t('scoring.starts'),
            value: t('scoring.startsValue', {
              quality: formatScore(quality),
              quantity: formatScore(quantity),
              impact: formatScore(impact),
              value: formatScore(value),
            }),
          },
        ]}
      />
    </Card>
  );
}

const points = [
  'scoring.cardReads',
  'scoring.cardQuality',
  'scoring.cardImpact',
  'scoring.cardValue',
  'scoring.cardDocuments',
  'scoring.cardLimits',
] as const satisfies readonly WordId[];

/** `own` is false where another model is in force than the one this app was built with. */
export function ModelCard({ own }: { readonly own: boolean }): ReactNode {
  const { t } = useWords();
  const [whole, setWhole] = useState<string>();
  const load = async (): Promise<void> => {
    const { default: text } = await import('../../scoring/model/card.md?raw');
    setWhole(text);
  };
  return (
    <Card title={t('scoring.card')}>
      <div id="card" className={classes.card}>
        {!own && <p>{t('scoring.cardOther')}</p>}
        {own && points.map((point) => <p key={point}>{t(point)}</p>)}
        {own && (
          <details onToggle={() => void load()}>
            <summary>{t('scoring.cardWhole')}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard. */}
            <pre lang="en" tabIndex={0}>
              {whole}
            </pre>
          </details>
        )}
      </div>
    </Card>
  );
}
