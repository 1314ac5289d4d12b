/** Files of this machine that open what was sealed: votes of jurors and ballots; mode 600. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Keeps a secret; what is sealed is sent afterwards, for what nobody can open counts for nothing. */
export const keepSecret = (path: string, secret: unknown): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(secret)}\n`, { mode: 0o600 });
};

/** The secret of a file; undefined where there is none, or something else. */
export const secretAt = <S>(path: string, isSecret: (value: unknown) => value is S): S | undefined => {
  if (!existsSync(path)) return undefined;
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isSecret(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
};
