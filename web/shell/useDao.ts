/** Which DAO the reader is in: the one of the path, else the last one. */
import { useLocation } from '@tanstack/react-router';
import { type ShellDao, useShell } from './shellState.ts';

/** Returns the DAO's id and name; the name is its id until the list of DAOs is known. */
export function useDao(): ShellDao | undefined {
  const { pathname } = useLocation();
  const { daos, lastDao } = useShell();
  const inPath = /^\/d\/([^/]+)/.exec(pathname)?.[1];
  const id = inPath === undefined ? (lastDao ?? daos[0]?.id) : decodeURIComponent(inPath);
  if (id === undefined) return undefined;
  return daos.find((dao) => dao.id === id) ?? { id, name: id };
}
