/** The constitution's texts: the chain keeps the hash of the one in force, and the events that set it carry the words. */
import { utf8 } from '#chain/crypto/bytes.ts';
import { sha256Hex } from '#hash';
import { client } from '../node.ts';
import type { DaoJson } from './daoQueries.ts';
import { fullPage } from './fullPage.ts';

/** Versions of a constitution: one in weeks at most. */
const versionsMax = 200;

/** Every version, newest first; the first one is that of the DAO's creation. */
export const constitutionsQuery = (dao: string) =>
  ({
    queryKey: ['constitutions', dao],
    queryFn: () => fullPage((asked) => client.list.daos.constitutions({ dao, ...asked }), versionsMax),
  }) as const;

/** The version whose hash the chain holds; undefined where it is not among them. */
export const versionInForce = <V extends { readonly constitution: string }>(
  versions: readonly V[],
  hash: string | undefined,
): V | undefined => versions.find(({ constitution }) => sha256Hex(utf8(constitution)) === hash);

/** The text in force; null where it is not found. */
export const constitutionQuery = (dao: DaoJson | undefined) => {
  const versions = constitutionsQuery(dao?.dao ?? '');
  return {
    ...versions,
    enabled: dao !== undefined,
    select: ({ items }: Awaited<ReturnType<typeof versions.queryFn>>): string | null =>
      versionInForce(items, dao?.constitutionHash)?.constitution ?? null,
  } as const;
};
