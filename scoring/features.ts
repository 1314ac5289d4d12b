/** The features of a contribution, in the one order shared by code and documents; all are integers. */

/** What a feature counts: things, thousandths of a whole, or yes (1) and no (0). */
export type FeatureUnit = 'count' | 'permille' | 'flag';

/** A feature: its id, what it says, its unit, and the least and greatest value that the extractor gives. */
export type Feature = { id: FeatureId; doc: string; unit: FeatureUnit; min: number; max: number };

/** Units of one author and epoch beyond which quantity is at its maximum. */
export const UNITS_CAP = 4_000;

/** Larger counts say nothing more; the bound keeps every value far inside 32 bits. */
export const COUNT_MAX = 200_000;

const count = (doc: string, max = COUNT_MAX) => ({ doc, unit: 'count', min: 0, max }) as const;
const share = (doc: string) => ({ doc, unit: 'permille', min: 0, max: 1_000 }) as const;

const table = {
  isDocument: { doc: 'One for a document, zero for a patch.', unit: 'flag', min: 0, max: 1 },
  quantityBefore: count('Units of the author in this epoch before this contribution.', UNITS_CAP),
  quantityAfter: count('Units of the author in this epoch with this contribution.', UNITS_CAP),
  novelUnits: count('Units of new work in this contribution.'),
  codeLines: count('Lines of code that are new in text and in structure.'),
  testLines: count('Lines of test code that are new in text and in structure.'),
  guideWords: count('New phrases of three words in documentation that a patch changes.'),
  removedLines: count('Lines of code and tests that are removed and not moved.'),
  knownShare: share(
    'Added lines that are not new in text or structure, of all added lines that are not moved.',
  ),
  movedShare: share('Added lines that a patch moves or indents anew, of all added lines.'),
  repeatedShare: share(
    'Added lines whose text stands elsewhere in the patch, of all added lines that are not moved.',
  ),
  replacedShare: share('Removed lines, of added and removed lines together.'),
  codeFiles: count('Source files with a change of substance.'),
  testFiles: count('Test files with a change of substance.'),
  guideFiles: count('Documentation files with a change of substance.'),
  settingsFiles: count('Settings files with a change of substance.'),
  newFiles: count('Files that are added with substance.'),
  deletedFiles: count('Files that are deleted with substance.'),
  folders: count('Folders with a change of substance.'),
  areas: count('Top-level folders with a change of substance.'),
  evenFiles: count('Files over which new lines would be spread evenly: (Σ lines)² ÷ Σ lines², rounded down.'),
  places: count('Separate places with a change of substance.'),
  controlShare: share('New code lines with a branch or a loop, of all new code lines.'),
  errorShare: share('New code lines that handle errors, of all new code lines.'),
  asyncShare: share('New code lines that wait or run concurrently, of all new code lines.'),
  suppressionLines: count('New code lines that silence a checker or leave work open.'),
  assertions: count('New test lines that assert something.'),
  newSymbols: count('Functions, classes and types that new code lines declare.'),
  newNames: count('Names in new code lines that stand nowhere else in the patch.'),
  longestBlock: count('Most new code lines in a row without a declaration between them.'),
  deepestLevel: count('Deepest level of indentation of a new code line.', 64),
  untestedBranches: count('New branches in a patch without new test lines.'),
  documentPhrases: count('Distinct phrases of three words in a document.'),
  headings: count('Headings of a document.'),
  codeBlocks: count('Code blocks of a document.'),
  links: count('Distinct links of a document.'),
  listItems: count('List items of a document.'),
  vocabularyShare: share('Distinct words, of the first thousand words of a document.'),
  repeatedPhrases: share('Phrases of three words that a document repeats, of all its phrases.'),
  longestParagraph: count('Words in the longest paragraph of a document.'),
} as const;

/** The id of a feature. */
export type FeatureId = keyof typeof table;

/** All features in their order. */
export const features: readonly Feature[] = (Object.keys(table) as FeatureId[]).map((id) => ({
  id,
  ...table[id],
}));

/** The place of each feature in a feature vector. */
export const featureIndex = Object.fromEntries(
  features.map((feature, index) => [feature.id, index]),
) as Record<FeatureId, number>;
