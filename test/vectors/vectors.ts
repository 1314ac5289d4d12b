/** Finds the conformance vectors that other people wrote; they lie outside of the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { MERITLANE_VECTORS: givenFolder } = process.env;
const besideRepository = join(import.meta.dirname, '../../../shared/vectors');
const folder = givenFolder ?? besideRepository;

if (givenFolder !== undefined && !existsSync(givenFolder)) {
  throw new Error('MERITLANE_VECTORS names a folder that does not exist.');
}

/** Tells whether the vectors are there; their tests are skipped where they are not and nobody asked for them. */
export const haveVectors = existsSync(folder);

/** Returns the path of a file or folder among the vectors. */
export function vectorPath(...parts: string[]): string {
  return join(folder, ...parts);
}

/** Returns a parsed JSON file of the vectors, in the shape that its test states. */
export function readVectors<Shape>(...parts: string[]): Shape {
  return JSON.parse(readFileSync(vectorPath(...parts), 'utf8')) as Shape;
}
