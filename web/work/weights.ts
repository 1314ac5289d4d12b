/** The weights of a rule in words. */
import { dimensions } from '../components/DimensionTabs.tsx';
import { formatPpm } from '../formats.ts';
import type { Language } from '../words/language.ts';
import type { Translate } from '../words/words.ts';

/** `Quality 5%, Quantity 70%, …`: weights in parts per million, in the order of the dimensions. */
export const weightsText = (weights: readonly number[], t: Translate, language: Language): string =>
  dimensions
    .map((dimension, index) => `${t(`dimension.${dimension}`)} ${formatPpm(weights[index] ?? 0, language)}`)
    .join(language === 'zh' ? '、' : ', ');
