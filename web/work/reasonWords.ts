/** The reasons of a score as sentences in the reader's language, ready for the waterfall. */
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { ExplanationJson } from '#api/client/answers.ts';
import { type FeatureId, featureIndex } from '#scoring/features.ts';
import { UNKNOWN } from '#scoring/featureUnits.ts';
import { baseReason, reasonNumber, reasons, unknownPastReason } from '#scoring/reasons.ts';
import type { Dimension } from '../components/DimensionTabs.tsx';
import { dimensions } from '../components/DimensionTabs.tsx';
import type { Reason } from '../components/waterfallRows.ts';
import type { Language } from '../words/language.ts';

const sentences = (language: Language): Record<string, string> =>
  Object.fromEntries(
    Object.entries(reasons).flatMap(([id, { gain, loss }]) => [
      [`${id}.gain`, gain[language]],
      [`${id}.loss`, loss[language]],
    ]),
  );

const i18n = setupI18n();
i18n.setMessagesCompiler(compileMessage);
i18n.load({ en: sentences('en'), zh: sentences('zh') });

const isFeature = (id: string): id is FeatureId => Object.hasOwn(featureIndex, id);

/** A row's sentence; a feature of a model that this page does not know stands with its id. */
function sentenceOf(id: string, value: number, points: number, language: Language): string {
  if (!isFeature(id)) return `${id}: ${value}`;
  if (value === UNKNOWN) return unknownPastReason[language];
  i18n.activate(language, [language === 'zh' ? 'zh-CN' : 'en-GB']);
  return i18n._(`${id}.${points < 0 ? 'loss' : 'gain'}`, { n: reasonNumber(id, value) });
}

/** Base and reasons of one dimension; with the base they sum to its score exactly. Rows that change nothing are left out. */
export function reasonsOf(
  { bias, rows }: Pick<ExplanationJson, 'bias' | 'rows'>,
  dimension: Dimension,
  language: Language,
): { readonly base: Reason; readonly reasons: readonly Reason[] } {
  const index = dimensions.indexOf(dimension);
  return {
    base: { id: 'base', sentence: baseReason[language], points: bias[index] ?? 0 },
    reasons: rows.flatMap(({ id, value, entries }) => {
      const points = entries[index] ?? 0;
      return points === 0 ? [] : [{ id, sentence: sentenceOf(id, value, points, language), points }];
    }),
  };
}
