/** The name that an account set for itself. */
import { useQuery } from '@tanstack/react-query';
import { accountQuery } from '../answers/daoQueries.ts';

/** The name of the account at an address (`merit1…`); undefined where it set none or it is not known yet. */
export function useName(address: string | undefined): string | undefined {
  const { data } = useQuery({
    ...accountQuery(address ?? ''),
    enabled: address !== undefined && address !== '',
  });
  return data?.name === '' ? undefined : data?.name;
}
