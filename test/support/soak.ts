/** What the long runs share: where their seeds begin, and their rows in docs/soak.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { utf8 } from '#chain/crypto/bytes.ts';
import { sha256Hex } from '#hash';

/** The first seed: as asked, or one that a text such as a commit stands for. */
export const firstSeed = ({ from, rotate }: { from: string; rotate?: string | undefined }): number =>
  rotate === undefined ? Number(from) : 1 + Number.parseInt(sha256Hex(utf8(rotate)).slice(0, 7), 16);

const commit = (): string => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
};

/** Adds a row, behind its time and commit, to the table under a heading of docs/soak.md. */
export const noteRun = (heading: string, cells: readonly (string | number | undefined)[]): void => {
  const file = new URL('../../docs/soak.md', import.meta.url);
  const lines = readFileSync(file, 'utf8').split('\n');
  const section = lines.indexOf(heading);
  const end = lines.findIndex(
    (line, at) => at > section && !line.startsWith('|') && lines[at - 1]?.startsWith('|') === true,
  );
  const row = [new Date().toISOString().slice(0, 16), commit(), ...cells];
  lines.splice(end, 0, `| ${row.join(' | ')} |`);
  writeFileSync(file, lines.join('\n'));
};
