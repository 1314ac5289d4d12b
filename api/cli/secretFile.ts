/** Files of this machine that open what was sealed: votes, ballots and ratings, each under its hash; mode 600. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type SecretFolder = 'ballots' | 'ratings' | 'votes';

const fileOf = (home: string, folder: SecretFolder, hash: string): string =>
  join(home, folder, `${hash}.json`);

/** Keeps a secret and answers its path; what is sealed is sent afterwards, for what nobody can open counts for nothing. */
export const keepSecret = (home: string, folder: SecretFolder, hash: string, secret: unknown): string => {
  const path = fileOf(home, folder, hash);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(secret)}\n`, { mode: 0o600 });
  return path;
};

/** The secret of a hash; undefined without a hash, and where there is no file of it, or something else. */
export const secretOf = <S>(
  home: string,
  folder: SecretFolder,
  hash: string | undefined,
  isSecret: (value: unknown) => value is S,
): S | undefined => {
  const path = hash === undefined ? undefined : fileOf(home, folder, hash);
  if (path === undefined || !existsSync(path)) return undefined;
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isSecret(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
};
