/** The reader's roles in a DAO. */
import { useQuery } from '@tanstack/react-query';
import { memberQuery } from '../answers/daoQueries.ts';
import { useViewer } from '../session/session.ts';

/** Empty while nobody is here or nothing is known yet. */
export function useMyRoles(dao: string): readonly string[] {
  const viewer = useViewer();
  const { data } = useQuery({ ...memberQuery(dao, viewer?.address ?? ''), enabled: viewer !== undefined });
  return data?.roles ?? [];
}
