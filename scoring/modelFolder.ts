/** A model as it lies on disk, and the two hashes that name it and the extractor. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { features } from './features.ts';
import type { Model } from './reference.ts';

/** The model that comes with Meritlane. */
export const defaultModelFolder = fileURLToPath(new URL('./model/', import.meta.url));

/** The files that decide what features a contribution has, in the order in which they are hashed. */
export const extractorFiles = [
  'change/changeFeatures.ts',
  'change/extractChange.ts',
  'change/language.ts',
  'change/lineReader.ts',
  'change/novelty.ts',
  'change/pathClass.ts',
  'change/readChange.ts',
  'change/tokens.ts',
  'diff/hunks.ts',
  'diff/lineDiff.ts',
  'diff/myers.ts',
  'diff/netSeries.ts',
  'diff/sparseFile.ts',
  'document.ts',
  'errors.ts',
  'extract.ts',
  'extractDocument.ts',
  'featureUnits.ts',
  'features.ts',
  'fileClass.ts',
  'history/fileRecord.ts',
  'history/history.ts',
  'history/lineOrigins.ts',
  'keys.ts',
  'mailSubject.ts',
  'patch.ts',
  'patchPath.ts',
  'patchSummary.ts',
  'project.ts',
  'text.ts',
] as const;

/** A model read from its folder; hashes are hex. */
export type LoadedModel = { onnx: Uint8Array; model: Model; modelHash: string };

function isModel(value: unknown): value is Model {
  const model = value as Model;
  return (
    Array.isArray(model?.features) &&
    model.features.length === features.length &&
    model.features.every((id, index) => id === features[index]?.id) &&
    model.bias?.length === 4 &&
    model.thresholds?.length === features.length &&
    model.entries?.length === features.length &&
    model.entries.every((own, index) => own.length === (model.thresholds[index]?.length ?? 0) + 1)
  );
}

/** Reads the tables in `folder`; throws when they are not a model over the features of this version. */
export function readTables(folder: string): Model {
  const model: unknown = JSON.parse(readFileSync(join(folder, 'tables.json'), 'utf8'));
  if (!isModel(model))
    throw new Error(`The tables in ${folder} are not a model over the features of this version.`);
  return model;
}

/** Reads ONNX file and tables from `folder`. modelHash = SHA-256 of the ONNX file. */
export function readModelFolder(folder: string): LoadedModel {
  const onnx = readFileSync(join(folder, 'contribution.onnx'));
  return { onnx, model: readTables(folder), modelHash: createHash('sha256').update(onnx).digest('hex') };
}

/** SHA-256 over name, length and text of each extractor file in order, as hex; line ends count as LF on every system. */
export function extractorHashOf(): string {
  const hash = createHash('sha256').update('meritlane/extractor');
  for (const name of extractorFiles) {
    const text = readFileSync(new URL(name, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
    hash.update(`\n${name} ${Buffer.byteLength(text)}\n`).update(text);
  }
  return hash.digest('hex');
}
