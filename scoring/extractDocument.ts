/** Features of a document: integers about its distinct phrases and its shape, never about its author or opinion. */
import type { Document } from './document.ts';
import type { FeatureValues } from './features.ts';
import { addPhrases } from './text.ts';

/** New phrases that weigh as much as one line of code: about a line of prose. */
const PHRASES_PER_UNIT = 10;
/** Vocabulary is compared over a fixed length, because its share falls with length by nature. */
const VOCABULARY_WORDS = 1_000;

/** What people are shown beside the score of a document; none of it is scored. */
export type DocumentSummary = {
  kind: 'document';
  title: string;
  words: number;
  headings: number;
  codeBlocks: number;
  listItems: number;
  links: number;
};

/** Feature values, units and summary of a parsed document. Units: a tenth of the distinct phrases of three words. */
export function extractDocument(document: Document): {
  values: FeatureValues;
  units: number;
  summary: DocumentSummary;
} {
  const { words, headings, codeBlocks, listItems, links, longestParagraph, title } = document;
  const phrases = new Set<string>();
  addPhrases(words, phrases);
  const phraseCount = Math.max(0, words.length - 2);
  const opening = words.slice(0, VOCABULARY_WORDS);
  const values: FeatureValues = {
    isDocument: 1,
    documentPhrases: phrases.size,
    headings,
    codeBlocks,
    links: links.length,
    listItems,
    vocabularyShare: Math.floor((new Set(opening).size * 1_000) / opening.length),
    repeatedPhrases: phraseCount === 0 ? 0 : Math.floor(((phraseCount - phrases.size) * 1_000) / phraseCount),
    longestParagraph,
  };
  const summary: DocumentSummary = {
    kind: 'document',
    title,
    words: words.length,
    headings,
    codeBlocks,
    listItems,
    links: links.length,
  };
  return { values, units: Math.floor(phrases.size / PHRASES_PER_UNIT), summary };
}
