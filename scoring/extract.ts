/** The extractor: bytes of a contribution and what was known before it in, a vector of integers out. */
import { extractChange } from './change/extractChange.ts';
import { type ReadChange, readChange } from './change/readChange.ts';
import { netSeries } from './diff/netSeries.ts';
import { parseDocument } from './document.ts';
import { ScoringError } from './errors.ts';
import { type DocumentSummary, extractDocument } from './extractDocument.ts';
import { type FeatureValues, features, UNITS_CAP } from './features.ts';
import type { History } from './history/history.ts';
import { parsePatch } from './patch.ts';
import { type PatchSummary, summaryOfPatch } from './patchSummary.ts';

/** What a contribution is. */
export type ContentKind = 'code' | 'document';

/** All that scoring knows of the past: the author's units in this epoch so far, and the DAO's earlier changes (null: not known). */
export type Past = { unitsBefore: number; history: History | null };

/** Features in the order of `features`, units of new work (integer ≥ 0), and what people are shown beside the score. */
export type Extraction = { features: number[]; units: number; summary: PatchSummary | DocumentSummary };

/** An extraction and, of a patch, the change to be remembered. */
export type Reading = { extraction: Extraction; change: ReadChange | null };

type Measured = { values: FeatureValues; units: number; summary: Extraction['summary'] };

function measurePatch(bytes: Uint8Array, history: History | null): Measured & { change: ReadChange } {
  const patch = parsePatch(bytes);
  const change = readChange(netSeries(patch.files), history);
  return { ...extractChange(change, history), summary: summaryOfPatch(patch, change), change };
}

function measure(kind: ContentKind, bytes: Uint8Array, history: History | null) {
  if (kind === 'code') return measurePatch(bytes, history);
  if (kind === 'document') return { ...extractDocument(parseDocument(bytes)), change: null };
  throw new ScoringError('scoring.unknownKind');
}

/**
 * The feature vector of what was measured. Where nothing new is found (0 units) every other feature is 0 too: vendored,
 * generated, moved or renamed work then earns exactly nothing, whatever its shape.
 */
export function vectorOf(values: FeatureValues, units: number, unitsBefore: number): number[] {
  const all: FeatureValues = {
    ...(units > 0 ? values : {}),
    novelUnits: units,
    quantityBefore: Math.min(unitsBefore, UNITS_CAP),
    quantityAfter: Math.min(unitsBefore + units, UNITS_CAP),
  };
  return features.map(({ id, max }) => Math.min(all[id] ?? 0, max));
}

/** `extract`, with the change that a history may apply afterwards. */
export function read(kind: ContentKind, bytes: Uint8Array, { unitsBefore, history }: Past): Reading {
  if (!Number.isSafeInteger(unitsBefore) || unitsBefore < 0) throw new ScoringError('scoring.invalidHistory');
  const { values, units, summary, change } = measure(kind, bytes, history);
  return { extraction: { features: vectorOf(values, units, unitsBefore), units, summary }, change };
}

/**
 * Extracts from untrusted `bytes`; throws ScoringError. The same arguments give the same integers on every machine:
 * no clock, author, message, locale, floating point or randomness enters.
 */
export function extract(kind: ContentKind, bytes: Uint8Array, past: Past): Extraction {
  return read(kind, bytes, past).extraction;
}
