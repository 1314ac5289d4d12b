/** The features of a contribution, in the one order shared by code and documents; all are integers. */
import { type ChangeFeatureId, changeFeatures } from './change/changeFeatures.ts';
import { count, type FeatureText, flag, share } from './featureUnits.ts';

/** A feature: its id, what it says, its unit, and the least and greatest value that the extractor gives. */
export type Feature = FeatureText & { id: FeatureId };

/** Units of one author and epoch beyond which quantity is at its maximum. */
export const UNITS_CAP = 4_000;

/** What every contribution has. */
const shared = {
  isDocument: flag('One for a document, zero for a patch.'),
  quantityBefore: count('Units of the author in this epoch before this contribution.', UNITS_CAP),
  quantityAfter: count('Units of the author in this epoch with this contribution.', UNITS_CAP),
  novelUnits: count('Units of new work in this contribution.'),
} as const satisfies Record<string, FeatureText>;

const ofDocuments = {
  documentPhrases: count('Distinct phrases of three words in a document.'),
  headings: count('Headings of a document.'),
  codeBlocks: count('Code blocks of a document.'),
  links: count('Distinct links of a document.'),
  listItems: count('List items of a document.'),
  vocabularyShare: share('Distinct words, of the first thousand words of a document.'),
  repeatedPhrases: share('Phrases of three words that a document repeats, of all its phrases.'),
  longestParagraph: count('Words in the longest paragraph of a document.'),
} as const satisfies Record<string, FeatureText>;

/** The id of a feature. */
export type FeatureId = keyof typeof shared | ChangeFeatureId | keyof typeof ofDocuments;

/** Values by feature; what is absent is 0. */
export type FeatureValues = Partial<Record<FeatureId, number>>;

const listOf = (table: Partial<Record<FeatureId, FeatureText>>): Feature[] =>
  (Object.entries(table) as [FeatureId, FeatureText][]).map(([id, text]) => ({ id, ...text }));

/** All features in their order: those of every contribution, those of patches, those of documents. */
export const features: readonly Feature[] = [...listOf(shared), ...changeFeatures, ...listOf(ofDocuments)];

/** The place of each feature in a feature vector. */
export const featureIndex = Object.fromEntries(
  features.map((feature, index) => [feature.id, index]),
) as Record<FeatureId, number>;
