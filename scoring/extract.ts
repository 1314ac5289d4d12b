/** The extractor: bytes of a contribution and the author's units so far in, a vector of integers out. */
import { parseDocument } from './document.ts';
import { ScoringError } from './errors.ts';
import { type CodeSummary, extractCode, type FeatureValues } from './extractCode.ts';
import { type DocumentSummary, extractDocument } from './extractDocument.ts';
import { features, UNITS_CAP } from './features.ts';
import { parsePatch } from './patch.ts';

/** What a contribution is. */
export type ContentKind = 'code' | 'document';

/** All that scoring knows of the past: the author's units in this epoch before this contribution, by an opaque account. */
export type History = { unitsBefore: number };

/** Features in the order of `features`, units of new work (integer ≥ 0), and what people are shown beside the score. */
export type Extraction = { features: number[]; units: number; summary: CodeSummary | DocumentSummary };

function valuesOf(kind: ContentKind, bytes: Uint8Array) {
  if (kind === 'code') return extractCode(parsePatch(bytes));
  if (kind === 'document') return extractDocument(parseDocument(bytes));
  throw new ScoringError('scoring.unknownKind');
}

/**
 * Extracts from untrusted `bytes`; throws ScoringError. The same arguments give the same integers on every machine:
 * no clock, author, message, locale, floating point or randomness enters.
 *
 * Where nothing new is found (0 units) every other feature is 0 too: vendored, generated, moved or renamed work then earns
 * exactly nothing, whatever its shape.
 */
export function extract(kind: ContentKind, bytes: Uint8Array, { unitsBefore }: History): Extraction {
  if (!Number.isSafeInteger(unitsBefore) || unitsBefore < 0) throw new ScoringError('scoring.invalidHistory');
  const { values, units, summary } = valuesOf(kind, bytes);
  const all: FeatureValues = {
    ...(units > 0 ? values : {}),
    novelUnits: units,
    quantityBefore: Math.min(unitsBefore, UNITS_CAP),
    quantityAfter: Math.min(unitsBefore + units, UNITS_CAP),
  };
  const vector = features.map(({ id, max }) => Math.min(all[id] ?? 0, max));
  return { features: vector, units, summary };
}
