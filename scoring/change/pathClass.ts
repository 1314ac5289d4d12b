/** What a path says about a file, with what people do not write by hand told apart: generated, vendored, other data. */
import { fileClassOf } from '../fileClass.ts';

/** `other` is data and anything else that is read by no one line by line. */
export type PathClass = 'code' | 'test' | 'docs' | 'config' | 'generated' | 'vendored' | 'other';

const vendoredFolders =
  /(?:^|\/)(?:vendor|vendored|third[_-]party|node_modules|bower_components|deps|godeps)\//i;
const generatedPaths =
  /(?:^|\/)(?:dist|build|out|coverage|generated|__generated__|__snapshots__|snapshots|\.yarn|deno[_-]dist|umd)\/|(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|cargo\.lock|go\.sum|poetry\.lock|uv\.lock|bun\.lockb?|deno\.lock|gemfile\.lock|composer\.lock)$|(?:\.min\.[a-z]+|\.bundle\.js|\.pb\.(?:go|ts)|_pb2\.py|\.g\.dart|\.snap|\.map)$/i;

/** The class of the file at `path`; nothing but the path is looked at. */
export function pathClassOf(path: string): PathClass {
  if (vendoredFolders.test(path)) return 'vendored';
  const known = fileClassOf(path);
  if (known === 'guide') return 'docs';
  if (known === 'settings') return 'config';
  if (known !== 'ignored') return known;
  return generatedPaths.test(path) ? 'generated' : 'other';
}

/** True where lines are read and remembered: what people write by hand. */
export function isHandWritten(pathClass: PathClass): boolean {
  return pathClass === 'code' || pathClass === 'test' || pathClass === 'docs' || pathClass === 'config';
}
