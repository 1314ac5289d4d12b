/** The four dimensions of a score, and why the chosen one is what it is. */
import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ExplanationJson } from '#api/client/answers.ts';
import { Card } from '../components/Card.tsx';
import {
  type Dimension,
  type DimensionScore,
  DimensionTabs,
  dimensions,
} from '../components/DimensionTabs.tsx';
import { Waterfall } from '../components/Waterfall.tsx';
import { formatScore } from '../formats.ts';
import { useWords } from '../words/words.ts';
import { reasonsOf } from './reasonWords.ts';

interface WorkScoresProps {
  /** Quality, quantity, impact, value; protocol scores. */
  readonly scores: readonly number[];
  /** Of 100 works here, how many scored lower, by dimension; absent while there are too few. */
  readonly above?: readonly (number | undefined)[];
  /** Absent where the content is gone. */
  readonly explanation: Pick<ExplanationJson, 'bias' | 'rows'> | undefined;
  readonly selected: Dimension;
  readonly onSelect: (dimension: Dimension) => void;
  /** A prediction says "about". */
  readonly about?: boolean;
  readonly foot?: ReactNode;
}

export function WorkScores(props: WorkScoresProps): ReactNode {
  const { scores, above, explanation, selected, onSelect, about = false, foot } = props;
  const { t, language } = useWords();
  const byDimension = Object.fromEntries(
    dimensions.map((dimension, index): [Dimension, DimensionScore] => [
      dimension,
      { score: scores[index] ?? 0, above: above?.[index] },
    ]),
  ) as Record<Dimension, DimensionScore>;
  const shown = formatScore(byDimension[selected].score);
  return (
    <DimensionTabs scores={byDimension} selected={selected} onSelect={onSelect}>
      <Card
        title={t(about ? 'contribute.why' : 'contribution.why', { score: shown })}
        note={explanation === undefined ? undefined : t('waterfall.exact')}
      >
        {explanation === undefined ? (
          <p>{t('contribution.noReasons')}</p>
        ) : (
          <Waterfall
            {...reasonsOf(explanation, selected, language)}
            totalWords={t(`waterfall.total.${selected}`)}
          />
        )}
        {foot !== undefined && <Box mt="md">{foot}</Box>}
      </Card>
    </DimensionTabs>
  );
}
