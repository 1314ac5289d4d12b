/** The four dimensions of a score as tabs: figure, place in the project, thin meter; arrows move between them. */
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { formatScore } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './DimensionTabs.module.css';

/** The dimensions in their fixed order, which is also the order of scores on the chain. */
export const dimensions = ['quality', 'quantity', 'impact', 'value'] as const;

/** One of the four. */
export type Dimension = (typeof dimensions)[number];

/** A score of one dimension. */
export interface DimensionScore {
  /** Protocol score 0 … 10,000. */
  readonly score: number;
  /** Of 100 works here, how many scored lower; absent while there are too few to compare. */
  readonly above?: number | undefined;
}

interface DimensionTabsProps {
  readonly scores: Readonly<Record<Dimension, DimensionScore>>;
  readonly selected: Dimension;
  readonly onSelect: (dimension: Dimension) => void;
  /** The panel of the selected dimension. */
  readonly children: ReactNode;
}

/** Where a key leads from a tab; undefined for keys that are not ours. */
function nextIndex(key: string, index: number): number | undefined {
  const count = dimensions.length;
  if (key === 'ArrowRight' || key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (index + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

export function DimensionTabs({ scores, selected, onSelect, children }: DimensionTabsProps): ReactNode {
  const { t } = useWords();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const index = nextIndex(event.key, dimensions.indexOf(selected));
    const dimension = index === undefined ? undefined : dimensions[index];
    if (dimension === undefined) return;
    event.preventDefault();
    onSelect(dimension);
    list.current?.querySelector<HTMLElement>(`[data-dimension="${dimension}"]`)?.focus();
  };
  return (
    <div className={classes.frame}>
      <div
        ref={list}
        role="tablist"
        aria-label={t('dimension.all')}
        className={classes.tabs}
        onKeyDown={move}
      >
        {dimensions.map((dimension) => {
          const { score, above } = scores[dimension];
          return (
            <button
              key={dimension}
              type="button"
              role="tab"
              id={`${id}-${dimension}`}
              aria-selected={dimension === selected}
              aria-controls={`${id}-panel`}
              tabIndex={dimension === selected ? 0 : -1}
              data-dimension={dimension}
              className={classes.tab}
              onClick={() => onSelect(dimension)}
            >
              <span className={classes.name}>{t(`dimension.${dimension}`)}</span>
              <span className={classes.figure}>{formatScore(score)}</span>
              <span className={classes.name}>
                {above === undefined ? t('dimension.tooFew') : t('dimension.above', { above })}
              </span>
              <span className={classes.meter} aria-hidden="true">
                <span style={{ width: `${score / 100}%` }} />
              </span>
            </button>
          );
        })}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${selected}`}>
        {children}
      </div>
    </div>
  );
}
